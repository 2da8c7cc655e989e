import Catalogue
import Engine
import HTTP
import HistoryLines
import Intake
import JSONText
import Service
import Storage
import Wire

/// Taking histories in over HTTP.
enum ImportCalls {
    /// A line that is none, by its place in the request.
    private struct Rejected {
        let index: Int
        let reason: String
    }

    /// What a request came to.
    fileprivate struct Sums: Sendable {
        var userCount = 0
        var newUserCount = 0
        var eventCount = 0
        var repeatedCount = 0
        var markCount = 0
        var completionCount = 0
        var refused: [(user: String, reason: String)] = []
    }

    /// Takes the good lines in, and tells the bad ones.
    @Sendable static func run(_ context: CallContext) async throws -> Response {
        let fields = try context.fields()
        let createsMetrics = try fields.optionalBool("createMetrics") ?? false
        let reader = HistoryReader(
            rulebook: context.view.rulebook,
            zones: context.service.zones,
            now: context.view.now,
            allowsNewMetrics: createsMetrics
        )
        var assembler = HistoryAssembler(
            zones: context.service.zones,
            defaultZone: context.view.rulebook.defaultZone
        )
        var rejected: [Rejected] = []
        var metrics: Set<String> = []
        let lines = try fields.required("lines").elements(
            atMost: LaurelLimits.importedLines,
            "lines"
        )
        for (index, line) in lines.enumerated() {
            do {
                // What is wrong is told of the line, wherever it stands in the request.
                let line = try reader.line(JSONFields(try line.fields().object))
                if let metric = line.metricKey { metrics.insert(metric) }
                assembler.add(line)
            } catch {
                rejected.append(Rejected(index: index, reason: HTTPError(error).message))
            }
        }
        var sums = Sums()
        if try fields.optionalBool("dryRun") != true {
            if createsMetrics { try await create(metrics, context) }
            let tellsEach = try fields.optionalBool("tellEach") ?? false
            sums = try await takeIn(assembler.histories(), tellingEach: tellsEach, context)
        }
        return response(sums, rejected)
    }

    private static func create(_ keys: Set<String>, _ context: CallContext) async throws {
        let new = keys.filter { context.view.rulebook.metric(key: $0) == nil }.sorted()
        guard !new.isEmpty else { return }
        let results = try await context.service.catalogue.createMetrics(
            new.map { MetricDraft(key: $0, name: $0) },
            in: context.workspace
        )
        // Another request may have been faster with a metric of the same key.
        for case .failure(let issue) in results where issue != .keyInUse(.metric) {
            throw HTTPError.unprocessable(issue.message)
        }
    }

    private static func takeIn(
        _ users: [[UserHistory]],
        tellingEach: Bool,
        _ context: CallContext
    ) async throws -> Sums {
        let (intake, workspace) = (context.service.intake, context.workspace)
        return try await withThrowingTaskGroup { group in
            for histories in users {
                group.addTask { () async throws -> (String, Result<ImportedUser, Refusal>) in
                    let userID = histories.first?.userID ?? ""
                    do {
                        let user = try await intake.takeIn(
                            histories,
                            tellingEach: tellingEach,
                            in: workspace
                        )
                        return (userID, .success(user))
                    } catch let refusal as Refusal {
                        return (userID, .failure(refusal))
                    }
                }
            }
            var sums = Sums()
            for try await (userID, result) in group { sums.add(result, of: userID) }
            return sums
        }
    }

    private static func response(_ sums: Sums, _ rejected: [Rejected]) -> Response {
        Response.json { writer in
            writer.object { object in
                object.field("users", sums.userCount)
                object.field("newUsers", sums.newUserCount)
                object.field("events", sums.eventCount)
                object.field("repeatedEvents", sums.repeatedCount)
                object.field("marks", sums.markCount)
                object.field("achievements", sums.completionCount)
                object.array("rejectedLines") { array in
                    for line in rejected {
                        array.object { entry in
                            entry.field("index", line.index)
                            entry.field("reason", line.reason)
                        }
                    }
                }
                object.array("refusedUsers") { array in
                    for (user, reason) in sums.refused {
                        array.object { entry in
                            entry.field("userId", user)
                            entry.field("reason", reason)
                        }
                    }
                }
            }
        }
    }
}

extension ImportCalls.Sums {
    fileprivate mutating func add(_ result: Result<ImportedUser, Refusal>, of userID: String) {
        switch result {
        case .success(let user):
            userCount += 1
            newUserCount += user.isNew ? 1 : 0
            eventCount += user.eventCount
            repeatedCount += user.repeatedCount
            markCount += user.markCount
            completionCount += user.completionCount
        case .failure(let refusal): refused.append((userID, refusal.message))
        }
    }
}

extension HistoryLine {
    fileprivate var metricKey: String? {
        guard case .event(let event) = self, case .metric(let key) = event.source else {
            return nil
        }
        return key
    }
}
