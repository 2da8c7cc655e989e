private import CCrypto

/// A private key that signs: of the curve P-256 or of RSA.
///
/// The library only reads a key that it signs with, so threads may share one.
@safe public final class PrivateKey: @unchecked Sendable {
    /// What a key is.
    public enum Kind: Sendable {
        /// One that signs as ES256, and agrees on secrets.
        case p256
        /// One that signs as RS256.
        case rsa
    }

    /// How many bytes the private part of a key of P-256 has.
    public static let numberLength = 32
    /// How many bytes its public part has.
    public static let pointLength = 65
    private static let maximumSignature = 1_024

    /// What it is.
    public let kind: Kind
    private let key: OpaquePointer

    /// The key of P-256 with a number; nothing where the number is 0 or too high, which is as good as
    /// never.
    public init?(number: [UInt8]) {
        guard number.count == Self.numberLength, let key = unsafe crypto_key_of_number(number)
        else {
            return nil
        }
        unsafe self.key = key
        kind = .p256
    }

    /// A key in PEM, without a pass phrase.
    public init?(pem text: String) {
        let bytes = Array(text.utf8.map(CChar.init(bitPattern:)))
        guard bytes.count <= 64 << 10, !text.contains("ENCRYPTED"),
            let key = unsafe crypto_key_of_pem(bytes, Int32(bytes.count))
        else { return nil }
        if unsafe crypto_key_is_p256(key) == 1 {
            kind = .p256
        } else if unsafe crypto_key_is_rsa(key) == 1 {
            kind = .rsa
        } else {
            unsafe EVP_PKEY_free(key)
            return nil
        }
        unsafe self.key = key
    }

    deinit { unsafe EVP_PKEY_free(key) }

    /// The public part of a key of P-256, 65 bytes; nothing of another.
    public var point: [UInt8] {
        var point = [UInt8](repeating: 0, count: Self.pointLength)
        guard kind == .p256, unsafe crypto_public_point(key, &point) == 1 else { return [] }
        return point
    }

    /// A signature as tokens have it: ES256 or RS256, whatever the key is.
    public func signature(of bytes: [UInt8]) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: Self.maximumSignature)
        let count = unsafe crypto_sign(key, bytes, bytes.count, &signature, signature.count)
        precondition(count > 0, "a key that was read signs")
        signature.removeLast(signature.count - count)
        guard kind == .p256 else { return signature }
        var numbers = [UInt8](repeating: 0, count: 2 * Self.numberLength)
        let isDone = unsafe crypto_numbers_of_signature(signature, signature.count, &numbers)
        precondition(isDone == 1, "the library reads what it has written")
        return numbers
    }

    /// What a key of P-256 agrees on with the owner of a point; nothing where it is none of the curve.
    public func secret(with point: [UInt8]) -> [UInt8]? {
        guard kind == .p256, point.count == Self.pointLength else { return nil }
        var secret = [UInt8](repeating: 0, count: Self.numberLength)
        return unsafe crypto_agree(key, point, &secret) == 1 ? secret : nil
    }
}
