import Access
import CivilTime
import Engine
import HTTP
import JSONText
import Reading
import Service
import Storage
import Wire

/// How things are in a workspace.
enum OverviewCalls {
    /// How many there are of what.
    static let overview = JSONSchema.named(
        "Overview",
        .object(
            .field("asOf", .instant),
            .field("complete", .boolean),
            .field("users", .object(.field("total", .count), .field("new", .count))),
            .field(
                "active",
                .object(.field("day", .count), .field("week", .count), .field("month", .count))
            ),
            .field("events", .object(.field("day", .count))),
            .field("streaks", .object(.field("alive", .count), .field("lost", .count))),
            .field("achievements", .object(.field("completed", .count)))
        )
    )

    /// Shows what was known a moment ago, or looks.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let overview = try await context.service.reading.overview(
            in: context.view,
            at: context.service.access.now
        )
        let counts = overview.counts
        return Response.json { writer in
            writer.object { object in
                object.field("asOf", overview.asOf.iso8601)
                object.field("complete", overview.isComplete)
                object.object("users") { users in
                    users.field("total", overview.userCount)
                    users.field("new", counts.newUsers)
                }
                object.object("active") { active in
                    active.field("day", counts.activeDay)
                    active.field("week", counts.activeWeek)
                    active.field("month", counts.activeMonth)
                }
                object.object("events") { $0.field("day", counts.events) }
                object.object("streaks") { streaks in
                    streaks.field("alive", counts.streaksAlive)
                    streaks.field("lost", counts.streaksLost)
                }
                object.object("achievements") { $0.field("completed", counts.completed) }
            }
        }
    }
}
