import OperatingSystem
import Ranking
import Service

extension BenchCommand {
    static let ranking = Command(
        name: "bench ranking",
        summary: "Times the ranking of leaderboards in memory, without a server",
        options: [
            .value("--members", "COUNT", "How many members there are (10000000)"),
            .value("--questions", "COUNT", "How often each question is asked (100000)"),
        ],
        details: "Prints one JSON object. Times are in microseconds."
    ) { arguments in
        try arguments.allowWords(0)
        let members = try arguments.integer("--members", in: 1...100_000_000, default: 10_000_000)
        let count = try arguments.integer("--questions", in: 1...10_000_000, default: 100_000)
        Console.print(RankingLoop(members: members, questions: count).run())
    }
}

/// A ranking of many members, and the questions that leaderboards ask.
private struct RankingLoop {
    let members: Int
    let questions: Int

    /// A member as users' keys are: anywhere among the numbers that there are.
    private func member(_ number: Int) -> Int64 {
        Int64(bitPattern: UInt64(number) &* 0x9E37_79B9_7F4A_7C15 >> 2)
    }

    private func entry(_ number: Int, reached: Int) -> Entry {
        Entry(
            score: Int64.random(in: 0..<1_000_000),
            reached: Int64(reached),
            member: member(number)
        )
    }

    func run() -> String {
        let before = residentBytes()
        let (loaded, seconds) = load()
        var ranking = loaded
        let bytes = Double(residentBytes() - before) / Double(members)
        let times = [
            ("rank", time { _ in _ = ranking.place(of: member(.random(in: 0..<members))) }),
            ("page", time { _ in _ = ranking.page(from: members / 2, limit: 10) }),
            (
                "around",
                time { _ in
                    let member = member(.random(in: 0..<members))
                    _ = ranking.page(around: member, before: 5, after: 4)
                }
            ),
            (
                "update",
                time { turn in
                    ranking.set(entry(.random(in: 0..<members), reached: members + turn))
                }
            ),
        ]
        let list = times.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ")
        let rate = Int(Double(members) / seconds)
        return "{\"members\": \(members), \"bytesPerMember\": \(rounded(bytes)), "
            + "\"loadedPerSecond\": \(rate), \(list)}"
    }

    /// A ranking of all, and how long sorting and filling it took.
    private func load() -> (Ranking, Double) {
        var entries = (0..<members).map { entry($0, reached: $0) }
        let started = ContinuousClock.now
        entries.sort()
        let ranking = Ranking(sorted: entries)
        return (ranking, (ContinuousClock.now - started).seconds)
    }

    /// How many microseconds an answer takes.
    private func time(_ body: (Int) -> Void) -> Double {
        let started = ContinuousClock.now
        for turn in 0..<questions { body(turn) }
        return rounded((ContinuousClock.now - started).seconds * 1_000_000 / Double(questions))
    }

    private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

    private func residentBytes() -> Int {
        let text = String(decoding: (try? TextFile.read("/proc/self/statm")) ?? [], as: UTF8.self)
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * 4_096
    }
}
