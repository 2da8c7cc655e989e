import CivilTime
public import Engine
import ServiceRuntime
import Storage

/// What a replay of a user's events from nothing found.
public struct UserReplay: Sendable {
    /// The caller's own id of the user.
    public let userID: String
    /// How many events were replayed; nothing where there are too many.
    public let eventCount: Int?
    /// What is stored otherwise than it should be, in words.
    public let differences: [String]
}

extension Reading {
    /// Counts some users' totals and streaks anew from their events, and says what is stored
    /// otherwise.
    ///
    /// Nothing is changed.
    public func replay(
        _ profiles: [UserProfile],
        in workspace: WorkspaceID,
        of rulebook: Rulebook
    ) async throws -> [UserReplay] {
        try await database.readSlowly { [zones] (connection) throws(StorageError) in
            let rows = try connection.users.rows(of: profiles.map(\.key))
            let users = StreakUsers(
                connection,
                defaultStays: rulebook.defaultStays,
                zones: zones,
                amnesties: rulebook.amnesties
            )
            var replays: [UserReplay] = []
            for row in rows {
                guard let user = row.user else { continue }
                let limit = ReadingLimits.maximumReplayedEvents
                let events = try connection.value(
                    of: connection.events.history(of: row.key, limit: limit + 1)
                )
                guard events.count <= limit else {
                    replays.append(UserReplay(userID: user.id, eventCount: nil, differences: []))
                    continue
                }
                var differences = try connection.differentTotals(of: row.key, events, rulebook)
                let streakUser = try users.find(row.key, user)
                differences += try connection.differentStreaks(
                    of: row.key,
                    streakUser,
                    events,
                    rulebook
                )
                replays.append(
                    UserReplay(
                        userID: user.id,
                        eventCount: events.count,
                        differences: differences
                    )
                )
            }
            return replays
        }
    }
}

extension Connection {
    /// The totals that are not the sums of the events.
    fileprivate func differentTotals(
        of user: UserKey,
        _ events: [Event],
        _ rulebook: Rulebook
    ) throws(StorageError) -> [String] {
        var sums: [MetricID: Int64] = [:]
        for event in events { sums[event.metric, default: 0] += event.amount.millionths }
        let stored = try metricDays.totals(of: user)
        return Set(sums.keys).union(stored.keys).sorted { $0.number < $1.number }.compactMap { id in
            let (sum, total) = (sums[id] ?? 0, stored[id]?.millionths ?? 0)
            guard sum != total else { return nil }
            let name = rulebook.metric(id: id)?.key ?? "number \(id.number)"
            return "the total of \(name) is \(Amount(millionths: total)), the events add up to "
                + "\(Amount(millionths: sum))"
        }
    }

    /// The streaks whose periods are not those of a replay; what is to be counted anew by changed
    /// rules is left out.
    fileprivate func differentStreaks(
        of key: UserKey,
        _ user: StreakUser,
        _ events: [Event],
        _ rulebook: Rulebook
    ) throws(StorageError) -> [String] {
        var differences: [String] = []
        for definition in rulebook.streaks {
            let judge = user.judge(of: definition)
            let loaded = try streakPeriods.loaded(
                of: key,
                definition.id,
                limit: ReadingLimits.maximumReplayedEvents
            )
            if let loaded, loaded.revision != judge.timeline.revision { continue }
            let expected = judge.periods(of: events.map(StreakActivity.init))
            if loaded == nil, user.awaitsCount(of: definition) { continue }
            guard (loaded?.periods ?? []).map(\.gist) != expected.map(\.gist) else { continue }
            differences.append("the streak \(definition.key) is not what its events come to")
        }
        return differences
    }
}

extension StreakUser {
    /// Whether nothing is stored since nobody has counted yet.
    fileprivate func awaitsCount(of definition: StreakDefinition) -> Bool {
        guard let user else { return true }
        return user.createdAt <= max(definition.createdAt, definition.changedAt)
    }
}

extension StreakPeriod {
    /// A period as far as it is kept: once it is satisfied, not everything that followed in it.
    fileprivate var gist: Gist {
        Gist(opens: opens, satisfiedAt: tally.satisfiedAt, before: before)
    }

    fileprivate struct Gist: Equatable {
        let opens: Int64
        let satisfiedAt: Instant?
        let before: StreakStanding
    }
}
