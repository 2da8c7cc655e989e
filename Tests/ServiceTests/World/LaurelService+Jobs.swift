@testable import Service

/// Single jobs, taken to their end.
extension LaurelService {
    /// Takes one step of the searches for achievements; false when none is left.
    func backdateOnce() async throws -> Bool {
        try await BackdatingJob(tools: JobTools(of: self)).step()
    }

    /// Goes on with every search for achievements until none is left.
    func backdate() async throws {
        while try await backdateOnce() {}
    }

    /// Looks for every anniversary.
    func recordAnniversaries() async throws {
        let job = AnniversaryJob(tools: JobTools(of: self))
        while try await job.step() {}
    }
}
