import ServiceRuntime
import Storage

/// Removes dead entries of the due list, many at a time.
struct RetiredDueJob: Job {
    let name = "retired due entries"
    let tools: JobTools
    let retired: RetiredDue
    private let pace = Pace(every: RoundLimits.retiredInterval)

    init(tools: JobTools, retired: RetiredDue) {
        self.tools = tools
        self.retired = retired
    }

    func step() async throws -> Bool {
        let isFull = retired.count >= RoundLimits.retiredAtOnce
        guard pace.isTime(at: tools.clock.now()) || isFull else { return false }
        let dead = retired.take(RoundLimits.retiredAtOnce)
        guard !dead.isEmpty else { return false }
        try await tools.write { (connection) throws(StorageError) in
            try connection.due.remove(dead)
        }
        return retired.count >= RoundLimits.retiredAtOnce
    }
}
