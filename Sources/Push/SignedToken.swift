import Crypto
import JSONText
import Sodium

/// A token in JSON that says who sends, signed with a key.
enum SignedToken {
    static func text(
        signedBy key: PrivateKey,
        named id: String? = nil,
        _ claims: (inout JSONObjectWriter) -> Void
    ) -> String {
        let head = PushMessage.document { object in
            object.field("typ", "JWT")
            object.field("alg", key.kind == .p256 ? "ES256" : "RS256")
            object.fieldIfPresent("kid", id)
        }
        let parts = [head, PushMessage.document(claims)].map { Base64.url.text(of: $0) }
        let signed = parts.joined(separator: ".")
        return "\(signed).\(Base64.url.text(of: key.signature(of: Array(signed.utf8))))"
    }
}
