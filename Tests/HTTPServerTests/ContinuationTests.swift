import Glibc
import HTTP
import JSONText
import Testing

@testable import HTTPServer

/// Where a task goes on after it has waited.
@Suite struct ContinuationTests {
    /// Tells whether a request is answered by the thread that began with it.
    private struct Threads: Application {
        let isBrief: Bool
        let gate = Gate()
        let finished = Gate()

        func respond(to request: Request) async -> Response {
            let began = Self.thread
            await gate.pass()
            let isSame = began == Self.thread
            await finished.pass()
            return .json { $0.object { $0.field("isSame", isSame) } }
        }

        func isBrief(_ path: String) -> Bool { isBrief }

        private static var thread: UInt { pthread_self() }
    }

    @Test(arguments: [true, false])
    func `brief requests go on on the thread of their connection`(isBrief: Bool) async throws {
        let threads = Threads(isBrief: isBrief)
        threads.finished.open()
        try await withServer(serving: threads) { server in
            async let answer = server.call("GET", "/")
            await threads.gate.arrival(of: 1)
            threads.gate.open()
            let body = try await answer.body
            #expect(body == #"{"isSame":\#(isBrief)}"#)
        }
    }

    @Test func `what waits longer than the thread lives goes on elsewhere`() async throws {
        let threads = Threads(isBrief: true)
        try await withServer(serving: threads) { server in
            async let answer = server.call("GET", "/")
            await threads.gate.arrival(of: 1)
            await server.drain(timeout: .zero)
            let status = try await answer.status
            #expect(status == 503)
            threads.gate.open()
            await threads.finished.arrival(of: 1)
            threads.finished.open()
        }
    }
}
