import Catalogue
import Delivery
public import Engine
public import HTTP
import ServiceRuntime

/// How an interface tells its callers about errors.
public struct ErrorWording: Sendable {
    /// The status for a value that breaks a rule.
    public let invalid: Status
    /// The refusals of the engine that are about something that is not there.
    let missing: Set<Refusal.Code>
    /// How one of several events is named before the sentence about it.
    let itemPath: @Sendable (_ index: Int) -> String
    /// What the body of an error is.
    public let schema: JSONSchema
    /// What it calls things.
    public private(set) var words: DialectWords
    private let encode: ErrorEncoder

    /// The words of an interface.
    public init(
        invalid: Status,
        missing: Set<Refusal.Code>,
        itemPath: @escaping @Sendable (_ index: Int) -> String = { _ in "" },
        words: DialectWords = DialectWords(),
        schema: JSONSchema,
        encode: @escaping ErrorEncoder
    ) {
        self.invalid = invalid
        self.missing = missing
        self.itemPath = itemPath
        self.words = words
        self.schema = schema
        self.encode = encode
    }

    /// The same, in the words of a dialect.
    public func saying(_ words: DialectWords) -> ErrorWording {
        var wording = self
        wording.words = words
        return wording
    }

    /// Makes the response that tells a caller about an error.
    public var encoder: ErrorEncoder {
        { [invalid, encode] error in
            guard error.status == .unprocessable else { return encode(error) }
            var error = error
            error.status = invalid
            return encode(error)
        }
    }
}

extension ErrorWording {
    /// What callers see of any error.
    func failure(_ error: any Error, retryAfter: Duration) -> HTTPError {
        switch error {
        case let error as ServiceError: failure(error, retryAfter: retryAfter)
        case let refusal as Refusal: failure(refusal)
        case let issue as ItemIssue: HTTPError(invalid, words.sentence(issue))
        case let error as TooManyStreams:
            .tooManyRequests(error.message, retryAfter: retryAfter)
        default: HTTPError(error)
        }
    }

    private func failure(_ error: ServiceError, retryAfter: Duration) -> HTTPError {
        switch error.code {
        case .unauthorized: .unauthorized(error.message)
        case .forbidden: .forbidden(error.message)
        case .notFound: .notFound(error.message)
        case .invalid: HTTPError(invalid, error.message)
        case .unavailable:
            .unavailable(
                error.message,
                retryAfter: retryAfter,
                underlying: error.cause ?? error
            )
        case .unexpected: .internalError(underlying: error.cause ?? error)
        }
    }

    private func failure(_ refusal: Refusal) -> HTTPError {
        let sentence = words.sentence(refusal.reason)
        if refusal.code == .forbidden { return .forbidden(sentence) }
        if missing.contains(refusal.code) { return .notFound(sentence) }
        return HTTPError(invalid, (refusal.index.map(itemPath) ?? "") + sentence)
    }
}
