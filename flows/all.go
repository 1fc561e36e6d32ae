package flows

// All lists the flows.
var All = []*Flow{DeviceGrant}
