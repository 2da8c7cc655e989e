public import CivilTime

/// What triggers and boosts would have given a user for what the user really did, with nothing kept.
///
/// Events are taken in as if each had come when it happened, by the same fold that gives points.
public struct PointsReplay: Sendable {
    /// A user, and what the user did.
    public struct Life: Sendable {
        /// The user's key.
        public let key: UserKey
        /// The user.
        public let user: User
        /// The user's attributes.
        public let attributes: [AttributeID: String]
        /// The totals before the first event.
        public let totals: [MetricID: Amount]
        /// What the user did.
        public let events: [Event]
        /// What the user reached.
        public let completions: [Completion]
        /// Whether the user came in the time that is replayed.
        public let isNew: Bool

        /// What a user did.
        public init(
            key: UserKey,
            user: User,
            attributes: [AttributeID: String],
            totals: [MetricID: Amount],
            events: [Event],
            completions: [Completion],
            isNew: Bool = false
        ) {
            self.key = key
            self.user = user
            self.attributes = attributes
            self.totals = totals
            self.events = events
            self.completions = completions
            self.isNew = isNew
        }
    }

    private let rulebook: Rulebook
    private let zones: ZoneDatabase

    /// A replay by the rules of a workspace, with other points than it has.
    public init(_ rulebook: Rulebook, points: PointsIndex, zones: ZoneDatabase) {
        self.rulebook = Rulebook(
            metrics: rulebook.metrics,
            attributes: rulebook.attributes,
            streaks: rulebook.streaks,
            points: points,
            defaultStays: rulebook.defaultStays,
            amnesties: rulebook.amnesties
        )
        self.zones = zones
    }

    /// The rows that the user's ledger would have.
    public func rows(of life: Life, until now: Instant) -> [PointsRow] {
        var snapshot = Snapshot(key: life.key, workspace: WorkspaceID(0))
        // Nothing is stored of it, so nothing has to be looked up; and yet the user is not new.
        snapshot.profile.user = life.user
        snapshot.learn(attributes: life.attributes)
        for (metric, total) in life.totals {
            let day = MetricDay(
                day: CivilDate(dayNumber: 0),
                change: total,
                total: total,
                eventCount: 0
            )
            snapshot.learn(newest: day, of: metric)
        }
        learnStreaks(of: life, in: &snapshot)
        var completions = life.completions.sorted { $0.achievedAt < $1.achievedAt }[...]
        var isToCome = life.isNew
        for (index, event) in life.events.sorted(by: { $0.occurredAt < $1.occurredAt }).enumerated()
        {
            if isToCome, life.user.createdAt <= event.occurredAt {
                takeCreation(of: life.user, in: &snapshot)
                isToCome = false
            }
            let reached = completions.prefix { $0.achievedAt <= event.occurredAt }
            completions = completions.dropFirst(reached.count)
            for completion in reached { take(completion, in: &snapshot) }
            take(event, number: Int64(index) + 1, in: &snapshot)
        }
        if isToCome { takeCreation(of: life.user, in: &snapshot) }
        for completion in completions { take(completion, in: &snapshot) }
        attempt(at: now, in: &snapshot) { fold, snapshot throws(Interruption) in
            try fold.settlePoints(in: &snapshot, atMost: EngineLimits.pointsMomentsOfCommand)
        }
        return snapshot.points.newRows
    }

    /// Has every streak begin with nothing, counted by the rules as they are: what counted before the
    /// replay is not part of it, so nothing has to be counted anew, however old the user is.
    private func learnStreaks(of life: Life, in snapshot: inout Snapshot) {
        let start = life.events.map(\.occurredAt).min() ?? life.user.createdAt
        let fold = Fold(rulebook: rulebook, zones: zones, now: start)
        for streak in rulebook.streaks {
            guard let judge = try? fold.judge(of: streak, for: snapshot) else { continue }
            snapshot.learn(
                periods: LoadedPeriods(
                    user: life.key,
                    definition: streak.id,
                    revision: judge.timeline.revision,
                    toldAt: start
                )
            )
        }
    }

    private func takeCreation(of user: User, in snapshot: inout Snapshot) {
        give(
            rulebook.points.creationTriggers.map { PointsOccasion(trigger: $0, kind: .once(nil)) },
            at: user.createdAt,
            in: &snapshot
        )
    }

    private func take(_ event: Event, number: Int64, in snapshot: inout Snapshot) {
        guard let metric = rulebook.metric(id: event.metric) else { return }
        var draft = EventDraft(
            user: snapshot.key,
            userID: snapshot.user?.id ?? "",
            metricKey: metric.key,
            amount: event.amount,
            attributes: event.attributes,
            occurredAt: event.occurredAt
        )
        draft.allowsUnknownAttributes = true
        let taken = draft
        // An event that would be refused has come all the same, and gives nothing.
        attempt(at: event.occurredAt, in: &snapshot) { fold, snapshot throws(Interruption) in
            _ = try fold.record(taken, number: number, in: &snapshot)
            try fold.finish(&snapshot)
        }
    }

    private func take(_ completion: Completion, in snapshot: inout Snapshot) {
        let triggers = rulebook.points.triggers(of: completion.achievement)
        let occasions = triggers.map { trigger in
            PointsOccasion(trigger: trigger, kind: .once(completion.achievement))
        }
        give(occasions, at: completion.achievedAt, in: &snapshot)
    }

    private func give(
        _ occasions: [PointsOccasion],
        at moment: Instant,
        in snapshot: inout Snapshot
    ) {
        guard !occasions.isEmpty else { return }
        attempt(at: moment, in: &snapshot) { fold, snapshot throws(Interruption) in
            try fold.givePoints(for: occasions, in: &snapshot)
        }
    }

    private func attempt(
        at now: Instant,
        in snapshot: inout Snapshot,
        _ body: (Fold, inout Snapshot) throws(Interruption) -> Void
    ) {
        var changed = snapshot
        do throws(Interruption) {
            try body(Fold(rulebook: rulebook, zones: zones, now: now), &changed)
        } catch {
            // Everything is at hand: a part that is said to be lacking would be left out in silence.
            if case .lacking(let wants) = error { assertionFailure("the replay lacks \(wants)") }
            return
        }
        snapshot = changed
    }
}

extension PointsIndex {
    /// One system alone, with all that it has, active from a moment on; with a trigger or a boost in the
    /// place of the one that it changes, or besides the others.
    public func simulated(
        _ system: PointsSystem,
        with trigger: PointsTrigger? = nil,
        _ boost: PointsBoost? = nil,
        since moment: Instant
    ) -> PointsIndex {
        var triggers = triggers(of: system.id).filter { $0.id != trigger?.id }
        if let trigger { triggers.append(trigger) }
        for index in triggers.indices {
            triggers[index].activeSince = moment
            // What was before is not a part of what these days give.
            triggers[index].countsPast = false
        }
        var boosts = boosts.filter { $0.system == system.id && $0.id != boost?.id }
        if let boost { boosts.append(boost) }
        return PointsIndex(
            systems: [system],
            triggers: triggers,
            levels: levels(of: system.id),
            boosts: boosts
        )
    }
}
