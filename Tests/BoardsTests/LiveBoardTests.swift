import CivilTime
import Engine
import Ranking
import Storage
import TestBasics
import Testing

@testable import Boards

/// What is in memory of a leaderboard: whatever the order and however often changes come, the newest
/// state of every user holds.
@Suite struct LiveBoardTests {
    private static let run = CivilDate(dayNumber: 20_000)

    private static func board(isDivided: Bool) -> Board {
        var board = Board(
            id: BoardID(1),
            publicID: "b",
            key: "b",
            name: "B",
            source: .metric(MetricID(1)),
            start: run
        )
        if isDivided { board.breakdown = [AttributeID(1)] }
        return board
    }

    private static func change(
        _ user: Int64,
        _ score: Int64,
        at reached: Int64,
        group: String = "",
        isListed: Bool = true,
        listedAnew: Int64? = nil
    ) -> ScoreChange {
        ScoreChange(
            user: UserKey(user),
            place: ScorePlace(board: BoardID(1), run: run),
            score: BoardScore(
                score: score,
                reached: reached,
                group: BoardGroup(text: group),
                isListed: isListed,
                listedAnew: listedAnew
            )
        )
    }

    /// Users of every group with their scores.
    private static func content(_ live: LiveBoard) -> [String: [Int64]]? {
        live.withRun(run) { run in
            var content: [String: [Int64]] = [:]
            for (group, ranking) in run.groups where ranking.count > 0 {
                content[group.text] = ranking.page(from: 0, limit: 1_000)
                    .flatMap { [$0.entry.member, $0.entry.score, $0.entry.reached] }
            }
            return content
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `the newest state holds, in whatever order changes come`(seed: UInt64) {
        var random = SplitMix64(state: seed)
        let isDivided = seed % 2 == 0
        let board = Self.board(isDivided: isDivided)
        var newest: [Int64: ScoreChange] = [:]
        var changes: [ScoreChange] = []
        for moment in 1...300 as ClosedRange<Int64> {
            let user = Int64.random(in: 1...20, using: &random)
            // Whoever is listed anew keeps the score, and when it was reached.
            let known = Bool.random(using: &random) ? newest[user]?.score : nil
            let change = Self.change(
                user,
                known?.score ?? .random(in: 1...50, using: &random),
                at: known?.reached ?? moment,
                group: isDivided ? ["a", "b"][Int.random(in: 0...1, using: &random)] : "",
                isListed: Int.random(in: 0..<4, using: &random) > 0,
                listedAnew: known.map { _ in moment }
            )
            newest[user] = change
            changes.append(change)
        }
        let live = LiveBoard(board, in: WorkspaceID(1))
        // Some come before what was read has been taken in.
        let shuffled = (changes + changes.prefix(50)).shuffled(using: &random)
        for change in shuffled.prefix(100) { live.apply(change) }
        #expect(Self.content(live) == nil)
        live.finishLoading([:], through: .start, isFilling: false)
        for change in shuffled.dropFirst(100) { live.apply(change) }
        let ordered = LiveBoard(board, in: WorkspaceID(1))
        ordered.finishLoading([:], through: .start, isFilling: false)
        for change in newest.values { ordered.apply(change) }
        #expect(Self.content(live) == Self.content(ordered))
        let listed = newest.values.count { $0.score.isListed }
        let counts = Self.content(live)?.values.reduce(0) { $0 + $1.count / 3 }
        #expect(counts == listed)
    }

    @Test func `what was read already is not taken in again`() {
        let live = LiveBoard(Self.board(isDivided: false), in: WorkspaceID(1))
        let read = BoardLogPlace(place: 5, number: 1, process: "p")
        live.finishLoading([:], through: read, isFilling: false)
        // A score of before the leaderboard was opened anew.
        live.apply(Self.change(1, 9, at: 7), at: BoardLogPlace(place: 5, number: 1, process: "p"))
        #expect(Self.content(live) == [:])
        live.apply(Self.change(1, 9, at: 7), at: BoardLogPlace(place: 6, number: 1, process: "p"))
        #expect(Self.content(live) == ["": [1, 9, 7]])
    }
}
