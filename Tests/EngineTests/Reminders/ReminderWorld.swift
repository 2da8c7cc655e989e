import CivilTime

@testable import Engine

/// A user with a streak, as a table of reminders describes one.
struct ReminderWorld {
    var zone = "America/New_York"
    var unit = CalendarUnit.day
    var resetTime = WallTime.midnight
    var rule = StreakRule(window: .calendar(CalendarWindow(unit: .day), zone: nil))
    var settings = ReminderSettings()
    var user = User(id: "ann", email: "ann@example.com", createdAt: .epoch, updatedAt: .epoch)
    /// When the user did something, as wall times of the zone or instants with an offset.
    var activities: [String] = []
    var pauses: [StreakPause] = []
    var grants: [FreezeGrant] = []
    /// Where the user lived before, and until when.
    var before: (zone: String, until: String)?

    static let zones = ZoneDatabase()

    init() {
        for kind in ReminderKind.allCases {
            settings.kinds[kind] = ReminderSettings.KindSettings(of: kind)
            settings.kinds[kind]?.isEnabled = true
        }
    }

    func home() throws -> Zone { try Self.zones.zone(named: zone) }

    /// The instant of a wall time there, such as `2026-03-08 20:00`, or one with an offset.
    func instant(_ text: String) throws -> Instant {
        let parts = text.split(separator: " ")
        guard parts.count == 2 else { return try Instant(iso8601: text) }
        return try home().startOfDay(
            try CivilDate(iso8601: String(parts[0])),
            resetTime: try WallTime(String(parts[1]))
        )
    }

    /// A moment as the wall there shows it.
    func wall(_ moment: Instant?) throws -> String? {
        guard let moment else { return nil }
        let local = try home().localDateTime(at: moment)
        return "\(local.date) \(local.time)"
    }

    func search(_ kind: ReminderKind = .streakReminder) throws -> StreakReminderSearch {
        var rule = rule
        if case .calendar = rule.window {
            rule.window = .calendar(CalendarWindow(unit: unit, resetTime: resetTime), zone: nil)
        }
        var zones = ZoneHistory(try home())
        if let before {
            zones = ZoneHistory(
                first: try Self.zones.zone(named: before.zone),
                changes: [
                    ZoneHistory.Entry(from: try instant(before.until), zone: try home())
                ]
            )
        }
        let judge = StreakJudge(
            timeline: StreakTimeline(rule),
            circumstances: StreakCircumstances(
                zones: zones,
                grants: grants,
                pauses: pauses,
                firstSeenAt: .epoch
            )
        )
        let did = try activities.map { StreakActivity(at: try instant($0)) }
        return StreakReminderSearch(
            kind,
            settings,
            of: judge,
            judge.periods(of: did),
            in: try home()
        )
    }

    func judge(
        sentToday: Int = 0,
        sentThisWeek: Int = 0,
        isSuppressed: Bool = false
    ) throws
        -> ReminderJudge
    {
        ReminderJudge(
            settings: settings,
            user: user,
            zone: try home(),
            isSuppressed: isSuppressed,
            sentToday: sentToday,
            sentThisWeek: sentThisWeek
        )
    }

    /// What becomes of the reminder of the period that holds a moment, in words.
    func decide(
        _ kind: ReminderKind = .streakReminder,
        at text: String,
        isSwitchedOff: Bool = false
    ) throws -> String {
        let now = try instant(text)
        let occasion = try search(kind).current(at: now, isSwitchedOff: isSwitchedOff)
        return try words(try judge().decide(occasion, at: now))
    }

    func words(_ decision: ReminderDecision) throws -> String {
        switch decision {
        case .send(let channels): "send \(channels.map(\.rawValue).joined(separator: " "))"
        case .move(let moment, let reason):
            "move \(try wall(moment) ?? "?") \(reason.rawValue)"
        case .drop(let reason): "drop \(reason.rawValue)"
        }
    }
}
