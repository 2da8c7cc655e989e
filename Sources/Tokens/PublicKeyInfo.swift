/// What a public key is, as its encoding (X.509's SubjectPublicKeyInfo) says.
///
/// libjwt reads a key each time it verifies and tells nothing but that it failed. So what a caller
/// configures is looked at here, where it can be said what is wrong with it; and libjwt would
/// verify ES256 on any curve and with RSA keys of any length.
enum PublicKeyInfo: Equatable {
    case rsa(modulusBits: Int)
    case p256
    case otherCurve

    private static let rsaEncryption: [UInt8] = [
        0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01,
    ]
    private static let ecPublicKey: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
    private static let prime256v1: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]

    /// Nothing when the bytes encode no key that tokens are signed with.
    init?(_ bytes: [UInt8]) {
        var outer = DERReader(bytes[...])
        guard let info = outer.element(DERReader.sequence), outer.isAtEnd else { return nil }
        var reader = DERReader(info)
        guard let algorithm = reader.element(DERReader.sequence),
            let key = reader.element(DERReader.bitString), reader.isAtEnd,
            // The first byte of a bit string says how many bits of the last one do not count.
            key.first == 0
        else { return nil }
        var parts = DERReader(algorithm)
        switch parts.element(DERReader.objectIdentifier).map(Array.init) {
        case Self.rsaEncryption: self.init(rsaKey: key.dropFirst())
        case Self.ecPublicKey:
            let curve = parts.element(DERReader.objectIdentifier).map(Array.init)
            self.init(curve: curve, point: key.dropFirst())
        default: return nil
        }
    }

    private init?(rsaKey bytes: ArraySlice<UInt8>) {
        var outer = DERReader(bytes)
        guard let key = outer.element(DERReader.sequence), outer.isAtEnd else { return nil }
        var reader = DERReader(key)
        guard let modulus = reader.element(DERReader.integer)?.drop(while: { $0 == 0 }),
            let exponent = reader.element(DERReader.integer), reader.isAtEnd,
            let first = modulus.first, exponent.count > 1 || exponent.first ?? 0 > 2
        else { return nil }
        self = .rsa(modulusBits: modulus.count * 8 - first.leadingZeroBitCount)
    }

    private init?(curve: [UInt8]?, point: ArraySlice<UInt8>) {
        guard curve == Self.prime256v1 else {
            self = .otherCurve
            return
        }
        switch (point.first, point.count) {
        case (4, 65), (2, 33), (3, 33): self = .p256
        default: return nil
        }
    }
}
