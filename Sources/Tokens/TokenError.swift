/// Why a token is refused, with a sentence that is safe to show: it repeats nothing of the token.
public struct TokenError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The condition, for code that has to decide something.
    public enum Code: Hashable, Sendable {
        /// It is no token.
        case malformed
        /// It is too long.
        case tooLong
        /// It is not signed in the way that the keys demand.
        case wrongAlgorithm
        /// No key fits its signature.
        case wrongSignature
        /// It has ended.
        case expired
        /// It does not hold yet.
        case notYetValid
        /// It has no end, or one that is too far away.
        case holdsTooLong
        /// A claim is not of the kind that it has to be.
        case invalidClaim
    }

    /// The condition.
    public let code: Code
    /// A sentence for whoever sent it.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The sentence.
    public var description: String { message }
}
