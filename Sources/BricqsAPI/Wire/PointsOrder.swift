import Access
import Catalogue
import Engine
import HTTP
import Intake
import JSONText
import Service
import Wire

/// Points that a call is to give a participant, or to take.
struct PointsOrder {
    /// What it is on the wire; what Bricqs' callers tell of an order besides is taken and not kept.
    static let body = JSONSchema.named(
        "PointsOrder",
        .object(
            .field("participant_id", .name(upTo: BricqsLimits.maximumNameLength)),
            .field("amount", .integer(BricqsLimits.points)),
            .optional("reason", .text(upTo: BricqsLimits.maximumReasonLength).orNull),
            .optional("metadata", .oneOf([.map(.any), .null])),
            .optional("currency", .text.orNull),
            IdempotencyKey.field
        )
    )

    /// Several of them.
    static let batchBody = JSONSchema.object(
        .field("awards", .array(.any, 1...BricqsLimits.maximumBatchItems))
    )

    /// The caller's own id of the participant.
    let participant: String
    /// How many.
    let amount: Int64
    /// The key of the points system, if the caller says.
    let currency: String?
    private let user: UserKey
    private let reason: String?
    private let idempotencyKey: String?

    /// The order that the fields describe.
    init(from fields: JSONFields, idempotencyKey: String?, in context: CallContext) throws {
        participant = try ParticipantWire.id(from: fields)
        try context.principal.requireAccess(toUser: participant)
        // Who cannot come to be leaves no points system behind.
        if let problem = UserName.problem(with: participant) {
            throw fields.invalid("participant_id", problem)
        }
        user = context.service.intake.userKey(of: participant, in: context.workspace)
        amount = Int64(try fields.required("amount").integer(in: BricqsLimits.points))
        reason = try fields.optionalText("reason", .any(BricqsLimits.maximumReasonLength))
        _ = try fields.optional("metadata")?.entries(atMost: BricqsLimits.maximumProperties)
        currency = try fields.optionalString("currency")
        self.idempotencyKey = idempotencyKey
    }

    /// What has so many points of a system given, or taken where the sign is negative.
    func command(_ system: PointsSystem, sign: Int64 = 1) -> ChangePoints {
        ChangePoints(
            user: user,
            userID: participant,
            createsUser: true,
            system: system.id,
            amount: sign * amount,
            reason: reason,
            idempotencyKey: idempotencyKey
        )
    }
}
