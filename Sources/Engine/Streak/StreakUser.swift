public import CivilTime

/// A user as a judge of streaks sees one: where the user lived, what was chosen, and what was put
/// on the streaks from outside.
///
/// The fold, which changes streaks, and reads, which only show them, judge by the same subject.
public struct StreakUser: Sendable {
    /// The user's key, by which experiments divide users.
    public let key: UserKey
    /// The user, once seen.
    public let user: User?
    /// The zones lived in before the current one, oldest first.
    public let earlierStays: [ZoneStay]
    /// What was put on the user's streaks.
    public let marks: [StreakMark]
    /// The zones of users who have told none, oldest first and never empty.
    private let defaultStays: [ZoneStay]
    private let zones: ZoneDatabase
    /// The amnesties of the workspace, revoked ones too (R17).
    let amnesties: [StreakAmnesty]
    /// What the user has, where an amnesty asks for it.
    private let attributes: [AttributeID: String]

    /// A user with everything that streaks follow from, besides what the user did.
    public init(
        key: UserKey,
        user: User?,
        earlierStays: [ZoneStay],
        marks: [StreakMark],
        defaultStays: [ZoneStay],
        zones: ZoneDatabase,
        amnesties: [StreakAmnesty] = [],
        attributes: [AttributeID: String] = [:]
    ) {
        self.key = key
        self.user = user
        self.earlierStays = earlierStays
        self.marks = marks
        self.defaultStays = defaultStays
        self.zones = zones
        self.amnesties = amnesties
        self.attributes = attributes
    }

    /// The judge of one of the user's streaks.
    public func judge(of definition: StreakDefinition) -> StreakJudge {
        guard !amnesties.isEmpty else { return judge(of: definition, under: []) }
        return judge(of: definition, under: amnesties(for: definition).inForce)
    }

    /// The judge of one of the user's streaks, if some amnesties counted and no others.
    public func judge(
        of definition: StreakDefinition,
        under amnesties: [StreakAmnesty]
    ) -> StreakJudge {
        let zones = zoneHistory(fallback: definition.rule.fallbackZone)
        let starts = user?.preferences.dayStarts ?? []
        var circumstances = StreakCircumstances(
            zones: zones.startingDays(starts.map { ($0.from, $0.at) }),
            marks: marks,
            of: definition.id,
            firstSeenAt: user?.createdAt
        )
        circumstances.amnesties = amnesties
        if definition.isPrimary, let user { circumstances.rest = user.preferences.rest }
        let preferences = user?.preferences ?? UserPreferences()
        return StreakJudge(
            timeline: StreakTimeline(definition.held(for: key), preferences: preferences)
                .under(amnesties),
            circumstances: circumstances
        )
    }

    /// The amnesties that are for a streak of this user, revoked ones too.
    public func amnesties(for definition: StreakDefinition) -> [StreakAmnesty] {
        guard !amnesties.isEmpty else { return [] }
        let history = zoneHistory
        return amnesties.filter {
            $0.isFor(definition.id) && $0.isFor(history, attributes)
        }
    }

    /// The zone that the user lives in now.
    public var zone: Zone { zone(named: user?.zone) }

    /// Where the user lived.
    public var zoneHistory: ZoneHistory { zoneHistory(fallback: nil) }

    /// Where the user lived; a zone that the system no longer knows counts as UTC.
    private func zoneHistory(fallback: Zone?) -> ZoneHistory {
        let zone = { (name: String?) -> Zone in
            if name == nil, let fallback { return fallback }
            return self.zone(named: name)
        }
        if defaultStays.count > 1, fallback == nil { return zoneHistoryOfDefaults }
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
        (try? zones.zone(named: name ?? defaultStays.last?.zone ?? "UTC")) ?? .utc
    }

    /// Where the user lived, in a workspace whose default zone has changed: without a zone of its
    /// own, a user has lived in each of them.
    private var zoneHistoryOfDefaults: ZoneHistory {
        let current = ZoneStay(
            from: earlierStays.isEmpty ? .distantPast : user?.zoneSince ?? .distantPast,
            zone: user?.zone
        )
        let stays = earlierStays + [current]
        let entries = stays.indices.flatMap { index in
            let stay = stays[index]
            guard stay.zone == nil else {
                return [ZoneHistory.Entry(from: stay.from, zone: zone(named: stay.zone))]
            }
            let end = index + 1 < stays.count ? stays[index + 1].from : .distantFuture
            let earlier = defaultStays.lastIndex { $0.from <= stay.from } ?? 0
            return defaultStays[earlier...].prefix { $0.from < end || $0.from <= stay.from }.map {
                ZoneHistory.Entry(from: max($0.from, stay.from), zone: zone(named: $0.zone))
            }
        }
        return ZoneHistory(entries) ?? ZoneHistory(zone(named: nil))
    }
}

extension StreakUser {
    /// Whether what is stored was counted by other rules, so that everything has to be counted
    /// anew; one that has nothing stored has to be only if something may have happened.
    public func hasToRecount(
        _ loaded: LoadedPeriods,
        of definition: StreakDefinition,
        by judge: StreakJudge
    ) -> Bool {
        guard loaded.revision != judge.timeline.revision else { return false }
        if let newest = loaded.periods.last,
            let change = amnestyChange(since: loaded.revision, of: definition, by: judge),
            judge.hasEnded(with: newest, before: change.start)
        {
            return false
        }
        return !loaded.periods.isEmpty || !loaded.isWhole || mayLack(definition, judge)
    }

    /// Whether something may have happened that would have counted, had the rules been as they are.
    func mayLack(_ definition: StreakDefinition, _ judge: StreakJudge) -> Bool {
        guard let user else { return false }
        return user.createdAt <= max(definition.createdAt, judge.timeline.changedAt)
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
