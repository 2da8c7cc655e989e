/// Where each lane of each process counts, so that those that run side by side seldom share a row.
struct CounterSlots: Sendable {
    /// How many rows a counter has at most, and so how many are added up to read it.
    static let count = 64

    private let first: Int

    /// The slots of a process that has a name of its own.
    init(process: String, laneCount: Int) {
        // A single lane belongs to a database with a single writer.
        first =
            laneCount == 1
            ? 0 : process.utf8.reduce(0) { ($0 * 31 + Int($1)) % Self.count }
    }

    /// The slot of a lane.
    func slot(of lane: Int) -> Int { (first + lane) % Self.count }
}
