package flows

// All lists the flows.
var All = []*Flow{DeviceGrant, CIBAPoll, CIBAPing, CIBAPush, CIBASync, AuthcodeQR, SameDeviceAuthcode}
