import Catalogue
import CivilTime
import Engine
import Service
import Storage
import StreakReference
import Testing

/// Random histories in which rules change, for the future and for all time, users choose and clear
/// what they chose, and the default zone moves: through the real store, held to the judge of the
/// tests (R13, R14).
@Suite struct RuleHistoryTests {
    @Test(arguments: 0..<8)
    func `what is shown follows from every rule that held`(part: UInt64) async throws {
        for number in 0..<4 as Range<UInt64> {
            let seed = part * 1_000 + number
            var history = try await RuleHistory(seed: seed &+ TestSeed.offset)
            for step in 0..<30 {
                try await history.step()
                if let problem = try await history.problem() {
                    Issue.record("seed \(seed), step \(step): \(problem)")
                    return
                }
            }
        }
    }

    @Test(arguments: 0..<4)
    func `amnesties are judged as if they had always been`(part: UInt64) async throws {
        for number in 0..<4 as Range<UInt64> {
            let seed = 500_000 + part * 1_000 + number
            var history = try await RuleHistory(seed: seed &+ TestSeed.offset)
            for step in 0..<30 {
                try await history.step(forgiving: true)
                if let problem = try await history.problem() {
                    Issue.record("seed \(seed), step \(step): \(problem)")
                    return
                }
            }
        }
    }
}
