private import CCrypto

/// Sealing bytes so that who has the key can open them, and see that they are whole.
public enum AES128GCM {
    /// How many bytes a key has.
    public static let keyLength = 16
    /// How many bytes a nonce has.
    public static let nonceLength = 12
    /// How many bytes the tag has, behind what is sealed.
    public static let tagLength = 16

    /// Some bytes sealed, with their tag; no nonce may be used twice with a key.
    public static func seal(_ bytes: [UInt8], key: [UInt8], nonce: [UInt8]) -> [UInt8] {
        precondition(key.count == keyLength && nonce.count == nonceLength, "both have one length")
        precondition(bytes.count <= 1 << 20, "so many bytes are sealed in parts")
        var sealed = [UInt8](repeating: 0, count: bytes.count + tagLength)
        let isDone = unsafe crypto_seal(key, nonce, bytes, Int32(bytes.count), &sealed)
        precondition(isDone == 1, "nothing is wrong with the lengths")
        return sealed
    }
}
