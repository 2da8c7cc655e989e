public import CivilTime
public import Engine

/// The achievements of every workspace.
public struct AchievementTable {
    let connection: any Connection

    /// The achievements of a workspace that were not deleted, oldest first.
    public func active(in workspace: WorkspaceID) throws(StorageError) -> [Achievement] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.list.names) FROM achievement
                WHERE workspace_id = \(workspace) AND archived_at IS NULL
                ORDER BY achievement_id
                """,
            Self.achievement
        )
    }

    /// The number that the next achievement gets.
    public func nextID() throws(StorageError) -> AchievementID {
        AchievementID(try connection.nextNumber("achievement_id", in: "achievement"))
    }

    /// Adds an achievement.
    public func insert(
        _ achievement: Achievement,
        in workspace: WorkspaceID,
        at moment: Instant
    ) throws(StorageError) {
        let batch = Self.list.batch(of: [achievement]) { achievement, row in
            row[Self.columns.id] = achievement.id
            row[Self.columns.workspace] = workspace
            row[Self.columns.publicID] = achievement.publicID
            row[Self.columns.createdAt] = moment
            Self.fill(&row, with: achievement)
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Stores an achievement's changeable parts.
    public func update(_ achievement: Achievement) throws(StorageError) {
        let batch = Self.list.batch(of: [achievement]) { achievement, row in
            row[Self.columns.id] = achievement.id
            Self.fill(&row, with: achievement)
        }
        try connection.update(Self.columns.changeable, from: batch, in: Self.list)
    }

    /// Ends an achievement: nobody reaches or sees it any more, and its key is free.
    public func archive(_ id: AchievementID, at moment: Instant) throws(StorageError) {
        try connection.execute(
            """
            UPDATE achievement SET archived_at = \(moment) WHERE achievement_id = \(id)
            """
        )
    }
}

// MARK: - Rows

extension AchievementTable {
    /// The columns of the table.
    private struct Columns {
        let id: Column<AchievementID>
        let workspace: Column<WorkspaceID>
        let publicID: Column<String>
        let name: Column<String>
        let description: Column<String?>
        let badgeURL: Column<String?>
        let status: Column<String>
        let triggerKind: Column<String>
        let metric: Column<MetricID?>
        let amount: Column<Amount?>
        let filterID: Column<EventFilterID?>
        let filter: Column<String?>
        let streakLength: Column<Int?>
        let key: Column<String?>
        let years: Column<Int?>
        let parts: Column<String?>
        let userFilter: Column<String?>
        let createdAt: Column<Instant>
        let archivedAt: Column<Instant?>
        let list: ColumnList
        /// Those that a change sets.
        let changeable: [Batch.Column]

        init() {
            var list = ColumnListBuilder("achievement")
            id = list.key("achievement_id")
            workspace = list.value("workspace_id")
            publicID = list.value("public_id")
            name = list.value("name")
            description = list.value("description")
            badgeURL = list.value("badge_url")
            status = list.value("status")
            triggerKind = list.value("trigger_kind")
            metric = list.value("metric_id")
            amount = list.value("amount")
            filterID = list.value("event_filter_id")
            filter = list.value("event_filter")
            streakLength = list.value("streak_length")
            key = list.value("key")
            years = list.value("years")
            parts = list.value("parts")
            userFilter = list.value("user_filter")
            createdAt = list.value("created_at")
            archivedAt = list.value("archived_at")
            self.list = list.finish()
            let fixed = [
                id.name, workspace.name, publicID.name, createdAt.name, archivedAt.name,
            ]
            changeable = self.list.columns.filter { !fixed.contains($0.name) }
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func fill(_ row: inout RowValues, with achievement: Achievement) {
        row[columns.name] = achievement.name
        row[columns.description] = achievement.description
        row[columns.badgeURL] = achievement.badgeURL
        row[columns.status] = achievement.status.rawValue
        row[columns.userFilter] = text(of: achievement.userFilter)
        fill(&row, with: achievement.trigger)
    }

    private static func fill(_ row: inout RowValues, with trigger: AchievementTrigger) {
        row[columns.triggerKind] = trigger.kind.rawValue
        switch trigger {
        case .metric(let threshold):
            row[columns.metric] = threshold.metric
            row[columns.amount] = threshold.amount
            row[columns.filterID] = threshold.filter?.id
            row[columns.filter] = threshold.filter.flatMap { text(of: $0.attributes) }
        case .streak(let length): row[columns.streakLength] = length
        case .api(let key): row[columns.key] = key
        case .anniversary(let years): row[columns.years] = years
        case .composite(let parts):
            row[columns.parts] = StoredDocument.text(of: parts.map { String($0.number) })
        }
    }

    private static func achievement(_ row: any Row) throws(StorageError) -> Achievement {
        guard let status = Achievement.Status(rawValue: row[columns.status]) else {
            throw StorageError(.invalidValue, "achievement \(row[columns.id]) has no known status")
        }
        return Achievement(
            id: row[columns.id],
            publicID: row[columns.publicID],
            name: row[columns.name],
            description: row[columns.description],
            badgeURL: row[columns.badgeURL],
            status: status,
            trigger: try trigger(row),
            userFilter: try filter(from: row[columns.userFilter])
        )
    }

    private static func trigger(_ row: any Row) throws(StorageError) -> AchievementTrigger {
        switch AchievementTrigger.Kind(rawValue: row[columns.triggerKind]) {
        case .metric:
            let filter = try filter(from: row[columns.filter])
            return .metric(
                MetricThreshold(
                    metric: row[columns.metric] ?? MetricID(0),
                    amount: row[columns.amount] ?? .zero,
                    filter: row[columns.filterID].map { EventFilter(id: $0, attributes: filter) }
                )
            )
        case .streak: return .streak(length: row[columns.streakLength] ?? 0)
        case .api: return .api(key: row[columns.key] ?? "")
        case .anniversary: return .anniversary(years: row[columns.years] ?? 0)
        case .composite:
            let parts = try StoredDocument.list(from: row[columns.parts]) ?? []
            return .composite(parts.compactMap { Int64($0).map(AchievementID.init) })
        case nil:
            throw StorageError(.invalidValue, "achievement \(row[columns.id]) has no known trigger")
        }
    }

    static func text(of filter: AttributeFilter) -> String? {
        var map: [String: String] = [:]
        for (attribute, value) in filter.attributes { map[String(attribute.number)] = value }
        return StoredDocument.text(of: map)
    }

    private static func filter(from text: String?) throws(StorageError) -> AttributeFilter {
        var attributes: [AttributeID: String] = [:]
        for (number, value) in try StoredDocument.map(from: text) {
            guard let number = Int64(number) else { continue }
            attributes[AttributeID(number)] = value
        }
        return AttributeFilter(attributes)
    }
}

extension Connection {
    /// The table of achievements.
    public var achievements: AchievementTable { AchievementTable(connection: self) }
}
