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
                SELECT d.definition_id, d.public_id, d.key, d.name, d.description, d.is_primary,
                       d.is_customizable, d.milestones, d.created_at, d.archived_at, d.revision,
                       d.judged_versions, d.changed_at
                FROM streak_definition d
                WHERE d.workspace_id = \(workspace.number) \(unescaped: condition)
                ORDER BY d.definition_id
                """
        ) { (row) throws(StorageError) in
            StoredStreakDefinition(
                id: StreakDefinitionID(row.integer(0)),
                publicID: row.text(1),
                key: row.text(2),
                name: row.text(3),
                details: row.optionalText(4),
                isPrimary: row.integer(5) != 0,
                isCustomizable: row.integer(6) != 0,
                milestones: row.text(7),
                createdAt: Instant(microseconds: row.integer(8)),
                archivedAt: row.optionalInteger(9).map(Instant.init(microseconds:)),
                revision: Int(row.integer(10)),
                versions: versions[row.integer(0)] ?? [],
                judgedCount: Int(row.integer(11)),
                changedAt: row.optionalInteger(12).map(Instant.init(microseconds:))
            )
        }
    }

    private func versions(
        in workspace: WorkspaceID,
        that condition: String
    ) throws(StorageError) -> [Int64: [StoredStreakDefinition.Version]] {
        var versions: [Int64: [StoredStreakDefinition.Version]] = [:]
        try connection.forEachRow(
            of: """
                SELECT v.definition_id, v.from_at, v.rule, v.is_paused, v.is_customizable
                FROM streak_version v
                JOIN streak_definition d ON d.definition_id = v.definition_id
                WHERE d.workspace_id = \(workspace.number) \(unescaped: condition)
                ORDER BY v.definition_id, v.version
                """
        ) { (row) throws(StorageError) in
            versions[row.integer(0), default: []].append(
                StoredStreakDefinition.Version(
                    from: Instant(microseconds: row.integer(1)),
                    rule: row.text(2),
                    isPaused: row.integer(3) != 0,
                    isCustomizable: row.integer(4) != 0
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
        try connection.execute(
            """
            INSERT INTO streak_definition
                (definition_id, workspace_id, public_id, key, name, description, is_primary,
                 is_customizable, milestones, created_at, archived_at, revision,
                 recounted_revision, judged_versions, changed_at)
            VALUES (\(definition.id.number), \(workspace.number), \(definition.publicID),
                    \(definition.key), \(definition.name), \(definition.details),
                    \(definition.isPrimary),
                    \(definition.isCustomizable), \(definition.milestones),
                    \(definition.createdAt.microseconds), \(definition.archivedAt?.microseconds),
                    \(Int64(definition.revision)), 0, \(Int64(definition.judgedCount)),
                    \(definition.changedAt?.microseconds))
            """
        )
        try insertVersions(of: definition, from: 0)
    }

    /// Stores a definition's changeable parts, and its versions from a place on.
    public func update(
        _ definition: StoredStreakDefinition,
        versionsFrom place: Int
    ) throws(StorageError) {
        try connection.execute(
            """
            UPDATE streak_definition
            SET name = \(definition.name), description = \(definition.details),
                is_primary = \(definition.isPrimary),
                is_customizable = \(definition.isCustomizable),
                milestones = \(definition.milestones),
                archived_at = \(definition.archivedAt?.microseconds),
                recounted_through = CASE WHEN revision = \(Int64(definition.revision))
                                         THEN recounted_through END,
                recounted_key = CASE WHEN revision = \(Int64(definition.revision))
                                     THEN recounted_key END,
                revision = \(Int64(definition.revision)),
                judged_versions = \(Int64(definition.judgedCount)),
                changed_at = \(definition.changedAt?.microseconds)
            WHERE definition_id = \(definition.id.number)
            """
        )
        try connection.execute(
            """
            DELETE FROM streak_version
            WHERE definition_id = \(definition.id.number) AND version > \(Int64(place))
            """
        )
        try insertVersions(of: definition, from: place)
    }

    /// Notes that every version of a definition has judged somebody, unless it has changed since.
    public func noteJudged(
        _ definition: StreakDefinitionID,
        versionCount: Int,
        revision: Int
    ) throws(StorageError) {
        try connection.execute(
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
        from place: Int
    ) throws(StorageError) {
        for (index, version) in definition.versions.enumerated().dropFirst(place) {
            try connection.execute(
                """
                INSERT INTO streak_version
                    (definition_id, version, from_at, rule, is_paused, is_customizable)
                VALUES (\(definition.id.number), \(Int64(index + 1)),
                        \(version.from.microseconds), \(version.rule),
                        \(version.isPaused), \(version.isCustomizable))
                """
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
