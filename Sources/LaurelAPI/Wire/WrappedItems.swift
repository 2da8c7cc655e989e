import Catalogue
import Engine
import HTTP
import Intake
import JSONText
import Service
import Wire

/// The items of a bulk call about users' streaks, which Trophy wraps in an object.
struct WrappedItems {
    /// The items, in order.
    let items: [JSONCursor]
    /// The users that they name, where they do.
    let userIDs: [String?]
    /// The streak that the call is about; the primary one unless it names another.
    private let streak: StreakDefinitionID?
    private let userField: String
    private let fieldNames: [String]

    /// Reads a body; Trophy declares 422 for one that cannot be used at all.
    ///
    /// What is put on streaks cannot be taken off again, so that a field which nobody knows, such as
    /// a number of freezes, is refused and not ignored.
    init(
        of context: CallContext,
        in name: String,
        nameUsersBy userField: String,
        and otherFields: [String] = []
    ) throws {
        let fields = try context.fields(ifMalformed: .unprocessable)
        let cursor = try fields.required(name)
        try fields.allowOnly([name, "streak", "reason"])
        streak = try fields.optional("streak").map { cursor in
            try ExplanationCalls.definition(try cursor.string(), in: context).id
        }
        _ = try fields.optional("reason").map(Self.reason.text)
        items = try cursor.elements()
        guard (1...WireLimits.maximumBulkItems).contains(items.count) else {
            throw cursor.invalid("must have 1 to \(WireLimits.maximumBulkItems) items")
        }
        userIDs = items.map { item in try? item.fields().string(userField) }
        self.userField = userField
        fieldNames = [userField] + otherFields
    }

    /// What whoever puts something on a streak may say about why.
    private static let reason = TextRule.any(LaurelLimits.maximumReasonLength)

    /// What came of one item.
    typealias Outcome = Result<MarkedStreak, StreakMarkIssue>

    /// Does what each item asks for; one that cannot be read is an issue.
    func perform(
        _ context: CallContext,
        _ kind: (JSONFields) throws -> MarkStreak.Kind
    ) async throws -> [Outcome] {
        let drafts = try Bulk.drafts(of: items) { fields in
            let userID = try fields.text(userField, UserWire.idRule)
            try fields.allowOnly(fieldNames)
            return StreakMarkDraft(
                userID: userID,
                kind: try kind(fields)
            )
        }
        let readable = drafts.compactMap { try? $0.get() }
        var results =
            readable.isEmpty
            ? []
            : try await context.service.streakMarks.put(
                readable,
                on: streak,
                in: context.workspace
            )[...]
        return drafts.map { draft in
            switch draft {
            case .success: results.removeFirst()
            case .failure(let issue): .failure(.told(context.words.sentence(issue)))
            }
        }
    }

    /// 201 when something was done, else 200.
    func creationStatus(_ results: [Outcome]) -> Status {
        results.contains { (try? $0.get()) != nil } ? .created : .ok
    }

    /// Writes what was not done: by its user, or, where an item names none, by its place.
    func writeIssues(
        _ results: [Outcome],
        for context: CallContext,
        to object: inout JSONObjectWriter
    ) {
        object.array("issues") { array in
            for (index, result) in results.enumerated() {
                guard case .failure(let issue) = result else { continue }
                array.object { object in
                    if let userID = userIDs[index] {
                        object.field("userId", userID)
                    } else {
                        object.field("index", index)
                    }
                    object.field("severity", issue.severity.rawValue)
                    object.field("message", issue.sentence(in: context))
                }
            }
        }
    }
}

extension StreakMarkIssue {
    /// What a caller is told of it.
    func sentence(in context: CallContext) -> String {
        switch self {
        case .refused(.unknownUser): "User does not exist"
        case .refused(let reason): context.words.sentence(reason)
        case .told(let sentence): sentence
        }
    }
}
