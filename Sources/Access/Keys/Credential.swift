/// What a caller shows to say who it is: a key or a token, and nobody has believed it yet.
public enum Credential: Sendable {
    /// One of our own keys, which has two parts.
    case key(String)
    /// A JSON Web Token, which has three.
    case token(String)

    /// Tells a key from a token by the number of full stops, so that both can stand behind `Bearer`.
    public init(_ text: String) {
        self = Self.hasThreeParts(text) ? .token(text) : .key(text)
    }

    /// Whether a text looks like a credential, which is not to say that it opens anything.
    ///
    /// It serves to tell callers that they put one in the wrong place.
    public static func isLike(_ text: String) -> Bool {
        guard text.utf8.count <= KeyText.maximumLength else { return isLikeToken(text) }
        return KeyText(text)?.hasKnownPrefix == true || isLikeToken(text)
    }

    private static func hasThreeParts(_ text: String) -> Bool {
        var stopCount = 0
        for byte in text.utf8 where byte == UInt8(ascii: ".") { stopCount += 1 }
        return stopCount == 2
    }

    /// Every token begins with an object in base64.
    private static func isLikeToken(_ text: String) -> Bool {
        text.hasPrefix("eyJ") && hasThreeParts(text)
    }
}

extension Credential: CustomStringConvertible, CustomReflectable {
    /// Which kind it is.
    public var description: String {
        switch self {
        case .key: "a key"
        case .token: "a token"
        }
    }

    /// Which kind it is, and not what it says.
    public var customMirror: Mirror { Mirror(self, children: ["kind": description]) }
}
