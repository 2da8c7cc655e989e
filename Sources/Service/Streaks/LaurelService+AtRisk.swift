public import Engine
public import Storage

extension LaurelService {
    /// A page of the streaks of a workspace that end soon unless something happens, of one
    /// definition or of all that are active.
    public func streaksAtRisk(
        _ definition: StreakDefinition?,
        in view: WorkspaceView,
        minimumLength: Int,
        after cursor: StreaksAtRisk.Cursor?,
        limit: Int
    ) async throws -> StreaksAtRisk {
        let definitions = definition.map { [$0] } ?? view.rulebook.streaks
        return try await readSlowly { [zones] (connection) throws(StorageError) in
            let search = AtRiskSearch(
                reader: StreakReader(connection, view, zones),
                definitions: definitions.filter { $0.status == .active },
                minimumLength: minimumLength,
                limit: limit
            )
            return try search.page(after: cursor)
        }
    }

    /// The facts of a workspace after a place, in order, of one user or of all; the users' ids
    /// beside them.
    public func facts(
        in workspace: WorkspaceID,
        of id: String?,
        after number: Int64,
        limit: Int
    ) async throws -> [ToldFact] {
        let facts = try await readSlowly { [keyring] (connection) throws(StorageError) in
            var user: UserKey?
            if let id {
                user = try connection.user(id, in: workspace, keyring: keyring)?.key
                guard user != nil else { return nil as [ToldFact]? }
            }
            let facts = try connection.facts.page(
                in: workspace,
                of: user,
                after: number,
                limit: limit
            )
            let rows = try connection.users.rows(of: Array(Set(facts.map(\.user))))
            let ids = Dictionary(rows.map { ($0.key, $0.user?.id) }) { first, _ in first }
            return facts.map { ToldFact(fact: $0, userID: ids[$0.user] ?? nil) }
        }
        return try facts.found(id ?? "")
    }
}

/// A fact, and the caller's own id of its user.
public struct ToldFact: Sendable {
    /// The fact.
    public let fact: StoredFact
    /// The id; nothing of an erased user.
    public let userID: String?
}
