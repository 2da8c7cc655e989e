public import CivilTime

/// A stretch of time of which the periods that it touches break nobody (R17): what an outage took from
/// users is not held against them.
///
/// It is set up for a workspace, and judges read it from the rulebook; no user has a row of it.
public struct StreakAmnesty: Hashable, Sendable {
    /// The number inside the database.
    public let number: Int64
    /// The UUID by which callers know it.
    public let publicID: String
    /// From when to when.
    public let instants: Range<Instant>
    /// The streaks that it is for; every one if there is none.
    public let definitions: Set<StreakDefinitionID>
    /// Why, as explanations say it.
    public let reason: String
    /// The zones of one of which a user lived in when it began; any if there is none.
    public let zones: Set<String>
    /// What a user has to have.
    public let filter: AttributeFilter
    /// When it was set up.
    public let createdAt: Instant
    /// Since when it counts no more.
    public var revokedAt: Instant?

    /// An amnesty with all its parts.
    public init(
        number: Int64,
        publicID: String,
        instants: Range<Instant>,
        definitions: Set<StreakDefinitionID> = [],
        reason: String,
        zones: Set<String> = [],
        filter: AttributeFilter = AttributeFilter(),
        createdAt: Instant,
        revokedAt: Instant? = nil
    ) {
        self.number = number
        self.publicID = publicID
        self.instants = instants
        self.definitions = definitions
        self.reason = reason
        self.zones = zones
        self.filter = filter
        self.createdAt = createdAt
        self.revokedAt = revokedAt
    }

    /// Whether it is for a streak.
    public func isFor(_ definition: StreakDefinitionID) -> Bool {
        definitions.isEmpty || definitions.contains(definition)
    }

    /// Whether it is for somebody who lived in some zones and has some attributes.
    func isFor(_ history: ZoneHistory, _ attributes: [AttributeID: String]) -> Bool {
        if !zones.isEmpty,
            !zones.contains(history.zone(at: instants.lowerBound).identifier)
        {
            return false
        }
        return filter.matches(attributes)
    }
}

extension Collection<StreakAmnesty> {
    /// Those that count.
    public var inForce: [StreakAmnesty] { filter { $0.revokedAt == nil } }

    /// Whether one of them asks for attributes.
    public var askForAttributes: Bool { contains { !$0.filter.isEmpty } }

    /// Whether one of them asks for one of some attributes.
    func ask(forOneOf ids: some Sequence<AttributeID>) -> Bool {
        ids.contains { id in contains { $0.filter.attributes[id] != nil } }
    }

    /// A number that tells sets of amnesties apart; 0 of none.
    var signature: Int {
        reduce(0) { sum, amnesty in
            // The numbers are mixed, so that no two sets of a few of them have the same sum.
            var mixed = UInt64(bitPattern: amnesty.number) &* 0x9E37_79B9_7F4A_7C15
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return (sum + Int(mixed >> 27)) & Self.signatureMask
        }
    }

    private static var signatureMask: Int { (1 << 37) - 1 }

    /// Those that counted after each change, newest change first.
    var formerlyInForce: [[StreakAmnesty]] {
        let moments = Set(map(\.createdAt) + compactMap(\.revokedAt)).sorted().reversed()
        return moments.map { moment in
            filter { $0.createdAt <= moment && ($0.revokedAt ?? .distantFuture) > moment }
        } + [[]]
    }
}

// MARK: - What was judged under other ones

extension StreakTimeline {
    /// The bits of a revision that tell of the rules; those above them tell of amnesties.
    private static let rulesMask = (1 << 25) - 1

    /// The same rules, under amnesties.
    func under(_ amnesties: [StreakAmnesty]) -> StreakTimeline {
        guard !amnesties.isEmpty else { return self }
        var timeline = self
        timeline.revision = revision & Self.rulesMask | amnesties.signature << 25
        return timeline
    }

    /// Whether what was counted by another revision was counted by the same rules.
    func hasRules(of revision: Int) -> Bool {
        revision & Self.rulesMask == self.revision & Self.rulesMask
    }
}

/// How the amnesties have changed since a streak was judged.
struct AmnestyChange {
    /// The judge by whom it was judged, where that is known.
    let former: StreakJudge?
    /// The first moment at which something may be judged differently.
    let start: Instant
}

extension StreakUser {
    /// How the amnesties have changed since a streak was counted by a revision; nothing where they
    /// have not, or the rules have too.
    func amnestyChange(
        since revision: Int,
        of definition: StreakDefinition,
        by judge: StreakJudge
    ) -> AmnestyChange? {
        guard revision != judge.timeline.revision, judge.timeline.hasRules(of: revision) else {
            return nil
        }
        let known = amnesties(for: definition)
        let now = known.inForce
        let former = known.formerlyInForce.lazy
            .map { (amnesties: $0, judge: self.judge(of: definition, under: $0)) }
            .first { $0.judge.timeline.revision == revision }
        guard let former else {
            // The user has come under them, or from under them, by moving or by an attribute.
            let start = amnesties.lazy.filter { $0.isFor(definition.id) }
                .map(\.instants.lowerBound).min()
            return AmnestyChange(former: nil, start: start ?? .distantPast)
        }
        let changed = Set(former.amnesties).symmetricDifference(now)
        let start = changed.map(\.instants.lowerBound).min() ?? .distantPast
        return AmnestyChange(former: former.judge, start: start)
    }
}

extension StreakJudge {
    /// Whether nothing from a moment on can be judged differently, as the streak had ended before.
    public func hasEnded(with newest: StreakPeriod, before moment: Instant) -> Bool {
        switch windows {
        case .calendar(let judge):
            let first = judge.firstPeriod(markedAt: moment)
            guard newest.opens < first else { return false }
            return !judge.seeing([newest]).standing(after: newest, before: first).isGoing
        case .rolling(let judge):
            return newest.opens < moment.microseconds && judge.deadline(of: newest) <= moment
        }
    }

    /// The first period that something from a moment on can be about; nothing of rolling windows, of
    /// which everything is needed.
    public func firstPeriod(from moment: Instant) -> Int64? {
        guard case .calendar(let judge) = windows else { return nil }
        return judge.firstPeriod(markedAt: moment)
    }

    /// The length of a streak once its periods from a moment on have been judged anew; nothing where
    /// that takes more than them.
    public func length(
        of loaded: LoadedPeriods,
        judgedFrom moment: Instant,
        at now: Instant
    ) -> Int? {
        var loaded = loaded
        do {
            try rejudge(&loaded, from: moment, recounting: false)
        } catch {
            return nil
        }
        return state(of: loaded.periods, at: now, isBrief: true).length
    }
}
