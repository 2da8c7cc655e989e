import CivilTime
import Engine
import HTTP
import JSONText
import Mail
import Reminders
import Service
import Wire

/// Looking at mails before users get them.
enum MessageCalls {
    /// Shows a mail as a user would get it now.
    @Sendable static func preview(_ context: CallContext) async throws -> Response {
        let fields = try context.fields(ifMalformed: .unprocessable)
        try fields.allowOnly(["kind", "userId", "achievementId", "locale", "template"])
        let rendered = try await context.service.reminders.rendered(
            try preview(from: fields),
            in: context.view,
            publicURL: context.request.publicURL ?? "http://localhost"
        )
        return Response.json { writer in
            writer.object { object in
                object.field("subject", rendered.subject)
                object.field("html", rendered.html)
                object.field("text", rendered.text)
            }
        }
    }

    /// Sends it to an address.
    @Sendable static func test(_ context: CallContext) async throws -> Response {
        let fields = try context.fields(ifMalformed: .unprocessable)
        try fields.allowOnly(["kind", "userId", "achievementId", "locale", "template", "to"])
        let to = try fields.required("to")
        guard Mailbox.isAddress(try to.string()) else {
            throw to.invalid("must be an address of mail")
        }
        let answer = try await context.service.reminders.send(
            try preview(from: fields),
            to: try to.string(),
            in: context.view
        )
        return Response.json { writer in writer.object { $0.field("answer", answer) } }
    }

    private static func preview(from fields: JSONFields) throws -> MailPreview {
        let kind = try fields.required("kind").word(ReminderKind.self)
        let id = try fields.string("userId")
        try UserWire.checkID(id, path: "userId")
        var preview = MailPreview(kind: kind, userID: id)
        preview.achievement = try fields.optionalString("achievementId")
        preview.locale = try fields.optional("locale").map(ReminderSettingsWire.locale)
        preview.template = try fields.optionalObject("template").map { try MailTemplate($0) }
        return preview
    }
}

// MARK: - Schemas

extension MessageCalls {
    private static let block = JSONSchema.object(
        .field(
            "type",
            .words([
                "heading", "text", "button", "streak", "achievement", "totals", "divider",
            ])
        ),
        .optional("text", .text),
        .optional("url", .text),
        .optional("if", .text)
    )

    /// What a mail says.
    static let template = JSONSchema.named("MailTemplate", .object(templateFields))

    static let templateFields: [JSONSchema.Field] = [
        .field("subjects", .array(of: .text)),
        .field("preview", .text),
        .field("blocks", .array(of: block)),
    ]

    /// What sets what a mail says.
    static let given = JSONSchema.object(
        .field("subjects", .array(.text, 1...10)),
        .optional("preview", .text),
        .field("blocks", .array(block, 1...50))
    )

    private static let previewFields: [JSONSchema.Field] = [
        .field("kind", .word(of: ReminderKind.self)),
        .field("userId", UserWire.id),
        .optional("achievementId", JSONSchema.text.orNull),
        .optional("locale", JSONSchema.text.orNull),
        .optional("template", given.orNull),
    ]

    /// What a mail is written from that is looked at.
    static let previewBody = JSONSchema.object(previewFields)

    /// The same, and where it goes.
    static let testBody = JSONSchema.object(previewFields + [.field("to", .text)])

    /// A mail.
    static let rendered = JSONSchema.object(
        .field("subject", .text),
        .field("html", .text),
        .field("text", .text)
    )
}
