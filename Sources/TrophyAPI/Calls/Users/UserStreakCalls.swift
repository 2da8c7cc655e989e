import Access
import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Reading
import Service
import Wire

/// Users' streaks, in Trophy's terms.
enum UserStreakCalls {
    /// How many periods a history has.
    static let historyPeriods = QueryCount(
        "historyPeriods",
        default: StreakLimits.defaultHistoryPeriods,
        in: 0...StreakLimits.maximumHistoryPeriods,
        "How many of the last periods to show."
    )

    /// The primary streak of a user, with its last periods.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let id = try context.userInPath()
        let count = try historyPeriods.read(context.request.query)
        guard let definition = context.view.rulebook.primaryStreak else {
            _ = try await context.service.reading.preferences(of: id, in: context.workspace)
            return Response.json { writer in writer.object(StreakWire.writeNothing) }
        }
        let streak = try await context.service.reading.streak(
            definition,
            of: id,
            in: context.view,
            historyCount: count
        )
        let now = context.view.now
        let rank = try await context.service.reading.rank(
            ofLength: streak.state.length,
            of: definition,
            in: context.workspace
        )
        return Response.json { writer in
            writer.object { StreakWire.write(streak, rank: rank, at: now, to: &$0) }
        }
    }

    /// How many users a ranking has.
    static let rankingCount = QueryCount(
        "limit",
        default: 10,
        in: 1...ReadingLimits.rankedStreaks,
        "How many users to show."
    )

    /// The users with the longest primary streaks: of those that go on, or that ever were.
    @Sendable static func listRankings(_ context: CallContext) async throws -> Response {
        let limit = try rankingCount.read(context.request.query)
        let type = context.request.query.first("type") ?? "active"
        guard ["active", "longest"].contains(type) else {
            throw InvalidInput(path: "type", problem: "must be active or longest")
        }
        var users: [RankedStreak] = []
        if let definition = context.view.rulebook.primaryStreak {
            users = try await context.service.reading.longestStreaks(
                of: definition,
                areActive: type == "active",
                limit: limit,
                in: context.workspace
            )
        }
        return Response.json { writer in
            writer.array { array in
                for user in users {
                    array.object { object in
                        object.field("userId", user.id)
                        object.field("userName", user.name)
                        object.field("rank", user.rank)
                        object.field("streakLength", user.length)
                    }
                }
            }
        }
    }

    /// The primary streaks of some users, longest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let ids = try userIDs(in: context)
        var streaks: [UserStreak?] = Array(repeating: nil, count: ids.count)
        if let definition = context.view.rulebook.primaryStreak {
            streaks = try await context.service.reading.streaks(
                definition,
                of: ids,
                in: context.view
            )
        }
        let rows = zip(ids, streaks).sorted { left, right in
            let lengths = (left.1?.state.length ?? 0, right.1?.state.length ?? 0)
            return lengths.0 == lengths.1 ? left.0 < right.0 : lengths.0 > lengths.1
        }
        return Response.json { writer in
            writer.array { array in
                for (id, streak) in rows {
                    array.object { object in
                        object.field("userId", id)
                        object.field("streakLength", streak?.state.length ?? 0)
                        object.field("extended", streak?.state.lastExtendedAt?.iso8601)
                    }
                }
            }
        }
    }

    /// The ids that the query names, each once.
    private static func userIDs(in context: CallContext) throws -> [String] {
        var ids: [String] = []
        for id in context.request.query.list("userIds") {
            try context.principal.requireAccess(toUser: id)
            try UserWire.checkID(id, path: "userIds")
            if !ids.contains(where: { $0.isSameID(as: id) }) { ids.append(id) }
        }
        guard (1...WireLimits.maximumBulkItems).contains(ids.count) else {
            throw InvalidInput(
                path: "userIds",
                problem: "must name 1 to \(WireLimits.maximumBulkItems) users"
            )
        }
        return ids
    }
}
