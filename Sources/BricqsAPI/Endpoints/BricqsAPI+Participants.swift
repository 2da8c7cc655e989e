import HTTP
import Wire

extension BricqsAPI {
    /// Participants, and all that they have.
    static let participantEndpoints = [
        Endpoint(
            .post,
            "/api/v1/gamify/participants",
            "Creates a participant, or changes one that exists.",
            by: .known,
            body: .json(ParticipantWire.draftBody),
            answers: [.json(.created, ParticipantWire.participant)],
            ParticipantCalls.create
        ),
        Endpoint(
            .get,
            "/api/v1/gamify/participants/{participant_id}",
            "Shows a participant.",
            by: .known,
            parameters: [.participant],
            answers: [.ok(ParticipantWire.participant), .failure(.notFound)],
            ParticipantCalls.show
        ),
        Endpoint(
            .patch,
            "/api/v1/gamify/participants/{participant_id}",
            "Changes a participant; fields that are not sent stay.",
            by: .known,
            parameters: [.participant],
            body: .json(ParticipantWire.changeBody),
            answers: [.ok(ParticipantWire.participant), .failure(.notFound)],
            ParticipantCalls.update
        ),
        Endpoint(
            .get,
            "/api/v1/gamify/participants/{participant_id}/state",
            "Shows a participant with points, tier, streaks and badges.",
            by: .known,
            parameters: [
                .participant,
                .query(
                    "include",
                    .array(of: .text),
                    "Which parts to show: points, tier, streaks, badges. Default: all."
                ),
                .currency,
            ],
            answers: [
                .ok(
                    ParticipantWire.participant.with(
                        .optional("points", PointsWire.balance),
                        .optional("tier", PointsWire.tier.orNull),
                        .optional("streaks", .array(of: StreakWire.streak)),
                        .optional("badges", .array(of: BadgeWire.badge))
                    )
                ),
                .failure(.notFound),
            ],
            ParticipantCalls.showState
        ),
    ]

    /// Badges: achievements, some of which a call awards.
    static let badgeEndpoints = [
        Endpoint(
            .post,
            "/api/v1/gamify/badges/award",
            "Awards a badge to a participant.",
            by: .known,
            body: .json(BadgeWire.awardBody),
            answers: [.ok(BadgeWire.award), .failure(.notFound)],
            BadgeCalls.award
        ),
        Endpoint(
            .get,
            "/api/v1/gamify/participants/{participant_id}/badges",
            "Lists the badges of a participant: those earned, and those that can be.",
            by: .known,
            parameters: [
                .participant,
                .query("badge_codes", .array(of: .text), "Which badges to show. Default: all."),
                .query("earned_only", .boolean, "Whether to leave out what is not earned yet."),
            ],
            answers: [
                .ok(
                    .object(
                        .field("participant_id", .text),
                        .field("badges", .array(of: BadgeWire.badge))
                    )
                )
            ],
            BadgeCalls.list
        ),
    ]
}
