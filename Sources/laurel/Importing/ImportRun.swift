import Catalogue
import CivilTime
import Engine
import HistoryLines
import Intake
import OperatingSystem
import Service
import ServiceRuntime
import Storage

/// Takes the parts of an import in, one after the other, with many users of one side by side.
struct ImportRun {
    let service: LaurelService
    let workspace: WorkspaceID
    let tellsEach: Bool

    /// What became of everything.
    struct Result {
        var userCount = 0
        var newUserCount = 0
        var eventCount = 0
        var repeatedCount = 0
        var markCount = 0
        var completionCount = 0
        /// Users whose histories the rules refuse, with the reasons; the first ones.
        var refusals: [(user: String, reason: String)] = []
        var refusedCount = 0
    }

    /// How many users are under way at a time.
    private static let width = 256
    /// How many refusals are told.
    private static let toldRefusals = 20
    /// How often somebody is sent again who found no room.
    private static let attempts = 600

    /// Takes in what is left.
    func run(_ work: inout ImportWork) async throws -> Result {
        var result = Result()
        var progress = ImportProgress("events", of: work.summary.eventLines)
        let left = work.left
        var ahead = left.first.map { readAhead($0, of: work.folder) }
        for (number, following) in zip(left, left.dropFirst().map(Optional.some) + [nil]) {
            let users = try await ahead?.value ?? []
            // While a part is taken in, which is the work of one thread, another reads the next.
            ahead = following.map { readAhead($0, of: work.folder) }
            try await takeIn(users, &result, &progress)
            try work.finish(number)
        }
        return result
    }

    private func readAhead(
        _ number: Int,
        of folder: FileFolder
    ) -> Task<[[UserHistory]], any Error> {
        Task {
            let view = try await service.catalogue.view(of: workspace)
            let reader = HistoryReader(
                rulebook: view.rulebook,
                zones: service.zones,
                now: view.now,
                allowsNewMetrics: true,
                allowsNewAttributes: true
            )
            let empty = HistoryAssembler(
                zones: service.zones,
                defaultZone: view.rulebook.defaultZone
            )
            let part = ImportPart(folder: folder, number: number)
            // In the order of their keys, so that the tables grow at their ends.
            let keyed = try part.histories(reader, empty).map { histories in
                (key(of: histories).number, histories)
            }
            return keyed.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func key(of histories: [UserHistory]) -> UserKey {
        histories.first.map { service.intake.userKey(of: $0.userID, in: workspace) } ?? .nobody
    }

    private func takeIn(
        _ users: [[UserHistory]],
        _ result: inout Result,
        _ progress: inout ImportProgress
    ) async throws {
        try await withThrowingTaskGroup(of: Done.self) { group in
            var rest = users[...]
            for histories in rest.prefix(Self.width) {
                group.addTask { try await takeIn(histories) }
            }
            rest = rest.dropFirst(Self.width)
            while let done = try await group.next() {
                result.add(done, telling: Self.toldRefusals)
                progress.advance(by: done.sentCount)
                if let next = rest.popFirst() {
                    group.addTask { try await takeIn(next) }
                }
            }
        }
    }

    /// What became of a user.
    fileprivate struct Done: Sendable {
        let userID: String
        let sentCount: Int
        let outcome: Swift.Result<ImportedUser, Refusal>
    }

    private func takeIn(_ histories: [UserHistory]) async throws -> Done {
        let userID = histories.first?.userID ?? ""
        let count = histories.reduce(0) { $0 + $1.events.count }
        var attempt = 1
        while true {
            do {
                let user = try await service.intake.takeIn(
                    histories,
                    tellingEach: tellsEach,
                    in: workspace
                )
                return Done(userID: userID, sentCount: count, outcome: .success(user))
            } catch let refusal as Refusal {
                return Done(userID: userID, sentCount: count, outcome: .failure(refusal))
            } catch let error as ServiceError
                where error.code == .unavailable && attempt < Self.attempts
            {
                attempt += 1
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }
}

extension ImportRun.Result {
    fileprivate mutating func add(_ done: ImportRun.Done, telling limit: Int) {
        switch done.outcome {
        case .success(let user):
            userCount += 1
            newUserCount += user.isNew ? 1 : 0
            eventCount += user.eventCount
            repeatedCount += user.repeatedCount
            markCount += user.markCount
            completionCount += user.completionCount
        case .failure(let refusal):
            refusedCount += 1
            if refusals.count < limit { refusals.append((done.userID, refusal.message)) }
        }
    }

    /// What became of it, as a sentence.
    func text(seconds: Double) -> String {
        let rate = Int(Double(eventCount) / max(seconds, 0.001))
        return """
            imported \(userCount.grouped) users (\(newUserCount.grouped) new), \
            \(eventCount.grouped) events (\(repeatedCount.grouped) were there already), \
            \(markCount.grouped) marks and \(completionCount.grouped) achievements \
            in \(Int(seconds.rounded())) s: \(rate.grouped) events a second
            """
    }
}
