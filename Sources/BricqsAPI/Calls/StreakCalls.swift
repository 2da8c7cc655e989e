import Access
import Catalogue
import Engine
import HTTP
import Intake
import JSONText
import Reading
import Service
import ServiceRuntime
import Wire

/// Ticks, and what has become of them.
enum StreakCalls {
    /// Records a tick; the participant comes to be if need be.
    @Sendable static func record(_ context: CallContext) async throws -> Response {
        let fields = try context.fields()
        let participant = try ParticipantWire.id(from: fields)
        try context.principal.requireAccess(toUser: participant)
        let code = try fields.string("streak_code")
        let command = RecordTick(
            user: context.service.intake.userKey(of: participant, in: context.workspace),
            userID: participant,
            streakKey: code,
            occurredAt: try fields.optional("timestamp").map { try $0.instant(assumingUTC: true) }
        )
        let tick = try await context.service.intake.submit(command, in: context.workspace)
        return Response.json { writer in
            writer.object { StreakWire.write(tick, of: code, to: &$0) }
        }
    }

    /// The streaks in which a participant has recorded anything.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let participant = try context.participantInPath()
        let streaks = try await streaks(of: participant, context)
        return Response.json { writer in
            writer.object { object in
                object.field("participant_id", participant)
                StreakWire.write(streaks, to: &object)
            }
        }
    }

    /// The streaks that are active and in which a participant has recorded anything; of one who was
    /// never seen, none.
    static func streaks(
        of participant: String,
        _ context: CallContext
    ) async throws -> [ProgressedStreak] {
        try await context.service.reading.progressedStreaks(
            context.view.rulebook.streaks.filter { $0.status == .active },
            of: participant,
            in: context.view
        )
        .filter { $0.state.latestAt != nil }
    }
}
