public import JSONText
private import Sodium

/// A token that has been read, and that nobody has vouched for.
///
/// What it claims serves to find the keys that it must be verified with, and for nothing else.
public struct UnverifiedToken: Sendable {
    /// What it claims.
    public let unverifiedClaims: JSONObject

    /// The whole of it, as it was sent.
    let bytes: [UInt8]
    /// What is signed: its first two parts.
    let signedBytes: ArraySlice<UInt8>
    let signature: [UInt8]
    /// The algorithm that it says it is signed with.
    let algorithm: String
    /// The key that it says it is signed with.
    let keyID: String?

    /// Takes a token apart: three parts in base64, of which the first two are JSON objects.
    public init(_ text: String) throws(TokenError) {
        guard text.utf8.count <= TokenLimits.maximumTokenBytes else {
            let maximum = TokenLimits.maximumTokenBytes >> 10
            throw TokenError(.tooLong, "The token is longer than \(maximum) KiB.")
        }
        let bytes = Array(text.utf8)
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3 else {
            throw TokenError(
                .malformed,
                "The token is not a JSON Web Token: it must have three parts with full stops between."
            )
        }
        let header = try Self.object(parts[0], "header is")
        unverifiedClaims = try Self.object(parts[1], "claims are")
        guard let signature = Base64.url.bytes(of: parts[2]) else {
            throw TokenError(.malformed, "The token's signature is not in base64url.")
        }
        self.bytes = bytes
        self.signature = signature
        signedBytes = bytes[..<parts[1].endIndex]
        algorithm = try Self.algorithm(header)
        keyID = try Self.keyID(header)
    }

    private static func object(
        _ part: ArraySlice<UInt8>,
        _ subject: String
    ) throws(TokenError) -> JSONObject {
        guard let bytes = Base64.url.bytes(of: part) else {
            throw TokenError(.malformed, "The token's \(subject) not in base64url.")
        }
        // A name that is repeated is an error of its own: two readers would choose two values.
        guard let json = try? JSON(parsing: bytes), case .object(let object) = json else {
            throw TokenError(
                .malformed,
                "The token's \(subject) not a JSON object whose names are all different."
            )
        }
        return object
    }

    private static func algorithm(_ header: JSONObject) throws(TokenError) -> String {
        guard case .string(let algorithm) = header["alg"] else {
            throw TokenError(.malformed, "The token's header has no alg that is a string.")
        }
        // What is critical must be understood, and nothing is understood here.
        guard header["crit"] == nil else {
            throw TokenError(.malformed, "The token's header has crit, which is not supported.")
        }
        if let type = header["typ"] {
            // libjwt reads no other, so the reason is told here.
            guard case .string(let text) = type, text.lowercased() == "jwt" else {
                throw TokenError(.malformed, "The token's typ must be JWT, or absent.")
            }
        }
        return algorithm
    }

    private static func keyID(_ header: JSONObject) throws(TokenError) -> String? {
        switch header["kid"] {
        case nil: nil
        case .string(let id): id
        default: throw TokenError(.malformed, "The token's kid must be a string, or absent.")
        }
    }
}
