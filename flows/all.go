package flows

// All lists the flows.
var All = []*Flow{DeviceGrant, CIBAPoll, CIBAPing, CIBAPush, CIBASync, AuthcodeQR, SameDeviceAuthcode,
	OID4VP, SIOPv2, CTAPHybrid, TypedCode, SessionTransfer, NetworkJoin, AssetQR}
