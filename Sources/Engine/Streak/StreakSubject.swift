public import CivilTime

/// A user as a judge of streaks sees one: where the user lived, what was chosen, and what was put
/// on the streaks from outside.
///
/// The fold, which changes streaks, and reads, which only show them, judge by the same subject.
public struct StreakSubject: Sendable {
    /// The user, once seen.
    public let user: User?
    /// The zones lived in before the current one, oldest first.
    public let earlierStays: [ZoneStay]
    /// What was put on the user's streaks.
    public let marks: [StreakMark]
    /// The zone of users who have told none.
    private let defaultZone: String
    private let zones: ZoneDatabase

    /// A user with everything that streaks follow from, besides what the user did.
    public init(
        user: User?,
        earlierStays: [ZoneStay],
        marks: [StreakMark],
        defaultZone: String,
        zones: ZoneDatabase
    ) {
        self.user = user
        self.earlierStays = earlierStays
        self.marks = marks
        self.defaultZone = defaultZone
        self.zones = zones
    }

    /// The judge of one of the user's streaks.
    public func judge(of definition: StreakDefinition) -> StreakJudge {
        StreakJudge(
            timeline: StreakTimeline(
                definition,
                preferences: user?.preferences ?? UserPreferences()
            ),
            circumstances: StreakCircumstances(
                zones: zoneHistory(fallback: definition.rule.fallbackZone),
                marks: marks,
                of: definition.id,
                firstSeenAt: user?.createdAt
            )
        )
    }

    /// The zone that the user lives in now.
    public var zone: Zone { zone(named: user?.zone) }

    /// Where the user lived; a zone that the system no longer knows counts as UTC.
    private func zoneHistory(fallback: Zone?) -> ZoneHistory {
        let zone = { (name: String?) -> Zone in
            if name == nil, let fallback { return fallback }
            return self.zone(named: name)
        }
        let current = zone(user?.zone)
        guard let user, let first = earlierStays.first else { return ZoneHistory(current) }
        let later = earlierStays.dropFirst().map { stay in
            ZoneHistory.Entry(from: stay.from, zone: zone(stay.zone))
        }
        return ZoneHistory(
            first: zone(first.zone),
            changes: later + [ZoneHistory.Entry(from: user.zoneSince, zone: current)]
        )
    }

    private func zone(named name: String?) -> Zone {
        (try? zones.zone(named: name ?? defaultZone)) ?? .utc
    }
}

extension StreakSubject {
    /// Whether a stored ledger was counted by other rules, so that everything has to be counted
    /// anew; one that has nothing stored has to be only if something may have happened.
    public func hasToRecount(
        _ ledger: StreakLedger,
        of definition: StreakDefinition,
        by judge: StreakJudge
    ) -> Bool {
        guard ledger.revision != judge.timeline.revision else { return false }
        return !ledger.periods.isEmpty || !ledger.isWhole || mayLack(definition, judge)
    }

    /// Whether something may have happened that would have counted, had the rules been as they are.
    func mayLack(_ definition: StreakDefinition, _ judge: StreakJudge) -> Bool {
        guard let user else { return false }
        return user.createdAt <= max(definition.createdAt, judge.timeline.latest.from)
    }

    /// A streak as the user is shown it: switched off, if the user does not want the primary one.
    public func shown(_ state: StreakState, of definition: StreakDefinition) -> StreakState {
        isSwitchedOff(definition) ? state.switchedOff : state
    }

    /// Whether the user does not want a streak.
    public func isSwitchedOff(_ definition: StreakDefinition) -> Bool {
        definition.isPrimary && user?.preferences.isStreakEnabled == false
    }
}
