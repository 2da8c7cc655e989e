import CivilTime
import Synchronization
import Testing

@testable import laurel

/// What comes by the thousand is told once a second, and nothing of it is lost.
@Suite struct RepeatedLinesTests {
    /// A clock and a log in memory.
    private final class World: Sendable {
        private let now = Mutex(Instant(seconds: 1_000))
        private let written = Mutex<[String]>([])

        func advance(milliseconds: Int64) {
            now.withLock { $0 = Instant(microseconds: $0.microseconds + milliseconds * 1_000) }
        }

        func take() -> [String] {
            written.withLock { lines in
                defer { lines = [] }
                return lines
            }
        }

        var lines: RepeatedLines {
            RepeatedLines(
                now: { self.now.withLock { $0 } },
                write: { message, values in
                    let pairs = values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
                    self.written.withLock { $0.append(([message] + pairs).joined(separator: " ")) }
                }
            )
        }
    }

    private let world = World()

    @Test func `the first is written at once, and those after it with their number`() {
        let lines = world.lines
        for _ in 0..<3_000 { lines.note("failed", kind: "full", ["status": "503"]) }
        #expect(world.take() == ["failed status=503"])
        world.advance(milliseconds: 999)
        lines.flush()
        lines.note("failed", kind: "full", ["status": "503"])
        #expect(world.take() == [])
        world.advance(milliseconds: 1)
        lines.note("failed", kind: "full", ["status": "503"])
        #expect(world.take() == ["failed status=503 times=3001"])
    }

    @Test func `what nobody follows is written when its second is over`() {
        let lines = world.lines
        for number in 0..<5 { lines.note("failed", kind: "full", ["n": "\(number)"]) }
        #expect(world.take() == ["failed n=0"])
        world.advance(milliseconds: 1_000)
        lines.flush()
        #expect(world.take() == ["failed n=4 times=4"])
        world.advance(milliseconds: 1_000)
        lines.flush()
        #expect(world.take() == [])
        lines.note("failed", kind: "full", ["n": "9"])
        #expect(world.take() == ["failed n=9"])
    }

    @Test func `kinds do not hide each other, but there are only so many`() {
        let lines = world.lines
        for number in 0..<1_000 { lines.note("failed", kind: "\(number)", ["n": "\(number)"]) }
        let written = world.take()
        #expect(written.prefix(2) == ["failed n=0", "failed n=1"])
        #expect(written.count == 101)
    }

    @Test func `a clock that was set back does not silence anybody`() {
        let lines = world.lines
        lines.note("failed", kind: "full", [:])
        world.advance(milliseconds: -60_000)
        lines.note("failed", kind: "full", [:])
        #expect(world.take() == ["failed", "failed"])
    }
}
