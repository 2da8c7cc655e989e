import CivilTime
public import Engine
import ServiceRuntime
import Storage
import Synchronization

/// A user among those with the longest streaks.
public struct RankedStreak: Hashable, Sendable {
    /// The caller's own id.
    public let id: String
    /// What to call the user.
    public let name: String?
    /// The rank; who is as long shares one.
    public let rank: Int
    /// How long the streak is.
    public let length: Int
}

/// How many users have a streak of each length: known for a few seconds, as all users are looked at.
final class RememberedLengths: Sendable {
    private struct Entry {
        let counts: [(length: Int, users: Int64)]
        let at: ContinuousClock.Instant
    }

    private let entries = Mutex<[StreakDefinitionID: Entry]>([:])

    /// What is remembered, if it is young.
    func young(_ definition: StreakDefinitionID) -> [(length: Int, users: Int64)]? {
        entries.withLock { entries in
            guard let entry = entries[definition],
                ContinuousClock.now - entry.at < ReadingLimits.maximumRankAge
            else { return nil }
            return entry.counts
        }
    }

    /// Remembers what was counted.
    func keep(_ counts: [(length: Int, users: Int64)], of definition: StreakDefinitionID) {
        entries.withLock { entries in
            entries[definition] = Entry(counts: counts, at: .now)
            let now = ContinuousClock.now
            entries = entries.filter { now - $0.value.at < ReadingLimits.maximumRankAge }
        }
    }
}

extension Reading {
    /// The place of a length among the current lengths of a streak; nothing for who has none.
    ///
    /// Whoever has a streak as long shares the place. Lengths may be a few seconds old.
    public func rank(
        ofLength length: Int,
        of definition: StreakDefinition,
        in workspace: WorkspaceID
    ) async throws -> Int64? {
        guard length > 0 else { return nil }
        if let known = rememberedLengths.young(definition.id) {
            return known.reduce(1) { $0 + ($1.length > length ? $1.users : 0) }
        }
        let id = definition.id
        let counts = try await database.readSlowly { (connection) throws(StorageError) in
            var counts = try connection.streakPeriods.lengthCounts(of: id)
            for length in try connection.streakPeriods.unrankedLengths(of: id) {
                if let index = counts.firstIndex(where: { $0.length == length }) {
                    counts[index].users -= 1
                }
            }
            return counts
        }
        rememberedLengths.keep(counts, of: id)
        return counts.reduce(1) { $0 + ($1.length > length ? $1.users : 0) }
    }

    /// The users with the longest streaks: of those that go on, or that ever were.
    ///
    /// Left out are those who are hidden, and those who do not want the streak.
    public func longestStreaks(
        of definition: StreakDefinition,
        areActive: Bool,
        limit: Int,
        in workspace: WorkspaceID
    ) async throws -> [RankedStreak] {
        let id = definition.id
        return try await database.readSlowly { (connection) throws(StorageError) in
            var wanted = limit
            while true {
                let longest = try connection.streakPeriods.longest(
                    of: id,
                    areActive: areActive,
                    limit: wanted
                )
                let ranked = try connection.ranked(longest)
                guard ranked.count < limit, longest.count == wanted, wanted > 0 else {
                    return Array(ranked.prefix(limit))
                }
                wanted *= 2
            }
        }
    }
}

extension Connection {
    /// Users in order with their ranks.
    fileprivate func ranked(
        _ longest: [(user: UserKey, length: Int)]
    ) throws(StorageError) -> [RankedStreak] {
        let rows = try users.rows(of: longest.map(\.user))
        let known = Dictionary(rows.map { ($0.key, $0.user) }) { first, _ in first }
        var ranked: [RankedStreak] = []
        for each in longest {
            guard let user = known[each.user] ?? nil, user.preferences.isRankedByStreak else {
                continue
            }
            let last = ranked.last
            let rank = last?.length == each.length ? last?.rank ?? 1 : ranked.count + 1
            ranked.append(
                RankedStreak(id: user.id, name: user.name, rank: rank, length: each.length)
            )
        }
        return ranked
    }
}
