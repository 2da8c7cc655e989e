public import JSONText

/// Making tokens.
public enum Token {
    /// A token that claims something, signed; `keyID` is its `kid`.
    public static func mint(
        _ claims: JSONObject,
        with key: SigningKey,
        keyID: String? = nil
    ) throws(KeyProblem) -> String {
        guard let token = JWTLibrary.signed(JSON.object(claims).text, with: key, keyID: keyID)
        else {
            throw KeyProblem("must be a private key of \(key.algorithm.rawValue) in PEM")
        }
        return token
    }
}
