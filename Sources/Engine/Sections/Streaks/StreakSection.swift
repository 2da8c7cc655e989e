/// A user's streaks, as far back as they were looked up, and what was put on them.
public struct StreakSection: Sendable {
    /// The newest periods of streaks that were looked up.
    public private(set) var periods: [StreakDefinitionID: LoadedPeriods] = [:]
    /// What was put on the streaks from outside; nothing until looked up.
    private(set) var marks: [StreakMark]?
    /// The lengths that the user has reached, of the streaks of which that was looked up.
    private(set) var milestones: [StreakDefinitionID: [EarnedMilestone]] = [:]
    /// Marks that were put on streaks.
    public private(set) var newMarks: [StreakMark] = []
    /// Marks that were taken off again.
    public private(set) var removedMarks: [StreakMark] = []
    /// Lengths of streaks that were reached.
    public private(set) var newMilestones: [EarnedMilestone] = []
    /// Whether events of periods that are over are put off until all of a batch have been taken in.
    var gathers = false
    /// Whether events leave the streaks alone, which are counted from everything that is stored later.
    var isDeferred = false
    /// Those that were.
    var gathered: [StreakDefinitionID: [Event]] = [:]
    /// The streaks of which a version that had judged nobody has judged a period of the user.
    public internal(set) var newlyJudged: [StreakDefinition] = []
}

// MARK: - Reading

extension Snapshot {
    /// The newest periods of a streak.
    func periods(of definition: StreakDefinitionID) throws(Interruption) -> LoadedPeriods {
        if let known = streaks.periods[definition] { return known }
        guard isStored else { return LoadedPeriods(user: key, definition: definition) }
        throw .lacking([.streak(definition, of: key)])
    }

    /// What was put on the user's streaks.
    func marks() throws(Interruption) -> [StreakMark] {
        if let known = streaks.marks { return known }
        guard isStored, let user, user.streakMarkCount > 0 else { return [] }
        throw .lacking([.marks(key)])
    }

    /// The lengths of a streak that the user has reached.
    func milestones(
        of definition: StreakDefinitionID
    ) throws(Interruption) -> [EarnedMilestone] {
        if let known = streaks.milestones[definition] { return known }
        guard isStored else { return [] }
        throw .lacking([.milestones(definition, of: key)])
    }
}

// MARK: - What was looked up

extension Snapshot {
    /// Takes in what is stored of a streak.
    public mutating func learn(periods: LoadedPeriods) {
        if streaks.periods[periods.definition] == nil { streaks.set(periods) }
    }

    /// Takes in what was found further back of a streak, and what happened in the time that was
    /// asked for.
    public mutating func learn(
        _ older: (periods: [StreakPeriod], isWhole: Bool),
        events: [Event],
        for want: WantedPeriods
    ) {
        // Of somebody new there is nothing before; what happened is what the fold has taken in.
        var periods =
            streaks.periods[want.definition]
            ?? LoadedPeriods(user: key, definition: want.definition)
        periods.extend(with: older.periods, isWhole: older.isWhole)
        if want.activities != nil {
            periods.set(totals.activities(among: events, want), for: want)
        }
        streaks.set(periods)
    }

    /// Takes in what was put on the user's streaks.
    public mutating func learn(marks: [StreakMark]) {
        streaks.learn(marks)
    }

    /// Takes in what a streak has earned.
    public mutating func learn(
        milestones: [EarnedMilestone],
        of definition: StreakDefinitionID
    ) {
        streaks.learn(milestones, of: definition)
    }
}

extension StreakSection {
    fileprivate mutating func learn(_ marks: [StreakMark]) {
        if self.marks == nil { self.marks = marks }
    }

    fileprivate mutating func learn(
        _ milestones: [EarnedMilestone],
        of definition: StreakDefinitionID
    ) {
        if self.milestones[definition] == nil { self.milestones[definition] = milestones }
    }
}

// MARK: - Changing

extension StreakSection {
    /// Keeps the periods of a streak.
    mutating func set(_ periods: LoadedPeriods) {
        self.periods[periods.definition] = periods
    }

    /// Keeps a milestone that was reached, besides those that are known.
    mutating func earn(_ milestone: EarnedMilestone) {
        newMilestones.append(milestone)
    }

    /// Keeps every milestone of a streak.
    mutating func set(_ known: [EarnedMilestone], of definition: StreakDefinitionID) {
        milestones[definition] = known
    }
}

extension Snapshot {
    /// Puts a mark on the user's streaks.
    mutating func put(_ mark: StreakMark) throws(Interruption) {
        streaks.put(mark, on: try marks())
        noteMarkCount()
    }

    /// Takes a mark off the user's streaks.
    mutating func remove(_ mark: StreakMark) throws(Interruption) {
        streaks.remove(mark, from: try marks())
        noteMarkCount()
    }

    private mutating func noteMarkCount() {
        profile.user?.streakMarkCount = streaks.marks?.count ?? 0
        profile.hasChanged = true
    }
}

extension StreakSection {
    fileprivate mutating func put(_ mark: StreakMark, on known: [StreakMark]) {
        marks = known + [mark]
        newMarks.append(mark)
    }

    fileprivate mutating func remove(_ mark: StreakMark, from known: [StreakMark]) {
        marks = known.filter { $0.publicID != mark.publicID }
        newMarks.removeAll { $0.publicID == mark.publicID }
        removedMarks.append(mark)
    }
}

// MARK: - Foresight

extension StreakSection: Section {
    /// The newest period of each streak that is touched, and what was put on the user's streaks.
    public static func foresee(
        _ touch: UserTouch,
        of snapshot: Snapshot,
        in fold: Fold,
        _ wants: inout Set<Want>
    ) {
        guard snapshot.isStored, let user = snapshot.user else { return }
        let definitions = streaks(touchedBy: touch, of: snapshot, in: fold)
        for definition in definitions {
            wants.insert(.streak(definition.id, of: snapshot.key))
        }
        if !definitions.isEmpty, fold.rulebook.amnesties.askForAttributes {
            wants.insert(.attributes(snapshot.key))
        }
        // The moment of an event follows on that of a mark, whether or not a streak counts it.
        let isEvent = if case .event = touch { true } else { false }
        if user.streakMarkCount > 0, isEvent || !definitions.isEmpty {
            wants.insert(.marks(snapshot.key))
        }
    }

    /// The streaks that a command is about to judge.
    static func streaks(
        touchedBy touch: UserTouch,
        of snapshot: Snapshot,
        in fold: Fold
    ) -> [StreakDefinition] {
        let rulebook = fold.rulebook
        switch touch {
        case .event(let draft, _):
            guard let metric = rulebook.metric(key: draft.metricKey)?.id else { return [] }
            if snapshot.mayMove(by: draft.userChange)
                || snapshot.mayComeUnderAmnesty(by: draft.userChange, rulebook)
            {
                return rulebook.streaks
            }
            let counting = rulebook.streaks(of: metric)
            guard draft.tickOf == nil, let primary = rulebook.primaryStreak,
                !counting.contains(where: { $0.id == primary.id })
            else { return counting }
            return counting + [primary]
        case .change(let change):
            if snapshot.mayMove(by: change)
                || snapshot.mayComeUnderAmnesty(by: change, rulebook)
            {
                return rulebook.streaks
            }
            let opensLengths = change.attributes.keys.contains { key in
                guard let attribute = rulebook.attribute(.user, key: key)?.id else { return false }
                return rulebook.achievements.asking(for: attribute).contains {
                    $0.trigger.kind == .streak
                }
            }
            return opensLengths ? rulebook.primaryStreaks : []
        case .judging(let achievements):
            let asksForLengths = achievements.contains { id in
                rulebook.achievements[id]?.trigger.kind == .streak
            }
            return asksForLengths ? rulebook.primaryStreaks : []
        case .streaks(.all): return rulebook.streaks
        case .streaks(.primary): return rulebook.primaryStreaks
        case .streaks(.one(let id)): return rulebook.streak(id: id).map { [$0] } ?? []
        case .deletion, .showing, .completion, .points: return []
        }
    }
}

extension Rulebook {
    fileprivate var primaryStreaks: [StreakDefinition] { primaryStreak.map { [$0] } ?? [] }
}

extension StreakSection {
    /// Whether there is more to be written than what `Snapshot.mayChangeRollUps` tells.
    var hasChanged: Bool { !newMilestones.isEmpty }
}
