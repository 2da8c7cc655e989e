import CivilTime
import Synchronization
import Testing

@testable import Rounds

/// Jobs go on by themselves, each at its own pace.
@Suite struct JobTests {
    private struct Broken: Error {}

    /// Has so many things to do, and fails at some of them.
    private final class Counting: Job {
        let name: String
        private let left: Mutex<Int>
        private let fails: Bool
        private let steps = Mutex(0)

        init(_ name: String, left: Int, fails: Bool = false) {
            self.name = name
            self.left = Mutex(left)
            self.fails = fails
        }

        var stepCount: Int { steps.withLock { $0 } }

        func step() async throws -> Bool {
            steps.withLock { $0 += 1 }
            if fails { throw Broken() }
            return left.withLock { left in
                left -= 1
                return left >= 0
            }
        }
    }

    @Test func `one that fails is noted by its name, and keeps no other from its work`()
        async throws
    {
        let (broken, working) = (Counting("broken", left: 1, fails: true), Counting("b", left: 3))
        let rounds = Rounds([broken, working])
        let noted = Mutex<[String]>([])
        rounds.start { job, error in noted.withLock { $0.append("\(job) \(type(of: error))") } }
        while working.stepCount < 4 || noted.withLock(\.isEmpty) { await Task.yield() }
        rounds.stop()
        #expect(Set(noted.withLock { $0 }) == ["broken Broken"])
    }

    @Test func `rounds end when no job has anything left`() async throws {
        let jobs = [Counting("a", left: 2), Counting("b", left: 4)]
        let rounds = Rounds(jobs)
        var count = 0
        while try await rounds.step() { count += 1 }
        #expect(count == 4)
        #expect(jobs.map(\.stepCount) == [5, 5])
    }

    @Test func `a pace is kept, and begun anew by a clock that was set back`() {
        let pace = Pace(every: .seconds(10))
        let times: [(Int64, Bool)] = [
            (100, true), (105, false), (110, true), (119, false), (50, true), (55, false),
            (60, true),
        ]
        for (seconds, isTime) in times {
            #expect(pace.isTime(at: Instant(seconds: seconds)) == isTime, "at \(seconds)")
        }
    }
}
