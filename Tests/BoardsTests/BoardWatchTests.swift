import CivilTime
import Engine
import Storage
import TestBasics
import Testing

@testable import Boards

/// What is told of who is where: what has changed, to nobody too often, and nothing for ever left out.
@Suite struct BoardWatchTests {
    private static let place = ScorePlace(board: BoardID(1), run: CivilDate(dayNumber: 20_000))
    private static let start = Instant(seconds: 1_772_366_400)
    private static let opened = start.adding(seconds: -3_600)

    /// Users in the order of their ranks, of whom the first so many have a place.
    private struct Group {
        var users: [Int64]
        var placeCount = 3

        func current(_ index: Int) -> BoardWatch.Current {
            BoardWatch.Current(
                user: UserKey(users[index]),
                rank: index < placeCount ? index + 1 : nil,
                score: Int64(users.count - index),
                reached: users[index] == 9 ? 0 : start.microseconds
            )
        }

        func look(_ known: StoredBoardWatch?, at now: Instant) -> BoardWatch {
            var watch = BoardWatch(known, of: place, .everybody, at: now)
            let first = users.indices.prefix(placeCount).map { current($0) }
            watch.look(at: first, openedAt: opened) { user in
                users.firstIndex(of: user.number).map { current($0) }
            }
            return watch
        }
    }

    /// Changes as in `7: 2 to 1`.
    private static func told(_ watch: BoardWatch) -> [String] {
        watch.changes.map { change in
            let before = change.before.map { String($0.rank) } ?? "-"
            let after = change.current.rank.map(String.init) ?? "-"
            return "\(change.current.user.number): \(before) to \(after)"
        }
    }

    @Test func `each look tells what is different, and once in a while`() {
        let rows: [(name: String, users: [Int64], minutes: Int64, told: [String], tells: Bool)] = [
            ("those of before are not told of", [9, 2], 0, ["2: - to 2"], true),
            ("nothing is different", [9, 2], 1, [], false),
            ("who was not told of lately is", [2, 9], 2, ["9: 1 to 2"], false),
            ("the others wait", [2, 9], 14, [], false),
            ("until the time is over", [2, 9], 15, ["2: 2 to 1"], true),
            (
                "who is new pushes others out", [3, 4, 2, 9], 40,
                ["3: - to 1", "4: - to 2", "2: 1 to 3", "9: 2 to -"], true
            ),
            ("who is gone is not told of", [4, 2, 9], 41, ["9: - to 3"], false),
            ("who was told of waits", [4, 2, 9], 42, [], false),
            ("and is told of at last", [4, 2, 9], 56, ["4: 2 to 1", "2: 3 to 2"], true),
        ]
        var known: StoredBoardWatch?
        for row in rows {
            let now = Self.start.adding(seconds: row.minutes * 60)
            let watch = Group(users: row.users).look(known, at: now)
            #expect(Self.told(watch) == row.told, "\(row.name)")
            #expect(watch.tellsChange == row.tells, "\(row.name)")
            known = watch.stored
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `what is told adds up to who is where`(seed: UInt64) {
        var random = SplitMix64(state: seed)
        var users = (1...8).map { Int64($0) }
        var known: StoredBoardWatch?
        var ranks: [Int64: Int] = [:]
        var toldAt: [Int64: Int64] = [:]
        func look(at minute: Int64) {
            let watch = Group(users: users).look(
                known,
                at: Self.start.adding(seconds: minute * 60)
            )
            for change in watch.changes {
                let user = change.current.user.number
                #expect(ranks[user] == change.before?.rank)
                #expect(toldAt[user].map { minute - $0 >= 15 } ?? true || ranks[user] == nil)
                ranks[user] = change.current.rank
                toldAt[user] = minute
            }
            known = watch.stored
        }
        var minute: Int64 = 0
        for _ in 0..<200 {
            minute += Int64.random(in: 0...9, using: &random)
            if Bool.random(using: &random) { users.shuffle(using: &random) }
            look(at: minute)
        }
        look(at: minute + 15)
        let expected = Dictionary(uniqueKeysWithValues: zip(users.prefix(3), 1...3))
        #expect(ranks == expected)
    }
}
