import CivilTime

@testable import Engine

/// One user's streaks over a storage that gives back what a database would, and no more.
///
/// Every group of commands begins with the newest period of each streak alone; what a fold lacks is
/// looked up and the command tried again, as the service does it.
struct StreakWorld {
    static let user = UserKey(1)
    static let steps = FoldWorld.steps
    static let money = FoldWorld.money
    static let device = FoldWorld.device

    /// A row of the table of periods.
    struct Stored: Equatable {
        var period: StreakPeriod
        var revision: Int
        var toldAt: Instant
        var dueAt: Instant?
        var length: Int
    }

    var now: Instant
    var definitions: [StreakDefinition]
    private(set) var user: User?
    private(set) var stays: [ZoneStay] = []
    private(set) var marks: [StreakMark] = []
    private(set) var events: [Event] = []
    private(set) var rows: [StreakDefinitionID: [Stored]] = [:]
    private(set) var facts: [StreakFact] = []
    /// The zones that the user told one after the other, and when; nothing stands for none.
    private(set) var moves: [(at: Instant, zone: String?)] = []
    /// Achievements that ask for the length of the primary streak.
    var achievements: [Achievement] = []
    var experiments = ExperimentIndex.empty
    /// What is not held against users.
    var amnesties: [StreakAmnesty] = []
    private(set) var completions: [AchievementID: Completion] = [:]
    private(set) var milestones: [EarnedMilestone] = []
    /// What the last group lacked.
    private(set) var gaps: [Want] = []
    private var lastNumber: Int64 = 0
    private let zones = ZoneDatabase()

    init(_ definitions: StreakDefinition..., now: Instant) {
        self.definitions = definitions
        self.now = now
    }

    init(_ definitions: [StreakDefinition], now: Instant) {
        self.definitions = definitions
        self.now = now
    }

    var rulebook: Rulebook {
        Rulebook(
            metrics: [Self.steps, Self.money],
            attributes: [Self.device],
            achievements: achievements,
            streaks: definitions,
            experiments: experiments,
            amnesties: amnesties
        )
    }

    private var fold: Fold { Fold(rulebook: rulebook, zones: zones, now: now) }

    // MARK: - Groups

    /// Applies a group of commands, and stores what became of it.
    @discardableResult
    mutating func run(_ commands: AnyCommand...) -> [Result<any Sendable, Refusal>] {
        run(commands)
    }

    /// Applies a group of commands, and stores what became of it.
    @discardableResult
    mutating func run(_ commands: [AnyCommand]) -> [Result<any Sendable, Refusal>] {
        var snapshots = [Self.user: load()]
        gaps = []
        let outcomes = commands.map { command in
            let outcome = apply(command, to: &snapshots)
            if case .success = outcome { noteMoves(by: command) }
            return outcome
        }
        if let snapshot = snapshots[Self.user] { store(snapshot) }
        return outcomes
    }

    /// Notes what a command told of where the user is.
    private mutating func noteMoves(by command: AnyCommand) {
        let changes: [UserChange] =
            switch command {
            case .record(let drafts): drafts.map(\.userChange)
            case .identify(let draft): [draft.change]
            default: []
            }
        for change in changes {
            let zone = change.zone.applied(to: moves.last?.zone)
            if zone != moves.last?.zone { moves.append((now, zone)) }
        }
    }

    private mutating func apply(
        _ command: AnyCommand,
        to snapshots: inout [UserKey: Snapshot]
    ) -> Result<any Sendable, Refusal> {
        let command = command.command
        let first = lastNumber + 1
        // Settling draws none, so that two worlds, one of which settles more, stay comparable.
        if !(command is SettleStreak) { lastNumber += Int64(command.eventCount) }
        while true {
            do throws(Interruption) {
                return .success(
                    try command.apply(in: fold, firstNumber: first, to: &snapshots)
                )
            } catch {
                switch error {
                case .refused(let refusal): return .failure(refusal)
                case .lacking(let wants):
                    gaps += wants
                    guard gaps.count < 200 else {
                        return .failure(
                            Refusal(.unknownUser("never has enough: \(gaps.suffix(4))"))
                        )
                    }
                    for want in wants { answer(want, in: &snapshots) }
                }
            }
        }
    }

    // MARK: - Storage

    /// What every command is given without asking.
    private func load() -> Snapshot {
        var snapshot = Snapshot(key: Self.user, workspace: WorkspaceID(1), user: user)
        guard user != nil else { return snapshot }
        snapshot.learn(stays: stays)
        snapshot.learn(marks: marks)
        for metric in [Self.steps, Self.money] { snapshot.learn(newest: nil, of: metric.id) }
        for event in events { snapshot.learn(event: event, named: event.id) }
        for definition in definitions { snapshot.learn(periods: newest(definition.id)) }
        return snapshot
    }

    private func newest(_ definition: StreakDefinitionID) -> LoadedPeriods {
        guard let row = rows[definition]?.last else {
            return LoadedPeriods(user: Self.user, definition: definition)
        }
        return LoadedPeriods(
            user: Self.user,
            definition: definition,
            periods: [row.period],
            isWhole: false,
            revision: row.revision,
            toldAt: row.toldAt,
            dueAt: row.dueAt,
            length: row.length
        )
    }

    private func answer(_ want: Want, in snapshots: inout [UserKey: Snapshot]) {
        switch want {
        case .milestones(let definition, let user):
            let known = milestones.filter { $0.definition == definition }
            snapshots[user]?.learn(milestones: known, of: definition)
        case .completion(let achievement, let user):
            snapshots[user]?.learn(completions[achievement], of: achievement)
        case .completions(let user): snapshots[user]?.learn(completions: completions)
        case .history(let user):
            snapshots[user]?.learn(history: events.filter { $0.deletedAt == nil })
        case .periods(let want, let user):
            let stored = (rows[want.definition] ?? []).map(\.period)
            let first = want.before ?? .min
            let older = Array(stored[(stored.lastIndex { $0.opens < first } ?? 0)...])
            let isWhole = want.before == nil || older.first.map { $0.opens >= first } ?? true
            let found = events.filter {
                want.metrics.contains($0.metric)
                    && want.activities?.contains($0.occurredAt) == true
            }
            snapshots[user]?.learn((older, isWhole), events: found, for: want)
        default: snapshots.learnNothing(of: [want])
        }
    }

    private mutating func store(_ snapshot: Snapshot) {
        user = snapshot.user
        for stay in snapshot.profile.newStays {
            stays.removeAll { $0.from >= stay.from }
            stays.append(stay)
        }
        for mark in snapshot.streaks.removedMarks {
            marks.removeAll { $0.publicID == mark.publicID }
        }
        marks += snapshot.streaks.newMarks
        for event in snapshot.totals.datedAnew {
            events.firstIndex { $0.id == event.id }.map { events[$0] = event }
        }
        events += snapshot.totals.newEvents
        for event in snapshot.totals.deletedEvents {
            events.removeAll { $0.id == event.id }
            events.append(event)
        }
        facts += snapshot.facts.told.compactMap(StreakFact.init)
        milestones += snapshot.streaks.newMilestones
        for completion in snapshot.achievements.newCompletions {
            completions[completion.achievement] = completion
        }
        for loaded in snapshot.streaks.periods.values where loaded.isChanged { store(loaded) }
    }

    private mutating func store(_ loaded: LoadedPeriods) {
        var stored = rows[loaded.definition] ?? []
        stored.removeAll { loaded.removed.contains($0.period.opens) }
        for shift in loaded.shifts {
            for index in stored.indices where shift.periods.contains(stored[index].period.opens) {
                stored[index].period.before.move(by: shift)
            }
        }
        let newest = loaded.periods.last?.opens
        if let old = loaded.storedNewest, old != newest,
            let index = stored.firstIndex(where: { $0.period.opens == old })
        {
            stored[index].dueAt = nil
        }
        for period in loaded.periods where loaded.changed.contains(period.opens) {
            stored.removeAll { $0.period.opens == period.opens }
            stored.append(
                Stored(
                    period: period,
                    revision: loaded.revision,
                    toldAt: loaded.toldAt,
                    dueAt: period.opens == newest ? loaded.dueAt : nil,
                    length: loaded.length
                )
            )
        }
        rows[loaded.definition] = stored.sorted { $0.period.opens < $1.period.opens }
    }
}

// MARK: - Questions

extension StreakWorld {
    /// When something will next befall a streak, as the list of what is due has it.
    func dueAt(_ definition: StreakDefinitionID) -> Instant? {
        rows[definition]?.compactMap(\.dueAt).min()
    }

    /// The judge of a streak as things are.
    func judge(_ definition: StreakDefinitionID) -> StreakJudge? {
        rulebook.streak(id: definition).flatMap { try? fold.judge(of: $0, for: load()) }
    }

    /// The periods of a streak that follow from everything that happened.
    func replayed(_ definition: StreakDefinitionID) -> [StreakPeriod] {
        let live = events.filter { $0.deletedAt == nil }.sorted { $0.id.number < $1.id.number }
        return judge(definition)?.periods(of: live.map(StreakActivity.init)) ?? []
    }

    /// A streak at a moment, from everything that happened.
    func replayedState(_ definition: StreakDefinitionID, at moment: Instant) -> StreakState {
        judge(definition)?.state(of: replayed(definition), at: moment) ?? StreakState()
    }
}

// MARK: - Commands

extension StreakWorld {
    func recording(
        _ amount: Int32 = 1,
        metric: String = "steps",
        at moment: Instant? = nil,
        device: String? = nil,
        zone: String? = nil
    ) -> AnyCommand {
        .record([
            event(
                amount,
                metric: metric,
                at: moment,
                attributes: device.map { ["device": $0] } ?? [:],
                change: zone.map { moving(to: $0) } ?? UserChange()
            )
        ])
    }

    func leaving(for zone: String) -> AnyCommand {
        .identify(
            IdentifyUser(
                user: Self.user,
                userID: "u1",
                change: EngineTests.moving(to: zone),
                createsUser: true
            )
        )
    }

    func adjusting(
        _ kind: MarkStreak.Kind,
        _ definition: StreakDefinitionID? = nil
    ) -> AnyCommand {
        .mark(
            MarkStreak(user: Self.user, userID: "u1", definition: definition, kind: kind)
        )
    }

    func settling(_ definition: StreakDefinitionID) -> AnyCommand {
        .settleStreak(definition, of: Self.user)
    }
}

extension StreakDefinition {
    /// A streak of steps that forgives nothing, unless a rule is given.
    static func tested(
        _ number: Int64 = 1,
        _ rule: StreakRule,
        isPrimary: Bool = true,
        createdAt: Instant = .distantPast
    ) -> StreakDefinition {
        var rule = rule
        if rule.sources.isEmpty { rule.sources = [StreakSource(metric: StreakWorld.steps.id)] }
        return StreakDefinition(
            id: StreakDefinitionID(number),
            publicID: "d\(number)",
            key: "streak-\(number)",
            name: "Streak \(number)",
            isPrimary: isPrimary,
            isCustomizable: true,
            createdAt: createdAt,
            versions: [StreakVersion(rule: rule)]
        )
    }

    /// The definition with another rule, or paused, from a moment on.
    mutating func change(from moment: Instant, _ body: (inout StreakVersion) -> Void) {
        var version = versions[versions.count - 1]
        version.from = moment
        body(&version)
        versions.append(version)
        revision += 1
    }
}

extension StreakStanding {
    /// Stands as a stretch of periods does that is written together.
    fileprivate mutating func move(by shift: PeriodShift) {
        length += shift.length
        longest += shift.longest
        (startedIn, brokenIn) = (shift.startedIn, shift.brokenIn)
    }
}
