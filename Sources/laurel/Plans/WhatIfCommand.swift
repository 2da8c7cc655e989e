import Catalogue
import CivilTime
import Engine
import HTTP
import LaurelAPI
import OperatingSystem
import Reading
import Service
import Storage

/// Trying another rule on everybody's real history.
enum WhatIfCommand {
    static let command = Command(
        name: "whatif",
        summary: "Judges everybody by another rule of a streak, and stores nothing",
        options: [
            OpenDatabase.existingOption,
            .value("--environment", "NAME", "sandbox, for testing, or live"),
            .value("--tenant", "ID", "A tenant of the environment"),
            .value("--definition", "FILE", "The streak's key, and the fields that are to be other"),
            .value("--output", "FILE", "A table of all users with their lengths before and after"),
        ],
        details: """
            The rule is judged as if it had always held. A key that no streak has is a new streak, of
            which FILE has all fields.
            """
    ) { arguments in
        try arguments.allowWords(0)
        let environment = try arguments.word("--environment", Workspace.Environment.self)
        let path = try arguments.required("--definition")
        let service = try OpenDatabase(arguments, makesFile: false).service()
        defer { service.stop() }
        let workspace = try await service.workspace(environment, arguments["--tenant"])
        let view = try await service.catalogue.view(of: workspace)
        let proposal = try await proposal(path, view, service)
        let run = try WhatIfRun(
            service: service,
            view: view,
            proposal: proposal,
            output: arguments["--output"].map { try OutputFile($0) }
        )
        try await run.run()
    }

    private static func proposal(
        _ path: String,
        _ view: WorkspaceView,
        _ service: LaurelService
    ) async throws -> StreakProposal {
        do {
            let wish = try StreakWish(
                try TextFile.read(path),
                rulebook: view.rulebook,
                zones: service.zones
            )
            switch try await wish.proposal(in: view, service.catalogue) {
            case .success(let proposal): return proposal
            case .failure(let issue): throw CommandFailure("\(path): \(issue.message)")
            }
        } catch let error as CommandFailure {
            throw error
        } catch let error as SystemError {
            throw CommandFailure("\(error)")
        } catch {
            throw CommandFailure("\(path): \(HTTPError(error).message)")
        }
    }
}

/// A comparison while it runs.
private struct WhatIfRun {
    let service: LaurelService
    let view: WorkspaceView
    let proposal: StreakProposal
    let output: OutputFile?

    /// How many users are judged with one read.
    private static let pageSize = 500
    /// Where the classes of lengths begin.
    private static let classes = [0, 1, 7, 30, 100, 365]

    func run() async throws {
        var sums = Sums()
        var cursor: UserCursor?
        let began = ContinuousClock.now
        try output?.append(
            Array("user,lengthBefore,lengthAfter,longestBefore,longestAfter\n".utf8)
        )
        repeat {
            let page = try await service.reading.compare(
                proposal,
                ofUsersAfter: cursor,
                in: view,
                limit: Self.pageSize
            )
            for user in page.users {
                sums.add(user)
                try output?.append(Array(Self.row(user).utf8))
            }
            cursor = page.next
        } while cursor != nil
        try output?.flush()
        let time = (ContinuousClock.now - began).components
        tell(sums, seconds: Double(time.seconds) + Double(time.attoseconds) / 1e18)
    }

    private struct Sums {
        var userCount = 0
        var dayCount = 0
        var gained = 0
        var lost = 0
        var broken = 0
        var before = Array(repeating: 0, count: WhatIfRun.classes.count)
        var after = Array(repeating: 0, count: WhatIfRun.classes.count)

        mutating func add(_ user: ComparedStreak) {
            userCount += 1
            dayCount += user.dayCount
            let (old, new) = user.length
            if new > old { gained += 1 }
            if new < old { lost += 1 }
            if new == 0, old > 0 { broken += 1 }
            before[index(of: old)] += 1
            after[index(of: new)] += 1
        }

        private func index(of length: Int) -> Int {
            WhatIfRun.classes.lastIndex { $0 <= length } ?? 0
        }
    }

    private func tell(_ sums: Sums, seconds: Double) {
        var table = TextTable(["LENGTH", "BEFORE", "AFTER"])
        for (index, first) in Self.classes.enumerated() {
            let end = index + 1 < Self.classes.count ? Self.classes[index + 1] - 1 : nil
            let name = end.map { $0 == first ? "\(first)" : "\(first)-\($0)" } ?? "\(first)-"
            table.add([name, sums.before[index].grouped, sums.after[index].grouped])
        }
        Console.print(table.text)
        Console.print(
            "\(sums.userCount.grouped) users: \(sums.gained.grouped) gain, \(sums.lost.grouped) lose, "
                + "\(sums.broken.grouped) of them everything"
        )
        let rate = Int(Double(sums.dayCount) / max(seconds, 0.001))
        Console.printError(
            "laurel: judged \(sums.dayCount.grouped) user-days, \(rate.grouped) a second"
        )
    }

    private static func row(_ user: ComparedStreak) -> String {
        let needsQuotes = user.userID.contains { ",\"\n\r".contains($0) }
        let id =
            needsQuotes
            ? "\"\(user.userID.replacing("\"", with: "\"\""))\"" : user.userID
        return "\(id),\(user.length.before),\(user.length.after),"
            + "\(user.longest.before),\(user.longest.after)\n"
    }
}
