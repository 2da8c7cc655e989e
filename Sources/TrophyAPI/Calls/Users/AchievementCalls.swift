import Access
import Catalogue
import Engine
import HTTP
import Intake
import JSONText
import Reading
import Service
import Wire

/// Achievements on the application interface.
enum AchievementCalls {
    /// The active achievements, with how many users have each.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let rulebook = context.view.rulebook
        let attributes = try attributes(in: context)
        let counts = try await context.service.reading.achievementCounts(in: context.workspace)
        let wire = AchievementWire(context)
        return Response.json { writer in
            writer.array { array in
                for achievement in rulebook.achievements.all
                where achievement.status == .active
                    && attributes.map(achievement.userFilter.matches) != false
                {
                    array.object { object in
                        wire.write(achievement, to: &object)
                        wire.write(counts, of: achievement, to: &object)
                    }
                }
            }
        }
    }

    /// A user's achievements: those reached, and if asked those that can be.
    @Sendable static func listOfUser(_ context: CallContext) async throws -> Response {
        let id = try context.userInPath()
        let found = try await context.service.reading.achievements(of: id, in: context.view)
        let counts = try await context.service.reading.achievementCounts(in: context.workspace)
        let all = context.request.query.first("includeIncomplete") == "true"
        let wire = AchievementWire(context)
        return Response.json { writer in
            writer.array { array in
                for achievement in found.shown(includingIncomplete: all) {
                    array.object { object in
                        write(achievement, of: found, wire, to: &object)
                        wire.write(counts, of: achievement, to: &object)
                    }
                }
            }
        }
    }

    /// Completes an achievement; a second call is told of the first.
    @Sendable static func complete(_ context: CallContext) async throws -> Response {
        let user = try context.fields().object("user")
        let id = try UserWire.id(from: user)
        try context.principal.requireAccess(toUser: id)
        let command = CompleteAchievement(
            user: context.service.intake.userKey(of: id, in: context.workspace),
            userID: id,
            userChange: try UserWire.change(from: user, zones: context.service.zones),
            achievementKey: context.request.parameter("key")
        )
        let awarded = try await context.service.intake.submit(command, in: context.workspace)
        let wire = AchievementWire(context)
        return Response.json(.created) { writer in
            writer.object { object in
                object.field("completionId", awarded.id.description)
                object.object("achievement") { object in
                    wire.write(
                        awarded.completed.achievement,
                        achievedAt: awarded.completed.achievedAt,
                        to: &object
                    )
                }
                PointsWire(context).write(awarded.points, to: &object)
            }
        }
    }

    /// Writes an achievement of a user, with the way that is still to go.
    static func write(
        _ achievement: Achievement,
        of user: UserAchievements,
        _ wire: AchievementWire,
        to object: inout JSONObjectWriter
    ) {
        let achievedAt = user.achievedAt(achievement)
        wire.write(achievement, achievedAt: achievedAt, to: &object)
        if achievedAt == nil { wire.write(user.progress(of: achievement), to: &object) }
    }

    /// The attributes of a user, `plan:pro,region:eu`, if the query has any.
    static func attributes(in context: CallContext) throws -> [AttributeID: String]? {
        guard let text = context.request.query.first("userAttributes"), !text.isEmpty else {
            return nil
        }
        var attributes: [AttributeID: String] = [:]
        for pair in text.split(separator: ",") {
            let parts = pair.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                throw InvalidInput(
                    path: "userAttributes",
                    problem: "must be pairs such as \"plan:pro,region:eu\""
                )
            }
            let key = String(parts[0])
            guard let attribute = context.view.rulebook.attribute(.user, key: key) else {
                throw InvalidInput(
                    path: "userAttributes",
                    problem: "names \"\(key.excerpt)\", which is no user attribute"
                )
            }
            attributes[attribute.id] = String(parts[1])
        }
        return attributes
    }
}
