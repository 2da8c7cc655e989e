import Catalogue
import CivilTime
import HTTP
import JSONText
import Mail
import Reminders
import Service
import ServiceRuntime
import Storage
import Wire

/// The server that takes the mails of a workspace.
enum MailServerCalls {
    /// Shows it; a password is never shown.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        answer(WorkspaceSettings(of: context.view.workspace).mail, context)
    }

    /// Has mails go to a server of the workspace's own.
    @Sendable static func set(_ context: CallContext) async throws -> Response {
        guard context.service.reminders.mayHaveOwnMail else {
            throw HTTPError.unprocessable(
                "Mails link to pages of this server. Start it with --public-url."
            )
        }
        let fields = try context.fields(ifMalformed: .unprocessable)
        // Who sends back what was shown need not take out what the server knows.
        try fields.allowOnly(["url", "from", "password", "source", "passwordSetAt"])
        let url = try fields.required("url")
        let relay = try relay(url)
        let from = try fields.required("from")
        guard Mailbox(try from.string()) != nil else {
            throw from.invalid("must be an address such as \"Name <mail@example.com>\"")
        }
        let mail = try await context.service.catalogue.setMail(
            relay.text,
            from: try from.string(),
            password: try password(fields, relay, url),
            of: context.workspace
        )
        return answer(mail, context)
    }

    /// Has them go where the server's options say.
    @Sendable static func remove(_ context: CallContext) async throws -> Response {
        guard try await context.service.catalogue.removeMail(of: context.workspace) else {
            throw HTTPError.notFound("This workspace has no mail server of its own.")
        }
        return answer(nil, context)
    }

    private static func relay(_ cursor: JSONCursor) throws -> MailRelay {
        do throws(MailRelay.Problem) {
            return try MailRelay((try? cursor.string()) ?? "")
        } catch {
            switch error {
            case .scheme: throw cursor.invalid("must begin with smtp:// or smtps://")
            case .password: throw cursor.invalid("must have no password in it; \"password\" has it")
            case .host:
                throw cursor.invalid(
                    "must be an address such as \"smtp://user@mail.example.com:587\""
                )
            }
        }
    }

    private static func password(
        _ fields: JSONFields,
        _ relay: MailRelay,
        _ url: JSONCursor
    ) throws -> Catalogue.MailPassword {
        guard let cursor = fields["password"] else { return .kept }
        if cursor.isNull { return .none }
        let password = try cursor.string()
        guard (1...LaurelLimits.maximumMailPassword).contains(password.utf8.count),
            password.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
        else {
            throw cursor.invalid(
                "must have 1 to \(LaurelLimits.maximumMailPassword) bytes and no control characters"
            )
        }
        guard relay.user != nil else {
            throw url.invalid("must say who signs in with the password: smtp://user@host")
        }
        return .set(password)
    }

    private static func answer(_ mail: WorkspaceMail?, _ context: CallContext) -> Response {
        let usual = context.service.reminders.usualSender
        return Response.json { writer in
            writer.object { object in
                object.field("source", mail != nil ? "workspace" : usual != nil ? "server" : "none")
                object.field("url", mail?.relay)
                object.field("from", mail?.from ?? usual?.address)
                object.field("passwordSetAt", mail?.password?.setAt.iso8601)
            }
        }
    }

    // MARK: - Schemas

    /// What sets it.
    static let body = JSONSchema.object(
        .field("url", .text),
        .field("from", .text),
        .optional("password", JSONSchema.text.orNull)
    )

    /// The server.
    static let shown = JSONSchema.named(
        "MailServer",
        .object(
            .field("source", .words(["workspace", "server", "none"])),
            .field("url", .text.orNull),
            .field("from", .text.orNull),
            .field("passwordSetAt", .instant.orNull)
        )
    )
}
