import CivilTime
public import Engine
import JSONText

/// Writes what is stored of users as lines that `HistoryReader` reads.
///
/// Items that are in use no more have no lines: nobody could import them.
public struct HistoryWriter: Sendable {
    private let rulebook: Rulebook
    private let streakKeys: [StreakDefinitionID: String]
    private let streaksByMetric: [MetricID: String]

    /// A writer of what belongs to one workspace.
    public init(_ rulebook: Rulebook) {
        self.rulebook = rulebook
        streakKeys = Dictionary(rulebook.streaks.map { ($0.id, $0.key) }) { first, _ in first }
        var streaksByMetric: [MetricID: String] = [:]
        for streak in rulebook.streaks {
            if let metric = rulebook.metric(key: Metric.key(ofStreak: streak.key)) {
                streaksByMetric[metric.id] = streak.key
            }
        }
        self.streaksByMetric = streaksByMetric
    }

    /// Who a user is.
    public func line(_ user: User, _ attributes: [AttributeID: String]) -> [UInt8] {
        line { object in
            object.field("id", user.id)
            object.fieldIfPresent("name", user.name)
            object.fieldIfPresent("email", user.email)
            object.fieldIfPresent("tz", user.zone)
            object.fieldIfPresent("signUpDate", user.signUpOn?.iso8601)
            if let tokens = user.deviceTokens { object.field("deviceTokens", tokens) }
            if !user.subscribesToEmails { object.field("subscribeToEmails", false) }
            let named = attributes.compactMap { id, value in
                rulebook.attribute(id: id).map { (key: $0.key, value: value) }
            }
            Self.write(named, to: &object)
            object.field("created", user.createdAt.exactText)
        }
    }

    /// Where a user lived, if that was more than one place.
    public func lines(of stays: [ZoneStay], of userID: String) -> [UInt8] {
        guard stays.count > 1 else { return [] }
        return stays.flatMap { stay -> [UInt8] in
            guard let zone = stay.zone else { return [] }
            return line { object in
                object.field("user", userID)
                object.field("mark", HistoryReader.MarkWord.zone.rawValue)
                object.field("tz", zone)
                if stay.from > .distantPast { object.field("from", stay.from.exactText) }
            }
        }
    }

    /// What was put on a user's streaks.
    public func line(_ mark: StreakMark, of userID: String) -> [UInt8] {
        let streak = mark.definition.map { streakKeys[$0] }
        // A streak that is archived.
        if let streak, streak == nil { return [] }
        return line { object in
            object.field("user", userID)
            object.field("mark", Self.word(of: mark.kind).rawValue)
            if let key = streak ?? nil { object.field("streak", key) }
            switch mark.kind {
            case .grant(let grant):
                object.field("on", grant.on.iso8601)
                object.field("count", grant.count)
            case .pause(let dates):
                object.field("start", dates.lowerBound.iso8601)
                object.field("end", dates.upperBound.iso8601)
            case .correction: break
            }
            object.field("at", mark.at.exactText)
        }
    }

    /// That a user has reached an achievement.
    public func line(_ completion: Completion, of userID: String) -> [UInt8] {
        guard let achievement = rulebook.achievements[completion.achievement] else { return [] }
        let isAlone = rulebook.achievements.all.count { $0.name == achievement.name } == 1
        return line { object in
            object.field("user", userID)
            object.field("mark", HistoryReader.MarkWord.achievement.rawValue)
            if case .api(let key) = achievement.trigger {
                object.field("achievement", key)
            } else {
                object.field("achievement", isAlone ? achievement.name : achievement.publicID)
            }
            object.field("achievedAt", completion.achievedAt.exactText)
        }
    }

    /// Something that a user did; nothing of what was deleted.
    public func line(_ event: Event, of userID: String) -> [UInt8] {
        guard event.deletedAt == nil else { return [] }
        let metric = rulebook.metric(id: event.metric)
        let streak = streaksByMetric[event.metric]
        guard metric != nil else { return [] }
        return line { object in
            object.field("user", userID)
            if let streak {
                object.field("streak", streak)
            } else {
                object.field("metric", metric?.key)
                object.field("value", rawNumber: event.amount.description)
            }
            object.field("timestamp", event.occurredAt.exactText)
            object.fieldIfPresent("idempotencyKey", event.idempotencyKey)
            if event.sharesKey { object.field("keyOfUser", true) }
            Self.write(event.attributes.map { (key: $0.key, value: $0.value) }, to: &object)
        }
    }

    private static func word(of kind: StreakMark.Kind) -> HistoryReader.MarkWord {
        switch kind {
        case .grant: .freezes
        case .pause: .pause
        case .correction(.reset): .reset
        case .correction(.restore): .restore
        }
    }

    private static func write(
        _ values: [(key: String, value: String)],
        to object: inout JSONObjectWriter
    ) {
        guard !values.isEmpty else { return }
        object.object("attributes") { map in
            for (key, value) in values.sorted(by: { $0.key < $1.key }) { map.field(key, value) }
        }
    }

    private func line(_ write: (inout JSONObjectWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(write)
        return writer.finish() + [UInt8(ascii: "\n")]
    }
}

extension Instant {
    /// The instant with as many digits as it has.
    fileprivate var exactText: String {
        let rest = microseconds % 1_000
        guard rest != 0 else { return iso8601 }
        // Before 1970 the rest is that of the millisecond before.
        let digits = String((rest + 1_000) % 1_000 + 1_000).dropFirst()
        return "\(iso8601.dropLast())\(digits)Z"
    }
}
