public import Catalogue
public import Engine

/// What an interface says where the engine and the catalogue have a sentence of no dialect: by the
/// names that fields and routes have there.
public struct DialectWords: Sendable {
    private let refusal: @Sendable (Refusal.Reason) -> String?
    private let issue: @Sendable (ItemIssue) -> String?

    /// Words for reasons and issues; nothing where the sentence that there is will do.
    public init(
        refusal: @escaping @Sendable (Refusal.Reason) -> String? = { _ in nil },
        issue: @escaping @Sendable (ItemIssue) -> String? = { _ in nil }
    ) {
        self.refusal = refusal
        self.issue = issue
    }

    /// What a caller is told of a rule that forbids a command.
    public func sentence(_ reason: Refusal.Reason) -> String { refusal(reason) ?? reason.sentence }

    /// What a caller is told of an item that was not changed.
    public func sentence(_ issue: ItemIssue) -> String { self.issue(issue) ?? issue.message }
}

extension Refusal.Reason {
    /// The sentence about an event, by what a wire calls its time and its amount; nothing where it is
    /// about something else.
    public func sentence(ofEventWith time: String, and amount: String) -> String? {
        switch self {
        case .totalOutOfRange:
            "\(amount) would take the user's total beyond what can be kept exactly."
        case .eventAhead(let moment, let now):
            """
            \(time) \(moment) is more than 5 minutes ahead of the server's clock (\(now)). Send the \
            time at which the event happened.
            """
        case .eventOutOfRange(let moment, let zone):
            """
            \(time) \(moment) falls on a day in \(zone), outside the years 0001 to 9999. Send the \
            time at which the event happened.
            """
        default: nil
        }
    }
}
