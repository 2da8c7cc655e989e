import Catalogue
import CivilTime
import Engine
import HTTP
import Intake
import JSONText
import Service
import Wire

/// Freezes, pauses, restored and reset streaks, in Trophy's terms.
enum StreakMarkCalls {
    /// Gives a freeze to each user named; to one named twice, two.
    @Sendable static func createFreezes(_ context: CallContext) async throws -> Response {
        let items = try WrappedItems(of: context, in: "freezes", nameUsersBy: "userId")
        let results = try await items.perform(context) { _ in .grant(count: 1) }
        return Response.json(items.creationStatus(results)) { writer in
            writer.object { items.writeIssues(results, for: context, to: &$0) }
        }
    }

    /// Pauses streaks of users.
    @Sendable static func createPauses(_ context: CallContext) async throws -> Response {
        let items = try WrappedItems(
            of: context,
            in: "pauses",
            nameUsersBy: "userId",
            and: ["start", "end"]
        )
        let results = try await items.perform(context) { .pause(try dates(from: $0)) }
        return Response.json(items.creationStatus(results)) { writer in
            writer.object { object in
                object.array("created") { array in
                    for (item, result) in zip(items.items, results) {
                        guard let pause = try? result.get(),
                            let dates = try? Self.dates(from: item.fields())
                        else { continue }
                        array.object { object in
                            object.field("id", pause.publicID)
                            object.field("userId", try? item.fields().string("userId"))
                            object.field("start", dates.lowerBound.iso8601)
                            object.field("end", dates.upperBound.iso8601)
                            object.field("status", "active")
                        }
                    }
                }
                items.writeIssues(results, for: context, to: &object)
            }
        }
    }

    private static func dates(from fields: JSONFields) throws -> ClosedRange<CivilDate> {
        let start = try fields.required("start").date()
        let end = try fields.required("end").date()
        guard start <= end else { throw fields.invalid("end", "must not be before start") }
        return start...end
    }

    /// Ends pauses.
    @Sendable static func deletePauses(_ context: CallContext) async throws -> Response {
        let ids = try Bulk.ids(of: context.request)
        let results = try await Bulk.perform(Bulk.checkedIDs(ids)) { ids in
            let results = try await context.service.streakMarks.endPauses(
                ids,
                in: context.workspace
            )
            return zip(ids, results).map { id, result in
                result.map { _ in id }.mapError { .told($0.sentence(in: context)) }
            }
        }
        return Bulk.answer(
            "deleted",
            results,
            for: context,
            locator: .id(ids),
            status: .ok
        ) { id, object in
            object.field("id", id)
        }
    }

    /// Gives users the longest streak of the last months again.
    @Sendable static func restore(_ context: CallContext) async throws -> Response {
        try await change(.restore, "restoredUsers", context)
    }

    /// Ends users' streaks, whatever they have done in this period.
    @Sendable static func reset(_ context: CallContext) async throws -> Response {
        try await change(.reset, "resetUsers", context)
    }

    private static func change(
        _ kind: MarkStreak.Kind,
        _ name: String,
        _ context: CallContext
    ) async throws -> Response {
        let items = try WrappedItems(of: context, in: "users", nameUsersBy: "id")
        let results = try await items.perform(context) { _ in kind }
        return Response.json(items.creationStatus(results)) { writer in
            writer.object { object in
                object.array(name) { array in
                    for (userID, result) in zip(items.userIDs, results)
                    where (try? result.get()) != nil {
                        array.element(userID ?? "")
                    }
                }
                items.writeIssues(results, for: context, to: &object)
            }
        }
    }
}
