public import CivilTime
public import Engine

/// The streak definitions of every workspace, with their versions.
public struct StreakDefinitionTable {
    let connection: any Connection

    /// The definitions of a workspace that are not archived, oldest first.
    public func inUse(
        in workspace: WorkspaceID,
        zones: ZoneDatabase
    ) throws(StorageError) -> [StreakDefinition] {
        try definitions(in: workspace, that: "AND d.archived_at IS NULL", zones: zones)
    }

    /// Every definition of a workspace, archived ones too, oldest first.
    public func all(
        in workspace: WorkspaceID,
        zones: ZoneDatabase
    ) throws(StorageError) -> [StreakDefinition] {
        try definitions(in: workspace, that: "", zones: zones)
    }

    private func definitions(
        in workspace: WorkspaceID,
        that condition: String,
        zones: ZoneDatabase
    ) throws(StorageError) -> [StreakDefinition] {
        let versions = try versions(in: workspace, that: condition, zones: zones)
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM streak_definition d
                WHERE d.workspace_id = \(workspace) \(unescaped: condition)
                ORDER BY d.definition_id
                """
        ) { (row) throws(StorageError) in
            try Self.definition(row, versions: versions[row[Self.columns.id]] ?? [])
        }
    }

    private func versions(
        in workspace: WorkspaceID,
        that condition: String,
        zones: ZoneDatabase
    ) throws(StorageError) -> [StreakDefinitionID: [StreakVersion]] {
        var versions: [StreakDefinitionID: [StreakVersion]] = [:]
        try connection.forEachRow(
            of: """
                SELECT \(unescaped: Self.versionList.qualified) FROM streak_version
                JOIN streak_definition d ON d.definition_id = streak_version.definition_id
                WHERE d.workspace_id = \(workspace) \(unescaped: condition)
                ORDER BY streak_version.definition_id, streak_version.version
                """
        ) { (row) throws(StorageError) in
            let id: StreakDefinitionID = row[Self.versionColumns.definition]
            versions[id, default: []].append(try Self.version(row, of: id, zones: zones))
        }
        return versions
    }

    /// The number that the next definition gets.
    public func nextID() throws(StorageError) -> StreakDefinitionID {
        StreakDefinitionID(try connection.nextNumber("definition_id", in: "streak_definition"))
    }

    /// Adds a definition with its versions.
    public func insert(
        _ definition: StreakDefinition,
        in workspace: WorkspaceID
    ) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: [definition]) { definition, row in
            row[columns.id] = definition.id
            row[columns.workspace] = workspace
            row[columns.publicID] = definition.publicID
            row[columns.key] = definition.key
            row[columns.isPrimary] = definition.isPrimary
            row[columns.document] = StreakDocument.text(of: definition)
            row[columns.createdAt] = definition.createdAt
            row[columns.archivedAt] = definition.archivedAt
            row[columns.revision] = definition.revision
            row[columns.recountedRevision] = 0
            row[columns.judgedCount] = definition.judgedCount
            row[columns.changedAt] = definition.changedAt
        }
        try connection.insert(batch, into: Self.list)
        try insertVersions(of: definition, after: 0)
    }

    /// Stores a definition's changeable parts, and of its versions those that differ from what they
    /// were.
    public func update(
        _ definition: StreakDefinition,
        from old: StreakDefinition
    ) throws(StorageError) {
        let kept = zip(old.versions, definition.versions).prefix { $0 == $1 }.count
        try connection.send(
            """
            UPDATE streak_definition
            SET is_primary = \(definition.isPrimary),
                document = \(StreakDocument.text(of: definition)),
                archived_at = \(definition.archivedAt),
                recounted_through = CASE WHEN revision = \(definition.revision)
                                         THEN recounted_through END,
                recounted_key = CASE WHEN revision = \(definition.revision)
                                     THEN recounted_key END,
                revision = \(definition.revision),
                judged_versions = \(definition.judgedCount),
                changed_at = \(definition.changedAt)
            WHERE definition_id = \(definition.id)
            """
        )
        try connection.send(
            """
            DELETE FROM streak_version
            WHERE definition_id = \(definition.id) AND version > \(Int64(kept))
            """
        )
        try insertVersions(of: definition, after: kept)
    }

    /// Notes that every version of a definition has judged somebody, unless it has changed since.
    public func noteJudged(
        _ definition: StreakDefinitionID,
        versionCount: Int,
        revision: Int
    ) throws(StorageError) {
        try connection.send(
            """
            UPDATE streak_definition SET judged_versions = \(Int64(versionCount))
            WHERE definition_id = \(definition.number) AND revision = \(Int64(revision))
                AND judged_versions < \(Int64(versionCount))
            """
        )
    }

    /// Versions count up from 1.
    private func insertVersions(
        of definition: StreakDefinition,
        after kept: Int
    ) throws(StorageError) {
        let columns = Self.versionColumns
        let new = definition.versions.dropFirst(kept).enumerated()
        let batch = Self.versionList.batch(of: new) { each, row in
            row[columns.definition] = definition.id
            row[columns.version] = kept + each.offset + 1
            row[columns.from] = each.element.from
            row[columns.rule] = StreakRuleDocument.text(of: each.element.rule)
            row[columns.isPaused] = each.element.isPaused
            row[columns.isCustomizable] = each.element.isCustomizable
        }
        try connection.insert(batch, into: Self.versionList)
    }
}

// MARK: - Rows

extension StreakDefinitionTable {
    /// The columns of the table.
    struct Columns {
        let id: Column<StreakDefinitionID>
        let workspace: Column<WorkspaceID>
        let publicID: Column<String>
        let key: Column<String>
        let isPrimary: Column<Bool>
        let createdAt: Column<Instant>
        let archivedAt: Column<Instant?>
        let revision: Column<Int>
        let recountedRevision: Column<Int>
        let recountedThrough: Column<Instant?>
        let recountedKey: Column<Int64?>
        let judgedCount: Column<Int>
        let changedAt: Column<Instant?>
        let document: Column<String>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("streak_definition")
            id = list.key("definition_id")
            workspace = list.value("workspace_id")
            publicID = list.value("public_id")
            key = list.value("key")
            isPrimary = list.value("is_primary")
            createdAt = list.value("created_at")
            archivedAt = list.value("archived_at")
            revision = list.value("revision")
            recountedRevision = list.value("recounted_revision")
            recountedThrough = list.value("recounted_through")
            recountedKey = list.value("recounted_key")
            judgedCount = list.value("judged_versions")
            changedAt = list.value("changed_at")
            document = list.value("document")
            self.list = list.finish()
        }
    }

    static let columns = Columns()
    static var list: ColumnList { columns.list }

    /// The columns of the table of versions.
    private struct VersionColumns {
        let definition: Column<StreakDefinitionID>
        let version: Column<Int>
        let from: Column<Instant>
        let rule: Column<String>
        let isPaused: Column<Bool>
        let isCustomizable: Column<Bool>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("streak_version")
            definition = list.key("definition_id")
            version = list.key("version")
            from = list.value("from_at")
            rule = list.value("rule")
            isPaused = list.value("is_paused")
            isCustomizable = list.value("is_customizable")
            self.list = list.finish()
        }
    }

    private static let versionColumns = VersionColumns()
    static var versionList: ColumnList { versionColumns.list }

    private static func definition(
        _ row: any Row,
        versions: [StreakVersion]
    ) throws(StorageError) -> StreakDefinition {
        let id: StreakDefinitionID = row[columns.id]
        guard !versions.isEmpty else {
            throw StorageError(.invalidValue, "streak \(id.number) has no rule")
        }
        let fields = try reading(id) { try StreakDocument.fields(from: row[columns.document]) }
        return StreakDefinition(
            id: id,
            publicID: row[columns.publicID],
            key: row[columns.key],
            name: fields.name,
            details: fields.details,
            isPrimary: row[columns.isPrimary],
            isCustomizable: fields.isCustomizable,
            milestones: fields.milestones,
            createdAt: row[columns.createdAt],
            archivedAt: row[columns.archivedAt],
            revision: row[columns.revision],
            versions: versions,
            judgedCount: row[columns.judgedCount],
            changedAt: row[columns.changedAt]
        )
    }

    private static func version(
        _ row: any Row,
        of id: StreakDefinitionID,
        zones: ZoneDatabase
    ) throws(StorageError) -> StreakVersion {
        let columns = versionColumns
        let text: String = row[columns.rule]
        return StreakVersion(
            from: row[columns.from],
            rule: try reading(id) { try StreakRuleDocument.rule(from: text, zones: zones) },
            isPaused: row[columns.isPaused],
            isCustomizable: row[columns.isCustomizable]
        )
    }

    /// What a document says, or that it says nothing that makes sense.
    private static func reading<Value>(
        _ id: StreakDefinitionID,
        _ read: () throws -> Value
    ) throws(StorageError) -> Value {
        do {
            return try read()
        } catch {
            throw StorageError(
                .invalidValue,
                "a document of streak \(id.number) is not what it should be: \(error)"
            )
        }
    }
}

extension Connection {
    /// The table of streak definitions.
    public var streakDefinitions: StreakDefinitionTable {
        StreakDefinitionTable(connection: self)
    }
}
