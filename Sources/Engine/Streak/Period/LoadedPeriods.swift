public import CivilTime

/// The newest periods of one user's streak as a fold needs them, and what the fold has changed.
public struct LoadedPeriods: Sendable {
    /// The user.
    public let user: UserKey
    /// The streak.
    public let definition: StreakDefinitionID
    /// The periods in which something happened, oldest first: the newest ones, without a want.
    public internal(set) var periods: [StreakPeriod]
    /// Whether there are no older ones.
    public internal(set) var isWhole: Bool
    /// The revision of the rules that they were counted by.
    public internal(set) var revision: Int
    /// Up to when what befell the streak has been told.
    public internal(set) var toldAt: Instant
    /// When something will next befall it.
    public internal(set) var dueAt: Instant?
    /// The length as of the newest period, which lists are filtered by.
    public internal(set) var length: Int
    /// What the user did in some stretch of time, where that had to be looked up.
    public internal(set) var activities: [StreakActivity] = []
    /// That stretch.
    public internal(set) var activitiesLoaded: Range<Instant>?
    /// How often that was looked up.
    private var lookups: Int64 = 0
    /// The metrics that were looked up.
    public internal(set) var metricsLoaded: Set<MetricID> = []
    /// The periods that have to be stored.
    public internal(set) var changed: Set<Int64> = []
    /// The periods that are no more.
    public internal(set) var removed: Set<Int64> = []
    /// Stretches of stored periods before which the streak stands differently, and that have not
    /// changed otherwise, in the order in which they changed.
    public internal(set) var shifts: [PeriodShift] = []
    /// The length that was stored, once everything has been counted anew and until what follows from
    /// that has been told.
    var lengthBeforeRebuild: Int?
    /// The lengths that its periods had reached until then.
    var reachedBeforeRebuild: [ReachedPart: Int] = [:]
    /// What a change of the amnesties has made of the streak, until that has been told.
    var amnestied: (from: StreakState, to: StreakState)?
    /// The stored period that was the newest one.
    public let storedNewest: Int64?
    /// The entry of the due list that is stored, if there is one.
    public let storedDue: StreakDueEntry?
    private let storedLength: Int
    /// The number of the entry of the due list; drawn when it is stored.
    public var dueNumber: Int64?

    /// What is stored of a user's streak: its newest periods.
    public init(
        user: UserKey,
        definition: StreakDefinitionID,
        periods: [StreakPeriod] = [],
        isWhole: Bool = true,
        revision: Int = 0,
        toldAt: Instant = .distantPast,
        dueAt: Instant? = nil,
        dueNumber: Int64? = nil,
        length: Int = 0
    ) {
        self.user = user
        self.definition = definition
        self.periods = periods
        self.isWhole = isWhole
        self.revision = revision
        self.toldAt = toldAt
        self.dueAt = dueAt
        self.length = length
        self.dueNumber = dueNumber
        storedLength = length
        storedNewest = periods.last?.opens
        storedDue = dueAt.flatMap { at in dueNumber.map { StreakDueEntry(at: at, number: $0) } }
    }

    /// Whether something has to be written.
    public var isChanged: Bool { !changed.isEmpty || !removed.isEmpty || !shifts.isEmpty }

    /// Whether the due list has to say something else about it.
    public var isDueChanged: Bool {
        isChanged && (dueAt != storedDue?.at || dueAt != nil && length != storedLength)
    }
}

/// A place in the due list: when something befalls a streak next.
public struct StreakDueEntry: Hashable, Sendable {
    /// When.
    public let at: Instant
    /// The number that tells entries of one moment apart.
    public let number: Int64

    /// A place in the due list.
    public init(at: Instant, number: Int64) {
        self.at = at
        self.number = number
    }
}

// MARK: - Changes

extension LoadedPeriods {
    /// Adds the periods that were found further back.
    public mutating func extend(with older: [StreakPeriod], isWhole: Bool) {
        let first = periods.first?.opens ?? .max
        if removed.isEmpty {
            let end = older.lastIndex { $0.opens < first }.map { $0 + 1 } ?? 0
            periods.insert(contentsOf: older[..<end], at: 0)
        } else {
            let new = older.filter { $0.opens < first && !removed.contains($0.opens) }
            periods.insert(contentsOf: new, at: 0)
        }
        self.isWhole = self.isWhole || isWhole
    }

    /// Sets what the user did, as somebody asked for it.
    mutating func set(_ activities: [StreakActivity], for want: WantedPeriods) {
        self.activities = activities
        activitiesLoaded = want.activities
        lookups += 1
        metricsLoaded = want.metrics
    }

    mutating func replace(at index: Int, with period: StreakPeriod) {
        periods[index] = period
        changed.insert(period.opens)
    }

    mutating func insert(_ period: StreakPeriod, at index: Int) {
        periods.insert(period, at: index)
        changed.insert(period.opens)
        removed.remove(period.opens)
    }

    mutating func remove(at index: Int) {
        let opens = periods.remove(at: index).opens
        changed.remove(opens)
        removed.insert(opens)
    }

    /// Puts other periods in the place of those from an index on.
    mutating func replace(from index: Int, with new: [StreakPeriod]) {
        let old = periods[index...]
        let kept = Set(new.map(\.opens))
        for period in old where !kept.contains(period.opens) {
            changed.remove(period.opens)
            removed.insert(period.opens)
        }
        let known = Dictionary(old.map { ($0.opens, $0) }) { first, _ in first }
        for period in new where known[period.opens] != period {
            changed.insert(period.opens)
            removed.remove(period.opens)
        }
        periods.replaceSubrange(index..., with: new)
    }

    /// Marks the newest period to be written, since what is kept beside it has changed.
    mutating func touch() {
        if let newest = periods.last { changed.insert(newest.opens) }
    }

    /// The periods that have to be stored, oldest first.
    public var changedPeriods: [StreakPeriod] {
        changed.sorted().compactMap { opens in
            let index = index(of: opens)
            guard index < periods.endIndex, periods[index].opens == opens else { return nil }
            return periods[index]
        }
    }

    /// The place of the first period that does not begin before another.
    func index(of opens: Int64) -> Int {
        // Whatever is on time is looked for at the end.
        guard let last = periods.last, last.opens >= opens else { return periods.endIndex }
        var (low, high) = (0, periods.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if periods[middle].opens < opens { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Makes sure that it is known what came before a period, whose place is this one.
    func requirePredecessor(of opens: Int64, at index: Int) throws(Interruption) {
        guard index == 0, !isWhole else { return }
        let first = periods.first?.opens ?? .max
        throw lacking(before: min(opens, first))
    }

    /// What the user did in a stretch of time that can count, if it has been looked up.
    func activities(
        in instants: Range<Instant>,
        under timeline: StreakTimeline
    ) throws(Interruption) -> [StreakActivity] {
        let metrics = timeline.metrics
        guard let loaded = activitiesLoaded else {
            throw lacking(before: periods.first?.opens, activities: instants, of: metrics)
        }
        let isEarly = loaded.lowerBound <= instants.lowerBound
        let isLate = loaded.upperBound >= instants.upperBound
        guard isEarly, isLate, metricsLoaded.isSuperset(of: metrics) else {
            // Whoever asks twice is given all of it, so that no question takes away another's
            // answer; and each time twice as much more, since a batch starts anew every time.
            let margin: Int64 = 86_400 << min(lookups, 16)
            let first = isEarly ? loaded.lowerBound : instants.lowerBound.adding(seconds: -margin)
            let last = isLate ? loaded.upperBound : instants.upperBound.adding(seconds: margin)
            throw lacking(
                before: periods.first?.opens,
                activities: first..<last,
                of: metricsLoaded.union(metrics)
            )
        }
        return activities
    }

    /// Why a command has to wait until more of the streak is known: up to the period before one,
    /// or all of it.
    func lacking(
        before opens: Int64?,
        activities instants: Range<Instant>? = nil,
        of metrics: Set<MetricID> = []
    ) -> Interruption {
        let want = WantedPeriods(
            definition: definition,
            before: opens,
            activities: instants,
            metrics: metrics
        )
        return .lacking([.periods(want, of: user)])
    }
}
