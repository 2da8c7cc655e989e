import Access
import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Service
import Wire

/// Making two records of one person one.
enum MergeCalls {
    /// What a merge would come to.
    @Sendable static func preview(_ context: CallContext) async throws -> Response {
        let user = try context.userInPath()
        guard let other = context.request.query.first("from") else {
            throw InvalidInput(path: "from", problem: "is required")
        }
        try UserWire.checkID(other, path: "from")
        let outcome = try await context.service.merging.preview(
            of: other,
            into: user,
            in: context.view
        )
        let text = MergeWire(user, other, context.view.rulebook).text(of: outcome, mergedAt: nil)
        return Response.json { writer in writer.rawJSON(text) }
    }

    /// Merges a user into another.
    @Sendable static func merge(_ context: CallContext) async throws -> Response {
        let user = try context.userInPath()
        let fields = try context.fields()
        let other = try fields.required("from").string()
        try UserWire.checkID(other, path: "from")
        let reason = try fields.optionalText("reason", .any(LaurelLimits.maximumReasonLength))
        let wire = MergeWire(user, other, context.view.rulebook)
        let text = try await context.service.merging.merge(
            other,
            into: user,
            because: reason,
            in: context.workspace,
            home: context.principal.home
        ) { wire.text(of: $0, mergedAt: $1) }
        return Response.json { writer in writer.rawJSON(text) }
    }
}

/// What a merge comes to, as it is shown.
struct MergeWire: Sendable {
    private let user: String
    private let other: String
    private let rulebook: Rulebook

    /// Of a user who is to stay, and one who goes.
    init(_ user: String, _ other: String, _ rulebook: Rulebook) {
        self.user = user
        self.other = other
        self.rulebook = rulebook
    }

    /// The answer; without a moment, to whoever only asks what it would be.
    func text(of outcome: UserMerging.Outcome, mergedAt moment: Instant?) -> String {
        var writer = JSONWriter()
        let merged = outcome.user
        let others = outcome.other
        writer.object { object in
            object.field("id", user)
            object.field("from", other)
            object.field("merged", moment?.iso8601)
            object.field("events", merged.eventCount)
            object.field("repeatedEvents", merged.repeatedCount)
            object.field("marks", merged.markCount)
            object.array("metrics") { array in
                for metric in rulebook.metrics {
                    let totals = [merged.before, others, merged.after].map {
                        $0.totals[metric.id] ?? .zero
                    }
                    if totals.allSatisfy({ $0 == .zero }) { continue }
                    array.object { item in
                        item.field("key", metric.key)
                        item.field("name", metric.name)
                        item.field("before", rawNumber: totals[0].description)
                        item.field("other", rawNumber: totals[1].description)
                        item.field("after", rawNumber: totals[2].description)
                    }
                }
            }
            object.array("streaks") { array in
                for streak in rulebook.streaks {
                    let lengths = [merged.before, others, merged.after].map {
                        $0.streaks[streak.id] ?? 0
                    }
                    array.object { write(streak.key, streak.name, lengths, to: &$0) }
                }
            }
            object.array("achievements") { array in
                let new = merged.after.achievements.subtracting(merged.before.achievements)
                for achievement in new.compactMap({ rulebook.achievements[$0] })
                    .sorted(by: { $0.id < $1.id })
                {
                    array.object { item in
                        item.field("id", achievement.publicID)
                        item.field("name", achievement.name)
                        item.field("had", others.achievements.contains(achievement.id))
                    }
                }
            }
            object.array("points") { array in
                for system in rulebook.points.systems {
                    let totals = [merged.before, others, merged.after].map {
                        $0.points[system.id] ?? 0
                    }
                    array.object { write(system.key, system.name, totals, to: &$0) }
                }
            }
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    private func write(
        _ key: String,
        _ name: String,
        _ figures: [some JSONWritable],
        to item: inout JSONObjectWriter
    ) {
        item.field("key", key)
        item.field("name", name)
        item.field("before", figures[0])
        item.field("other", figures[1])
        item.field("after", figures[2])
    }

    /// What a merge comes to.
    static let merge = JSONSchema.named(
        "UserMerge",
        .object(
            .field("id", .text),
            .field("from", .text),
            .field("merged", .instant.orNull),
            .field("events", .count),
            .field("repeatedEvents", .count),
            .field("marks", .count),
            .field("metrics", .array(of: figures(.number))),
            .field("streaks", .array(of: figures(.count))),
            .field(
                "achievements",
                .array(
                    of: .object(.field("id", .uuid), .field("name", .text), .field("had", .boolean))
                )
            ),
            .field("points", .array(of: figures(.integer)))
        )
    )

    private static func figures(_ figure: JSONSchema) -> JSONSchema {
        .object(
            .field("key", .text),
            .field("name", .text),
            .field("before", figure),
            .field("other", figure),
            .field("after", figure)
        )
    }
}
