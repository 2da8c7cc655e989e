import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Service
import Storage
import Wire

/// What reports can be about, and by what they can tell users apart: what somebody chooses from.
enum AnalyticsSubjects {
    private static let subject = JSONSchema.object(.field("key", .text), .field("name", .text))

    static let schema = JSONSchema.named(
        "AnalyticsSubjects",
        .object(
            .field("today", .date),
            .field("attributes", .array(of: subject)),
            .field("metrics", .array(of: subject)),
            .field("streaks", .array(of: subject)),
            .field(
                "achievements",
                .array(of: .object(.field("id", .text), .field("name", .text)))
            ),
            .field("systems", .array(of: subject)),
            .field(
                "boards",
                .array(
                    of: .object(.field("id", .text), .field("key", .text), .field("name", .text))
                )
            )
        )
    )

    /// Shows them, the ones that are asked about by default first.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let rulebook = context.view.rulebook
        let settings = WorkspaceSettings(stored: context.view.workspace.settings)
        let attributes = settings.analyticsAttributes.compactMap { key in
            (rulebook.attribute(.user, key: key) ?? rulebook.attribute(.event, key: key))
                .map { Subject(key: $0.key, name: $0.name) }
        }
        let primary = rulebook.streaks.filter(\.isPrimary)
        let streaks = primary + rulebook.streaks.filter { !$0.isPrimary }
        return Response.json { writer in
            writer.object { object in
                object.field("today", AnalyticsQuery.today(context).iso8601)
                write(attributes, as: "attributes", to: &object)
                write(rulebook.metrics.map(Subject.init), as: "metrics", to: &object)
                write(streaks.map(Subject.init), as: "streaks", to: &object)
                object.array("achievements") { array in
                    for each in rulebook.achievements.all {
                        array.object { achievement in
                            achievement.field("id", each.publicID)
                            achievement.field("name", each.name)
                        }
                    }
                }
                write(rulebook.points.systems.map(Subject.init), as: "systems", to: &object)
                object.array("boards") { array in
                    for each in rulebook.boards.all {
                        array.object { board in
                            board.field("id", each.publicID)
                            board.field("key", each.key)
                            board.field("name", each.name)
                        }
                    }
                }
            }
        }
    }

    /// What one of them is called.
    private struct Subject {
        let key: String
        let name: String

        init(key: String, name: String) { (self.key, self.name) = (key, name) }
        init(_ metric: Metric) { self.init(key: metric.key, name: metric.name) }
        init(_ streak: StreakDefinition) { self.init(key: streak.key, name: streak.name) }
        init(_ system: PointsSystem) { self.init(key: system.key, name: system.name) }
    }

    private static func write(
        _ subjects: [Subject],
        as name: String,
        to object: inout JSONObjectWriter
    ) {
        object.array(name) { array in
            for subject in subjects {
                array.object { each in
                    each.field("key", subject.key)
                    each.field("name", subject.name)
                }
            }
        }
    }
}
