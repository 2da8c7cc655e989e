import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Reading
import Service
import Wire

/// What a rule that somebody thinks of would make of one user's streak.
enum UserPreviewCalls {
    /// How many periods are shown.
    static let periodCount = 28

    /// What is asked: a definition as a create has it, or, with an `id`, the change of one.
    static let body = StreakDefinitionWire.previewBody.with(
        .field("userId", UserWire.id)
    )

    /// How the user's streak stands, and how it would stand.
    static let preview = JSONSchema.named(
        "UserStreakPreview",
        .object(
            .field("user", .object(.field("id", .text), .field("tz", .text))),
            .field("before", standing.orNull),
            .field("after", standing)
        )
    )

    private static let standing = JSONSchema.object(
        .field("length", .count),
        .field("freezes", .count),
        .field(
            "periods",
            .array(
                of: .object(
                    .field("periodStart", .date),
                    .field("periodEnd", .date),
                    .field("length", .count),
                    .field("verdict", VerdictWire.verdict),
                    .field("coveredBy", VerdictWire.cover.orNull)
                )
            )
        )
    )

    /// Judges a user's last periods by a rule that is stored nowhere.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let fields = try context.fields(ifMalformed: .unprocessable)
        let userID = try fields.text("userId", UserWire.idRule)
        let proposal: StreakProposal
        switch try await propose(fields, context) {
        case .success(let proposed): proposal = proposed
        case .failure(.notFound): throw HTTPError.notFound("Streak definition not found by ID.")
        case .failure(let issue):
            throw HTTPError.unprocessable(context.words.sentence(issue))
        }
        let streak = try await context.service.reading.judge(
            proposal,
            of: userID,
            in: context.view,
            historyCount: periodCount
        )
        return Response.json { writer in
            writer.object { object in
                object.object("user") { user in
                    user.field("id", userID)
                    user.field("tz", streak.zone)
                }
                if let before = streak.before {
                    object.object("before") { write(before, to: &$0) }
                } else {
                    object.null("before")
                }
                object.object("after") { write(streak.after, to: &$0) }
            }
        }
    }

    private static func propose(
        _ fields: JSONFields,
        _ context: CallContext
    ) async throws -> Result<StreakProposal, ItemIssue> {
        let reader = StreakRuleReader(context)
        guard let id = fields.optional("id") else {
            return context.service.catalogue.propose(
                try StreakDefinitionWire.draft(from: fields, reader),
                in: context.view
            )
        }
        let update = StreakUpdate(
            publicID: try ResourceID.read(id),
            change: try StreakDefinitionWire.change(from: fields, reader),
            scope: try StreakFields.scope(from: fields)
        )
        return try await context.service.catalogue.propose(update, in: context.view)
    }

    private static func write(_ streak: UserStreak, to object: inout JSONObjectWriter) {
        object.field("length", streak.state.length)
        object.field("freezes", streak.state.freezeBalance)
        object.array("periods") { array in
            for period in streak.history {
                array.object { object in
                    object.field("periodStart", period.dates.lowerBound.iso8601)
                    object.field("periodEnd", period.dates.upperBound.iso8601)
                    object.field("length", period.length)
                    object.field("verdict", VerdictWire.word(for: period.verdict))
                    object.field("coveredBy", VerdictWire.cover(of: period.verdict))
                }
            }
        }
    }
}
