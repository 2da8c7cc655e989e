public import CivilTime
public import Engine

/// A streak definition as its rows hold it: rules and milestones are documents that the storage
/// does not look into.
public struct StoredStreakDefinition: Hashable, Sendable {
    /// The number inside the database.
    public let id: StreakDefinitionID
    /// The UUID by which callers know it.
    public let publicID: String
    /// The reference that callers use.
    public let key: String
    /// What people call it.
    public var name: String
    /// What people read about it.
    public var details: String?
    /// Whether it is the one that Trophy's endpoints show.
    public var isPrimary: Bool
    /// Whether users may change what counts for them.
    public var isCustomizable: Bool
    /// The document of the milestones.
    public var milestones: String
    /// When it came to be.
    public let createdAt: Instant
    /// When it was archived.
    public var archivedAt: Instant?
    /// A number that rises with every change of the versions.
    public let revision: Int
    /// What it was since when, oldest first.
    public var versions: [Version]
    /// How many of the versions, from the first on, have judged somebody's period.
    public let judgedCount: Int
    /// When the versions last changed; nothing where that was not noted.
    public let changedAt: Instant?

    /// A rule, and from when it held.
    public struct Version: Hashable, Sendable {
        /// Its first instant.
        public let from: Instant
        /// The document of the rule.
        public let rule: String
        /// Whether the definition was paused meanwhile.
        public let isPaused: Bool
        /// Whether what users had chosen counted meanwhile.
        public let isCustomizable: Bool

        /// A rule from a moment on.
        public init(from: Instant, rule: String, isPaused: Bool, isCustomizable: Bool = true) {
            self.from = from
            self.rule = rule
            self.isPaused = isPaused
            self.isCustomizable = isCustomizable
        }
    }

    /// A definition with all its parts.
    public init(
        id: StreakDefinitionID,
        publicID: String,
        key: String,
        name: String,
        details: String?,
        isPrimary: Bool,
        isCustomizable: Bool,
        milestones: String,
        createdAt: Instant,
        archivedAt: Instant? = nil,
        revision: Int = 1,
        versions: [Version],
        judgedCount: Int = 0,
        changedAt: Instant? = nil
    ) {
        self.id = id
        self.publicID = publicID
        self.key = key
        self.name = name
        self.details = details
        self.isPrimary = isPrimary
        self.isCustomizable = isCustomizable
        self.milestones = milestones
        self.createdAt = createdAt
        self.archivedAt = archivedAt
        self.revision = revision
        self.versions = versions
        self.judgedCount = judgedCount
        self.changedAt = changedAt
    }
}

/// The streak definitions of every workspace, with their versions.
public struct StreakDefinitionTable {
    let connection: any Connection

    /// The definitions of a workspace that are not archived, oldest first.
    public func inUse(
        in workspace: WorkspaceID
    ) throws(StorageError) -> [StoredStreakDefinition] {
        try definitions(in: workspace, that: "AND d.archived_at IS NULL")
    }

    /// Every definition of a workspace, archived ones too, oldest first.
    public func all(in workspace: WorkspaceID) throws(StorageError) -> [StoredStreakDefinition] {
        try definitions(in: workspace, that: "")
    }

    private func definitions(
        in workspace: WorkspaceID,
        that condition: String
    ) throws(StorageError) -> [StoredStreakDefinition] {
        let versions = try versions(in: workspace, that: condition)
        return try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM streak_definition d
                WHERE d.workspace_id = \(workspace) \(unescaped: condition)
                ORDER BY d.definition_id
                """
        ) { (row) throws(StorageError) in
            Self.definition(row, versions: versions[row[Self.columns.id]] ?? [])
        }
    }

    private func versions(
        in workspace: WorkspaceID,
        that condition: String
    ) throws(StorageError) -> [StreakDefinitionID: [StoredStreakDefinition.Version]] {
        var versions: [StreakDefinitionID: [StoredStreakDefinition.Version]] = [:]
        try connection.forEachRow(
            of: """
                SELECT \(unescaped: Self.versionList.qualified) FROM streak_version
                JOIN streak_definition d ON d.definition_id = streak_version.definition_id
                WHERE d.workspace_id = \(workspace) \(unescaped: condition)
                ORDER BY streak_version.definition_id, streak_version.version
                """
        ) { (row) throws(StorageError) in
            let columns = Self.versionColumns
            versions[row[columns.definition], default: []].append(
                StoredStreakDefinition.Version(
                    from: row[columns.from],
                    rule: row[columns.rule],
                    isPaused: row[columns.isPaused],
                    isCustomizable: row[columns.isCustomizable]
                )
            )
        }
        return versions
    }

    /// The number that the next definition gets.
    public func nextID() throws(StorageError) -> StreakDefinitionID {
        StreakDefinitionID(try connection.nextNumber("definition_id", in: "streak_definition"))
    }

    /// Adds a definition with its versions.
    public func insert(
        _ definition: StoredStreakDefinition,
        in workspace: WorkspaceID
    ) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: [definition]) { definition, row in
            row[columns.id] = definition.id
            row[columns.workspace] = workspace
            row[columns.publicID] = definition.publicID
            row[columns.key] = definition.key
            row[columns.name] = definition.name
            row[columns.details] = definition.details
            row[columns.isPrimary] = definition.isPrimary
            row[columns.isCustomizable] = definition.isCustomizable
            row[columns.milestones] = definition.milestones
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

    /// Stores a definition's changeable parts, and in place of its versions from a place on those
    /// that it has here.
    public func update(
        _ definition: StoredStreakDefinition,
        versionsFrom place: Int
    ) throws(StorageError) {
        try connection.send(
            """
            UPDATE streak_definition
            SET name = \(definition.name), description = \(definition.details),
                is_primary = \(definition.isPrimary),
                is_customizable = \(definition.isCustomizable),
                milestones = \(definition.milestones),
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
            WHERE definition_id = \(definition.id) AND version > \(Int64(place))
            """
        )
        try insertVersions(of: definition, after: place)
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
        of definition: StoredStreakDefinition,
        after place: Int
    ) throws(StorageError) {
        let columns = Self.versionColumns
        let batch = Self.versionList.batch(of: definition.versions.enumerated()) { each, row in
            row[columns.definition] = definition.id
            row[columns.version] = place + each.offset + 1
            row[columns.from] = each.element.from
            row[columns.rule] = each.element.rule
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
        let name: Column<String>
        let details: Column<String?>
        let isPrimary: Column<Bool>
        let isCustomizable: Column<Bool>
        let milestones: Column<String>
        let createdAt: Column<Instant>
        let archivedAt: Column<Instant?>
        let revision: Column<Int>
        let recountedRevision: Column<Int>
        let recountedThrough: Column<Instant?>
        let recountedKey: Column<Int64?>
        let judgedCount: Column<Int>
        let changedAt: Column<Instant?>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("streak_definition")
            id = list.key("definition_id")
            workspace = list.value("workspace_id")
            publicID = list.value("public_id")
            key = list.value("key")
            name = list.value("name")
            details = list.value("description")
            isPrimary = list.value("is_primary")
            isCustomizable = list.value("is_customizable")
            milestones = list.value("milestones")
            createdAt = list.value("created_at")
            archivedAt = list.value("archived_at")
            revision = list.value("revision")
            recountedRevision = list.value("recounted_revision")
            recountedThrough = list.value("recounted_through")
            recountedKey = list.value("recounted_key")
            judgedCount = list.value("judged_versions")
            changedAt = list.value("changed_at")
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
        versions: [StoredStreakDefinition.Version]
    ) -> StoredStreakDefinition {
        StoredStreakDefinition(
            id: row[columns.id],
            publicID: row[columns.publicID],
            key: row[columns.key],
            name: row[columns.name],
            details: row[columns.details],
            isPrimary: row[columns.isPrimary],
            isCustomizable: row[columns.isCustomizable],
            milestones: row[columns.milestones],
            createdAt: row[columns.createdAt],
            archivedAt: row[columns.archivedAt],
            revision: row[columns.revision],
            versions: versions,
            judgedCount: row[columns.judgedCount],
            changedAt: row[columns.changedAt]
        )
    }
}

extension Connection {
    /// The table of streak definitions.
    public var streakDefinitions: StreakDefinitionTable {
        StreakDefinitionTable(connection: self)
    }
}
