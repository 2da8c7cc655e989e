public import Catalogue
public import Engine
import ServiceRuntime
public import Storage

extension Reading {
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
        return try await database.readSlowly { [zones] (connection) throws(StorageError) in
            let search = AtRiskSearch(
                reader: StreakReader(connection, view, zones),
                workspace: view.id,
                definitions: definitions.filter { $0.status == .active },
                minimumLength: minimumLength,
                limit: limit
            )
            return try search.page(after: cursor)
        }
    }

    /// The facts of a workspace after a place, in the order in which they became visible, of one
    /// user or of all, and of some kinds or of all.
    public func facts(
        in workspace: WorkspaceID,
        of id: String?,
        kinds: Set<Fact.Kind>?,
        after place: FactPlace,
        limit: Int
    ) async throws -> [PlacedFact] {
        let facts = try await database.readSlowly { [keyring] (connection) throws(StorageError) in
            var user: UserKey?
            if let id {
                user = try connection.user(id, in: workspace, keyring: keyring)?.key
                guard user != nil else { return nil as [PlacedFact]? }
            }
            return try connection.facts.placed(
                after: place,
                in: workspace,
                of: user,
                kinds: kinds,
                limit: limit
            )
        }
        return try facts.found(id ?? "")
    }
}
