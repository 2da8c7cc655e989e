import CivilTime
public import JSONText

/// What a token says, once it can be believed.
public struct TokenClaims: Sendable, Equatable {
    /// Every claim.
    public let object: JSONObject

    init(_ object: JSONObject) {
        self.object = object
    }

    /// A claim.
    public subscript(name: String) -> JSON? { object[name] }

    /// A claim that has to be a text with something in it, if it is there.
    public func text(_ name: String) throws(TokenError) -> String? {
        guard let value = object[name] else { return nil }
        guard case .string(let text) = value, !text.isEmpty else {
            throw TokenError(
                .invalidClaim,
                "The token's \(name) must be a string that is not empty."
            )
        }
        return text
    }

    /// A claim that has words: in one text with spaces between them, or in a list.
    public func words(_ name: String) throws(TokenError) -> Set<String> {
        switch object[name] {
        case nil: return []
        case .string(let text): return Set(text.split(separator: " ").map(String.init))
        case .array(let values):
            let words = values.compactMap { value -> String? in
                guard case .string(let word) = value else { return nil }
                return word
            }
            if words.count == values.count { return Set(words) }
        default: break
        }
        throw TokenError(
            .invalidClaim,
            "The token's \(name) must be a string of words, or a list of strings."
        )
    }

    /// A moment in seconds since 1970, which may have a fraction.
    func seconds(_ name: String) throws(TokenError) -> Double? {
        guard let value = object[name] else { return nil }
        guard case .number(let number) = value, let seconds = number.double else {
            throw TokenError(
                .invalidClaim,
                "The token's \(name) must be a number of seconds since 1970."
            )
        }
        return seconds
    }

    /// Refuses a token that has ended, or does not hold yet.
    func checkTime(_ now: Instant) throws(TokenError) {
        let now = Double(now.microseconds) / 1_000_000
        if let end = try seconds("exp"), now >= end {
            throw TokenError(.expired, "The token has expired. Get a new one.")
        }
        if let start = try seconds("nbf"), now + TokenLimits.leeway < start {
            throw TokenError(.notYetValid, "The token is not valid yet.")
        }
    }
}
