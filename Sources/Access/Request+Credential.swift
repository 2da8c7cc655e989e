import HTTP

/// What callers of an interface are told about credentials.
public struct CredentialWording: Sendable {
    /// What a credential is called, such as `API key`.
    let name: String
    /// Where it goes, as the rest of a sentence; the interface's own place comes first.
    let carrier: String

    /// The words of an interface: what it calls a credential, and where that goes, as in
    /// `as Authorization: Bearer <key>`.
    public init(name: String, carrier: String) {
        self.name = name
        self.carrier = carrier
    }

    /// What is told to those who send none.
    var missing: String { "No \(name). Send yours \(carrier)." }
}

extension Request {
    /// What a request carries to say who sent it, in one of the two fields for it.
    ///
    /// Both may say the same; two that differ are refused, since either choice would be a guess. No
    /// sentence repeats anything of a credential.
    func credential(_ wording: CredentialWording) throws(HTTPError) -> Credential {
        let key = try headers.one("X-API-KEY").flatMap { $0.isEmpty ? nil : $0 }
        let bearer = try headers.one("Authorization").flatMap { text throws(HTTPError) in
            try Self.bearer(in: text, beside: key)
        }
        switch (key, bearer) {
        case (let key?, let bearer?):
            guard key == bearer else { throw Self.twoCredentials }
            return Credential(bearer)
        case (nil, let bearer?):
            return Credential(bearer)
        case (let key?, nil):
            try Self.checkKeyField(key)
            return Credential(key)
        case (nil, nil):
            throw .unauthorized(misplacedCredential(wording) ?? wording.missing)
        }
    }

    /// What stands behind `Bearer`.
    ///
    /// Another scheme beside a key is for somebody on the way, such as
    /// a proxy that asks for a password of its own.
    private static func bearer(
        in authorization: String,
        beside key: String?
    ) throws(HTTPError) -> String? {
        let words = authorization.split(separator: " ")
        guard let scheme = words.first?.lowercased() else { return nil }
        guard scheme == "bearer" else {
            guard let key else { throw .unauthorized(problem(with: scheme)) }
            // A word alone is no scheme, but a credential.
            guard words.count > 1 || words[0] == key else { throw twoCredentials }
            return nil
        }
        guard words.count == 2 else {
            let problem = words.count == 1 ? "nothing" : "more than one word"
            throw .unauthorized("Authorization has \(problem) behind Bearer. \(remedy)")
        }
        return String(words[1])
    }

    private static let remedy = "Send Authorization: Bearer <key or token>."

    private static func problem(with scheme: String) -> String {
        scheme == "basic"
            ? "Authorization is Basic, and no password is known here. \(remedy)"
            : "Authorization must begin with the word Bearer. \(remedy)"
    }

    /// A token in the field of keys, or with a scheme before it, cannot be meant for somebody else.
    private static func checkKeyField(_ text: String) throws(HTTPError) {
        if case .token = Credential(text) {
            throw .unauthorized(
                "X-API-KEY takes an API key, and this is a token. Send it as Authorization: Bearer "
                    + "<token>."
            )
        }
        guard !text.lowercased().hasPrefix("bearer ") else {
            throw .unauthorized(
                "X-API-KEY takes the key alone. Leave the word Bearer out, or send Authorization: "
                    + "Bearer <key>."
            )
        }
    }

    private static var twoCredentials: HTTPError {
        .badRequest("Authorization and X-API-KEY have two different credentials. Send one.")
    }
}
