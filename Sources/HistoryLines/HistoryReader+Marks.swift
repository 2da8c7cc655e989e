import CivilTime
import Engine
import JSONText
import Wire

extension HistoryReader {
    /// What a line of a mark can be.
    enum MarkWord: String, CaseIterable {
        /// Freezes that were given.
        case freezes
        /// A freeze that was used, where it is not known when it was given.
        case freezeUsed
        case pause
        case reset
        case restore
        /// A zone that the user lived in from a moment on.
        case zone
        /// An achievement that the user had reached.
        case achievement

        /// The fields that go with it.
        var fields: [String] {
            switch self {
            case .freezes: ["streak", "on", "count", "at"]
            case .freezeUsed: ["streak", "on"]
            case .pause: ["start", "end", "at"]
            case .reset, .restore: ["streak", "at"]
            case .zone: ["tz", "from"]
            case .achievement: ["achievement", "achievedAt"]
            }
        }
    }

    func mark(_ fields: JSONFields) throws -> MarkLine {
        guard let word = try fields.word("mark", MarkWord.self) else {
            throw fields.invalid("mark", "is required")
        }
        try fields.allowOnly(["user", "mark"] + word.fields)
        let kind: MarkLine.Kind
        switch word {
        case .freezes: kind = .mark(try freezes(fields))
        case .freezeUsed: kind = .mark(try usedFreeze(fields))
        case .pause: kind = .mark(try pause(fields))
        case .reset: kind = .mark(try correction(.reset, fields))
        case .restore: kind = .mark(try correction(.restore, fields))
        case .zone:
            let zone = try fields.required("tz").zone(in: zones).identifier
            kind = .zone(zone, from: try moment("from", fields))
        case .achievement: kind = .completion(try completion(fields))
        }
        return MarkLine(userID: try userID("user", fields), kind: kind)
    }

    private func freezes(_ fields: JSONFields) throws -> UserHistory.Mark {
        let date = try fields.required("on").date()
        let count = try fields.optional("count")?.integer(in: HistoryLimits.freezes) ?? 1
        let grant = FreezeGrant(on: date, count: count)
        return UserHistory.Mark(
            .grant(grant),
            on: try streak(fields).id,
            at: try moment("at", fields) ?? Zone.utc.startOfDay(date)
        )
    }

    /// A freeze that covered a date: one that was given on it covers it, and is used up by it.
    private func usedFreeze(_ fields: JSONFields) throws -> UserHistory.Mark {
        let date = try fields.required("on").date()
        return UserHistory.Mark(
            .grant(FreezeGrant(on: date, count: 1)),
            on: try streak(fields).id,
            at: Zone.utc.startOfDay(date)
        )
    }

    private func pause(_ fields: JSONFields) throws -> UserHistory.Mark {
        let start = try fields.required("start").date()
        let end = fields.optional("end")
        let last = try end?.date() ?? start
        guard last >= start else {
            throw fields.invalid("end", "must not be before the start")
        }
        guard start.days(until: last) < EngineLimits.longestPauseDays else {
            throw fields.invalid("end", "must make at most \(EngineLimits.longestPauseDays) days")
        }
        return UserHistory.Mark(
            .pause(start...last),
            on: nil,
            at: try moment("at", fields) ?? Zone.utc.startOfDay(start)
        )
    }

    private func correction(
        _ kind: StreakCorrection.Kind,
        _ fields: JSONFields
    ) throws -> UserHistory.Mark {
        guard let at = try moment("at", fields) else { throw fields.invalid("at", "is required") }
        return UserHistory.Mark(.correction(kind), on: try streak(fields).id, at: at)
    }

    /// The streak that a mark is on: the primary one, unless it is named.
    private func streak(_ fields: JSONFields) throws -> StreakDefinition {
        guard let cursor = fields.optional("streak") else {
            guard let primary = rulebook.primaryStreak else {
                throw fields.invalid("streak", "is required, as no streak is the primary one")
            }
            return primary
        }
        let key = try cursor.string()
        guard let streak = rulebook.streak(key: key) else {
            throw cursor.invalid("is unknown: \"\(key.excerpt)\"")
        }
        return streak
    }

    private func completion(_ fields: JSONFields) throws -> Completion {
        let cursor = try fields.required("achievement")
        let name = try cursor.string()
        let index = rulebook.achievements
        let named = index.all.filter { $0.name == name }
        guard
            let achievement = index.achievement(publicID: name) ?? index.achievement(key: name)
                ?? (named.count == 1 ? named[0] : nil)
        else {
            let problem =
                named.count > 1 ? "is the name of several: use the id" : "is unknown"
            throw cursor.invalid("\(problem): \"\(name.excerpt)\"")
        }
        guard let achievedAt = try moment("achievedAt", fields) else {
            throw fields.invalid("achievedAt", "is required")
        }
        return Completion(achievement: achievement.id, achievedAt: achievedAt)
    }
}
