import Catalogue
import Engine
import HTTP
import JSONText
import ServiceRuntime
import Wire

/// Why one item of a batch was refused, in a sentence for the caller.
struct ItemFailure: Error {
    /// The sentence.
    let message: String

    /// A reason.
    init(_ message: String) {
        self.message = message
    }

    /// The reason that is an item's own; whatever concerns the whole call is thrown again.
    init(_ error: any Error) throws {
        switch error {
        case let error as InvalidInput: self.init(error.message)
        case let error as Refusal: self.init(BricqsWords.words.sentence(error.reason))
        case let issue as ItemIssue: self.init(BricqsWords.words.sentence(issue))
        case let error as HTTPError where error.status.code < 500: self.init(error.message)
        case let error as ServiceError where error.code == .invalid: self.init(error.message)
        default: throw error
        }
    }
}
