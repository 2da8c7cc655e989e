public import CivilTime
public import Engine

/// The achievements of every workspace.
public struct AchievementTable {
    let connection: any Connection

    /// The achievements of a workspace that were not deleted, oldest first.
    public func active(in workspace: WorkspaceID) throws(StorageError) -> [Achievement] {
        try connection.rows(
            of: """
                SELECT \(unescaped: Self.columns) FROM achievement
                WHERE workspace_id = \(workspace.number) AND archived_at IS NULL
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
        try connection.execute(
            """
            INSERT INTO achievement
                (achievement_id, workspace_id, public_id, name, status, trigger_kind, created_at)
            VALUES (\(achievement.id.number), \(workspace.number), \(achievement.publicID),
                    \(achievement.name), \(achievement.status.rawValue),
                    \(achievement.trigger.kind.rawValue), \(moment.microseconds))
            """
        )
        try update(achievement)
    }

    /// Stores an achievement's changeable parts.
    public func update(_ achievement: Achievement) throws(StorageError) {
        let stored = StoredTrigger(achievement.trigger)
        try connection.execute(
            """
            UPDATE achievement
            SET name = \(achievement.name), description = \(achievement.description),
                badge_url = \(achievement.badgeURL), status = \(achievement.status.rawValue),
                trigger_kind = \(achievement.trigger.kind.rawValue),
                metric_id = \(stored.metric), amount = \(stored.amount),
                event_filter_id = \(stored.filterID), event_filter = \(stored.filter),
                streak_length = \(stored.streakLength), key = \(stored.key),
                years = \(stored.years), parts = \(stored.parts),
                user_filter = \(Self.text(of: achievement.userFilter))
            WHERE achievement_id = \(achievement.id.number)
            """
        )
    }

    /// Ends an achievement: nobody reaches or sees it any more, and its key is free.
    public func archive(_ id: AchievementID, at moment: Instant) throws(StorageError) {
        try connection.execute(
            """
            UPDATE achievement SET archived_at = \(moment.microseconds)
            WHERE achievement_id = \(id.number)
            """
        )
    }
}

// MARK: - Rows

extension AchievementTable {
    private static let columns = """
        achievement_id, public_id, name, description, badge_url, status, user_filter,
        trigger_kind, metric_id, amount, event_filter_id, event_filter, streak_length, key, years,
        parts
        """

    private static func achievement(_ row: any Row) throws(StorageError) -> Achievement {
        guard let status = Achievement.Status(rawValue: row.text(5)) else {
            throw StorageError(.invalidValue, "achievement \(row.integer(0)) has no known status")
        }
        return Achievement(
            id: AchievementID(row.integer(0)),
            publicID: row.text(1),
            name: row.text(2),
            description: row.optionalText(3),
            badgeURL: row.optionalText(4),
            status: status,
            trigger: try trigger(row),
            userFilter: try filter(from: row.optionalText(6))
        )
    }

    private static func trigger(_ row: any Row) throws(StorageError) -> AchievementTrigger {
        switch AchievementTrigger.Kind(rawValue: row.text(7)) {
        case .metric:
            let filter = try filter(from: row.optionalText(11))
            return .metric(
                MetricThreshold(
                    metric: MetricID(row.integer(8)),
                    amount: Amount(millionths: row.integer(9)),
                    filter: row.optionalInteger(10).map {
                        EventFilter(id: EventFilterID($0), attributes: filter)
                    }
                )
            )
        case .streak: return .streak(length: Int(row.integer(12)))
        case .api: return .api(key: row.text(13))
        case .anniversary: return .anniversary(years: Int(row.integer(14)))
        case .composite:
            let parts = try StoredDocument.list(from: row.optionalText(15)) ?? []
            return .composite(parts.compactMap { Int64($0).map(AchievementID.init) })
        case nil:
            throw StorageError(.invalidValue, "achievement \(row.integer(0)) has no known trigger")
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

/// A trigger as its columns have it.
private struct StoredTrigger {
    var metric: Int64?
    var amount: Int64?
    var filterID: Int64?
    var filter: String?
    var streakLength: Int64?
    var key: String?
    var years: Int64?
    var parts: String?

    init(_ trigger: AchievementTrigger) {
        switch trigger {
        case .metric(let threshold):
            metric = threshold.metric.number
            amount = threshold.amount.millionths
            filterID = threshold.filter?.id.number
            filter = threshold.filter.flatMap { AchievementTable.text(of: $0.attributes) }
        case .streak(let length): streakLength = Int64(length)
        case .api(let key): self.key = key
        case .anniversary(let years): self.years = Int64(years)
        case .composite(let parts):
            self.parts = StoredDocument.text(of: parts.map { String($0.number) })
        }
    }
}

extension Connection {
    /// The table of achievements.
    public var achievements: AchievementTable { AchievementTable(connection: self) }
}
