import HTTP

extension Request {
    /// Fields in which other products take a key or a token.
    private static let otherFields: Set<String> = [
        "api-key", "apikey", "authentication", "proxy-authorization", "token", "x-access-token",
        "x-api-token", "x-apikey", "x-auth-key", "x-auth-token", "x-authorization",
        "x-bricqs-api-key", "x-bricqs-key", "x-phoenix-api-key", "x-signature", "x-token",
        "x-trophy-api-key",
    ]

    /// Parameters in which other products take one.
    private static let otherParameters: Set<String> = [
        "access_token", "api-key", "api_key", "apikey", "auth", "authorization", "jwt", "key",
        "token", "x-api-key",
    ]

    /// The longest name of a field that is repeated to the caller: no key is as short.
    private static let longestToldName = 40

    /// What is told to those who sent a credential where none is read; nothing if they sent none.
    func misplacedCredential(_ wording: CredentialWording) -> String? {
        if let field = headers.fields.first(where: Self.isMisplaced) {
            let isTold = field.name.utf8.count <= Self.longestToldName
            let name = isTold ? "The header field \(field.name)" : "This header field"
            return "\(name) is not read for a key or a token. Send yours \(wording.carrier)."
        }
        let hasParameter = query.items.contains {
            Self.otherParameters.contains($0.name.lowercased()) || Credential.isLike($0.value)
        }
        guard hasParameter else { return nil }
        return "A key or a token in the query is not read, since addresses are written to logs. "
            + "Send yours \(wording.carrier), and replace the one that was sent in the query."
    }

    private static func isMisplaced(_ field: Headers.Field) -> Bool {
        otherFields.contains(field.name.lowercased()) || Credential.isLike(field.value)
    }
}
