import Synchronization
import Testing

@testable import Reading

/// Reads that go through much, asked for by many at once.
@Suite struct SharedReadsTests {
    /// A read that waits until it is let go, and counts how often it began.
    private final class Gate: Sendable {
        private struct State {
            var began = 0
            var waiting: [CheckedContinuation<Void, Never>] = []
            var isOpen = false
        }

        private let state = Mutex(State())

        var began: Int { state.withLock { $0.began } }

        func read() async -> Int {
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    state.began += 1
                    if !state.isOpen { state.waiting.append(continuation) }
                    return state.isOpen
                }
                if isOpen { continuation.resume() }
            }
            return began
        }

        func open() {
            let waiting = state.withLock { state in
                state.isOpen = true
                defer { state.waiting = [] }
                return state.waiting
            }
            for each in waiting { each.resume() }
        }
    }

    private struct Broken: Error {}

    @Test func `many who ask while a read runs share the one after it`() async throws {
        let (reads, gate) = (SharedReads<String, Int>(), Gate())
        // They ask right here, before the gate is opened.
        let first = Task.immediate { try await reads.value(of: "xp") { await gate.read() } }
        while gate.began == 0 { await Task.yield() }
        let others = (0..<50).map { _ in
            Task.immediate { try await reads.value(of: "xp") { await gate.read() } }
        }
        gate.open()
        _ = try await first.value
        for other in others { #expect(try await other.value == 2) }
        #expect(gate.began == 2)
        // Whoever asks afterwards is told what is there then.
        #expect(try await reads.value(of: "xp") { await gate.read() } == 3)
    }

    @Test func `one after the other each begin anew, and different things do not wait`()
        async throws
    {
        let (reads, gate) = (SharedReads<String, Int>(), Gate())
        gate.open()
        for number in 1...3 {
            #expect(try await reads.value(of: "xp") { await gate.read() } == number)
        }
        let closed = Gate()
        let slow = Task { try await reads.value(of: "slow") { await closed.read() } }
        #expect(try await reads.value(of: "xp") { await gate.read() } == 4)
        closed.open()
        #expect(try await slow.value == 1)
    }

    @Test func `a read that fails fails those who asked for it, and the next one is another`()
        async throws
    {
        let reads = SharedReads<String, Int>()
        await #expect(throws: Broken.self) {
            try await reads.value(of: "xp") { throw Broken() }
        }
        #expect(try await reads.value(of: "xp") { 7 } == 7)
    }
}
