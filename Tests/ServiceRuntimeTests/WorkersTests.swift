import Dispatch
import ServiceRuntime
import Testing

/// Whoever has waited too long for a worker is told so, and nobody else.
@Suite struct WorkersTests {
    private static func result(
        of body: () async throws -> Int
    ) async -> Result<Int, ServiceError.Code> {
        do {
            return .success(try await body())
        } catch {
            return .failure((error as? ServiceError)?.code ?? .unexpected)
        }
    }

    @Test func `a read without a worker for too long is refused`() async throws {
        let workers = Workers(count: 1, maximumJobs: 10)
        let gate = DispatchSemaphore(value: 0)
        let (started, begin) = AsyncStream<Void>.makeStream()
        async let first = workers.run {
            begin.finish()
            gate.wait()
            return 1
        }
        for await _ in started {}
        async let second = Self.result { try await workers.run { 2 } }
        while workers.waitingCount == 0 { await Task.yield() }
        workers.refuseOverdue(at: .now)
        #expect(workers.waitingCount == 1)
        workers.refuseOverdue(at: .now + .seconds(60))
        #expect(await second == .failure(.unavailable))
        gate.signal()
        #expect(try await first == 1)
        #expect(try await workers.run { 3 } == 3)
        workers.stop()
    }
}
