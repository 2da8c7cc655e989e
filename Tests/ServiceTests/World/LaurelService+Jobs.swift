import Service
import Testing

@testable import Rounds

/// Single jobs, taken to their end.
extension LaurelService {
    /// Takes one step of the searches for achievements; false when none is left.
    func backdateOnce() async throws -> Bool {
        try await job(BackdatingJob.self).step()
    }

    /// Goes on with every search for achievements until none is left.
    func backdate() async throws {
        while try await backdateOnce() {}
    }

    /// Looks for every anniversary.
    func recordAnniversaries() async throws {
        let job = AnniversaryJob(tools: try job(BackdatingJob.self).tools)
        while try await job.step() {}
    }

    private func job<J: Job>(_ kind: J.Type) throws -> J {
        try #require(rounds.jobs.lazy.compactMap { $0 as? J }.first)
    }
}
