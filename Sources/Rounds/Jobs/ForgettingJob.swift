import CivilTime
import Delivery
import ServiceRuntime
import Storage

/// Forgets what was kept for a while: facts, and previews that nobody will look at any more.
struct ForgettingJob: Job {
    let name = "forgetting"
    let tools: JobTools
    private let pace = Pace(every: RoundLimits.forgettingInterval)

    init(tools: JobTools) { self.tools = tools }

    func step() async throws -> Bool {
        let now = tools.clock.now()
        guard pace.isTime(at: now) else { return false }
        try await tools.write { (connection) throws(StorageError) in
            try connection.streakPreviews.remove(
                finishedBefore: now - RoundLimits.previewRetention
            )
        }
        try await tools.write { (connection) throws(StorageError) in
            try connection.facts.remove(toldBefore: now - DeliveryLimits.factRetention)
        }
        try await tools.write { (connection) throws(StorageError) in
            try connection.boardLog.remove(before: now - RoundLimits.boardLogRetention)
        }
        return false
    }
}
