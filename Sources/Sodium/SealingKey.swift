private import CSodium

/// A key that seals what only its holder may read.
public struct SealingKey: Sendable {
    private let bytes: [UInt8]

    /// How many bytes it has.
    public static let length = 32

    /// A key of 32 bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = bytes
    }

    /// A key that nobody can guess.
    public static func random() -> SealingKey {
        SealingKey(unchecked: Sodium.randomBytes(count: length))
    }

    private init(unchecked bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The key as text, for whoever keeps it.
    public var text: String { Base64.standard.text(of: bytes) }

    /// The key that a text spells.
    public init?(_ text: String) {
        guard let bytes = Base64.standard.bytes(of: text) else { return nil }
        self.init(bytes)
    }

    /// Some bytes as nobody without the key can read or change them; the same bytes look different
    /// each time.
    public func seal(_ message: [UInt8]) -> String {
        Sodium.requireReady()
        let nonce = Sodium.randomBytes(count: Int(crypto_secretbox_NONCEBYTES))
        let length = message.count + Int(crypto_secretbox_MACBYTES)
        var sealed = [UInt8](repeating: 0, count: length)
        _ = unsafe crypto_secretbox_easy(&sealed, message, UInt64(message.count), nonce, bytes)
        return Base64.standard.text(of: nonce + sealed)
    }

    /// What was sealed; nothing when it was sealed with another key, or changed.
    public func open(_ text: String) -> [UInt8]? {
        Sodium.requireReady()
        let nonceLength = Int(crypto_secretbox_NONCEBYTES)
        let extra = nonceLength + Int(crypto_secretbox_MACBYTES)
        guard let whole = Base64.standard.bytes(of: text), whole.count >= extra else { return nil }
        let nonce = Array(whole.prefix(nonceLength))
        let sealed = Array(whole.dropFirst(nonceLength))
        var message = [UInt8](repeating: 0, count: whole.count - extra)
        let status = unsafe crypto_secretbox_open_easy(
            &message,
            sealed,
            UInt64(sealed.count),
            nonce,
            bytes
        )
        return status == 0 ? message : nil
    }
}
