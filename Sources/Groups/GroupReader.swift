import Catalogue
import CivilTime
import Engine
import Reading
import ServiceRuntime
import Storage

/// Derives the streaks of groups as of now from what is stored of their members, inside one read.
struct GroupReader {
    private let connection: any Connection
    private let view: WorkspaceView
    private let zones: ZoneDatabase
    private let streaks: StreakReader

    init(_ connection: any Connection, _ view: WorkspaceView, _ zones: ZoneDatabase) {
        self.connection = connection
        self.view = view
        self.zones = zones
        streaks = StreakReader(connection, view, zones)
    }

    /// Groups with their streaks, in the given order; without those whose streak is not in use.
    func read(_ stored: [StoredGroup]) throws(StorageError) -> [ShownGroup] {
        let used = stored.compactMap { group in
            view.rulebook.streaks.first { $0.id == group.definition }.map { (group, $0) }
        }
        guard !used.isEmpty else { return [] }
        let memberships = try connection.streakGroupMembers.all(of: used.map(\.0.id))
        let keys = Set(memberships.values.joined().map(\.user))
        let rows = try connection.users.rows(of: Array(keys))
        let subjects = try streaks.users.find(rows)
        let ids = Dictionary(
            rows.compactMap { row in row.user.map { (row.key, $0.id) } }
        ) { first, _ in first }
        var shown: [ShownGroup] = []
        for (group, definition) in used {
            let whole = StreakGroup(
                requirement: group.requirement,
                zone: (try? zones.zone(named: group.zone)) ?? .utc,
                memberships: (memberships[group.id] ?? []).filter { ids[$0.user] != nil }
                    .sorted {
                        ($0.joinedOn, ids[$0.user] ?? "") < ($1.joinedOn, ids[$1.user] ?? "")
                    }
            )
            shown.append(
                ShownGroup(
                    stored: group,
                    definition: definition,
                    group: whole,
                    state: try state(of: whole, definition, subjects),
                    userIDs: ids.filter { whole.users.contains($0.key) }
                )
            )
        }
        return shown
    }

    /// What the streak of a group is: what each member did is judged by the member's own streak.
    private func state(
        of group: StreakGroup,
        _ definition: StreakDefinition,
        _ subjects: [UserKey: StreakUser]
    ) throws(StorageError) -> GroupState {
        guard let judge = GroupJudge(group, by: definition.rule) else { return GroupState() }
        let periods = judge.periods(at: view.now)
        let dates = periods.map(\.firstDate)
        guard let first = dates.first else { return GroupState() }
        let users = group.users.filter { subjects[$0] != nil }
        guard !users.isEmpty else { return judge.state(of: periods, [:], at: view.now) }
        let keys = users.map { (user: $0, definition: definition.id) }
        let newest = try connection.streakPeriods.newest(of: keys)
        let stored = try connection.streakPeriods.periods(
            since: keys.map { ($0.user, $0.definition, Int64(first.dayNumber)) }
        )
        var parts: [UserKey: [GroupPart]] = [:]
        for user in users {
            guard let subject = subjects[user] else { continue }
            let own = subject.judge(of: definition)
            let loaded =
                newest[user]?.first
                ?? LoadedPeriods(user: user, definition: definition.id)
            let isOutdated = subject.hasToRecount(loaded, of: definition, by: own)
            let periods =
                isOutdated
                ? try streaks.recount(user, definition, subject, own)
                : stored[user]?[definition.id] ?? []
            parts[user] = own.parts(on: dates, of: periods, at: view.now)
        }
        return judge.state(of: periods, parts, at: view.now)
    }
}
