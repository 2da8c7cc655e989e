public import Catalogue
public import CivilTime
public import Engine
import HTTP
import JSONText
import Storage
import Wire

/// A streak as somebody would have it: the fields of a definition that are to be other than they are,
/// or all of one that is not there yet.
public struct StreakWish: Sendable {
    private let known: StreakDefinition?
    private let change: StreakChange
    private let draft: StreakDraft?

    /// The wish that a text is, such as a streak in a document of the configuration.
    public init(_ text: [UInt8], rulebook: Rulebook, zones: ZoneDatabase) throws {
        let fields = try JSONCursor(try JSON(parsing: text)).fields()
        let reader = StreakRuleReader(rulebook: rulebook, zones: zones)
        known = rulebook.streak(key: try fields.referenceKey())
        change = try StreakDefinitionWire.change(from: fields, reader)
        draft = known == nil ? try StreakDefinitionWire.draft(from: fields, reader) : nil
    }

    /// What would have to be judged to see what would come of it, as if it had always been so.
    public func proposal(
        in view: WorkspaceView,
        _ catalogue: Catalogue
    ) async throws -> Result<StreakProposal, ItemIssue> {
        guard let known else {
            guard let draft else { return .failure(.notFound(.streak)) }
            return catalogue.propose(draft, in: view)
        }
        let update = StreakUpdate(publicID: known.publicID, change: change, scope: .all)
        return try await catalogue.propose(update, in: view)
    }
}
