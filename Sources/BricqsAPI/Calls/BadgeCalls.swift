import Access
import Engine
import HTTP
import Intake
import JSONText
import Reading
import Service
import ServiceRuntime
import Wire

/// Badges: achievements, some of which a call awards.
enum BadgeCalls {
    /// Awards a badge; a second call is told of the first.
    @Sendable static func award(_ context: CallContext) async throws -> Response {
        try context.requireBackend(toAward: "badges")
        let fields = try context.fields()
        let participant = try ParticipantWire.id(from: fields)
        try context.principal.requireAccess(toUser: participant)
        let code = try fields.string("badge_code")
        let command = CompleteAchievement(
            user: context.service.intake.userKey(of: participant, in: context.workspace),
            userID: participant,
            achievementKey: code
        )
        let completed = try await context.service.intake.submit(
            command,
            in: context.workspace
        ).completed
        return Response.json { writer in
            writer.object { object in
                object.field("participant_id", participant)
                object.field("badge_code", code)
                object.field("already_earned", completed.isRepeated)
                object.field("earned_at", completed.achievedAt.shortText)
            }
        }
    }

    /// A participant's badges: those earned, and, unless only these are wanted, those to be earned.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let participant = try context.participantInPath()
        let codes = context.request.query.list("badge_codes")
        let onlyEarned = try context.request.query.flag("earned_only")
        let found = try await achievements(of: participant, context)
        let badges =
            found?.shown(includingIncomplete: !onlyEarned).filter { badge in
                codes.isEmpty || codes.contains { $0.isSameID(as: BadgeWire.code(of: badge)) }
            } ?? []
        return Response.json { writer in
            writer.object { object in
                object.field("participant_id", participant)
                if let found {
                    BadgeWire.write(badges, of: found, for: context.request, to: &object)
                } else {
                    object.array("badges") { _ in }
                }
            }
        }
    }

    /// A participant's achievements; nothing of one who was never seen.
    private static func achievements(
        of participant: String,
        _ context: CallContext
    ) async throws -> UserAchievements? {
        do {
            return try await context.service.reading.achievements(of: participant, in: context.view)
        } catch let error as ServiceError where error.code == .notFound {
            return nil
        }
    }
}
