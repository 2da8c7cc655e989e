public import CivilTime
public import Engine

/// Loads and stores a section of snapshots: the twin of the engine's.
public protocol SectionStore: Sendable {
    /// The section that it keeps.
    var section: any Section.Type { get }

    /// Asks, of everything that is wanted, for what belongs to the section: with one statement for
    /// each kind of it, whoever wants it.
    func look(for wants: Set<Want>, in lookups: inout Lookups) throws(StorageError)

    /// Stores what was changed of the section; snapshots come in the order of their keys, so that
    /// two groups that write the same rows never wait for each other in a circle.
    func store(_ snapshots: [Snapshot], in target: SectionTarget) throws(StorageError)

    /// Counts what was changed; it comes after everything else, as counters are shared.
    func count(_ snapshots: [Snapshot], in target: SectionTarget) throws(StorageError)
}

extension SectionStore {
    /// Nothing is ever wanted of it.
    public func look(for wants: Set<Want>, in lookups: inout Lookups) throws(StorageError) {}

    /// Nothing is counted.
    public func count(_ snapshots: [Snapshot], in target: SectionTarget) throws(StorageError) {}
}

/// The sections that snapshots are made of.
public enum SectionStores {
    /// Each of them, by what it takes to foresee what will be wanted of it: of the first ones, what
    /// the user's row tells; of the others, what those before them have looked up.
    public static let stages: [[any SectionStore]] = [
        [ProfileStore(), TotalsStore(), StreakStore(), FactStore()],
        [AchievementStore(), PointsStore(), BoardStore()],
    ]

    /// Each of them.
    public static let all: [any SectionStore] = stages.flatMap { $0 }

    /// What each of them keeps.
    public static let sections: [any Section.Type] = all.map(\.section)
}

/// Where sections are loaded from.
public struct SectionSource {
    /// The transaction.
    public let connection: any Connection
    /// The process whose events may have been stored before, unheard.
    public let process: String
    /// What an event of a workspace carries, by the numbers of the attributes.
    let eventAttributes: (WorkspaceID, [String: String]) -> [AttributeID: String]

    /// A source of sections.
    public init(
        _ connection: any Connection,
        process: String = "",
        eventAttributes: @escaping (WorkspaceID, [String: String]) -> [AttributeID: String]
    ) {
        self.connection = connection
        self.process = process
        self.eventAttributes = eventAttributes
    }

    /// Asks something of every snapshot, and looks up what that turns out to lack, until all have
    /// answered; whoever the rules refuse has no answer.
    public func ask<Answer>(
        _ snapshots: inout [UserKey: Snapshot],
        _ question: (inout Snapshot) throws(Interruption) -> Answer
    ) throws(StorageError) -> [UserKey: Answer] {
        var answers: [UserKey: Answer] = [:]
        var waiting = Array(snapshots.keys)
        while true {
            var wants: Set<Want> = []
            waiting = waiting.filter { key in
                guard var snapshot = snapshots[key] else { return false }
                do throws(Interruption) {
                    answers[key] = try question(&snapshot)
                } catch {
                    guard case .lacking(let lacking) = error else { return false }
                    wants.formUnion(lacking)
                    return true
                }
                return false
            }
            if waiting.isEmpty { return answers }
            try load(wants, into: &snapshots)
        }
    }

    /// Looks up everything that is wanted, together.
    public func load(
        _ wants: Set<Want>,
        into snapshots: inout [UserKey: Snapshot]
    ) throws(StorageError) {
        var lookups = Lookups(in: self)
        for store in SectionStores.all { try store.look(for: wants, in: &lookups) }
        try lookups.learn(into: &snapshots)
    }
}

/// Where sections are stored.
public struct SectionTarget {
    /// The transaction.
    public let connection: any Connection
    /// When it happens.
    public let moment: Instant
    /// The process that numbers events.
    public let process: String
    /// Where what is added to counters is counted.
    public let slot: Int
    /// Draws the first of some numbers in a row.
    let numbers: (_ count: Int) -> Int64

    /// A target of sections.
    public init(
        _ connection: any Connection,
        at moment: Instant,
        process: String,
        slot: Int,
        numbers: @escaping (_ count: Int) -> Int64
    ) {
        self.connection = connection
        self.moment = moment
        self.process = process
        self.slot = slot
        self.numbers = numbers
    }

    /// Stores what was changed of every snapshot.
    public func store(_ snapshots: some Sequence<Snapshot>) throws(StorageError) {
        // A snapshot is large, so that it is not moved about while the order is found.
        let all = Array(snapshots)
        let order = all.enumerated().map { (key: $1.key.number, index: $0) }
            .sorted { $0.key < $1.key }
        let ordered = order.map { all[$0.index] }
        // Before anything else of them, so that whoever lost has written nothing yet.
        if connection.dialect == .postgres {
            let written = ordered.filter { $0.isStored && $0.mayHaveChanged }
            try connection.users.raiseVersions(of: written.map { ($0.key, $0.version) })
        }
        for store in SectionStores.all { try store.store(ordered, in: self) }
        let changed = ordered.filter(\.mayChangeRollUps).map(\.key)
        if !changed.isEmpty {
            try connection.analyticsLog.insert(changed, number: numbers(1), by: process)
        }
        // In the same order as whoever else counts.
        for store in SectionStores.all.reversed() { try store.count(ordered, in: self) }
    }
}
