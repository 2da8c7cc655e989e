import Engine
import HTTP
import Intake
import JSONText
import Mail
import Reminders
import Service
import ServiceRuntime
import Wire

/// The pages that links in mails lead to, which need no login.
enum MailPageCalls {
    /// What forms of pages are sent as.
    static let form = "application/x-www-form-urlencoded"

    /// Shows the key with which pages subscribe, which is public.
    @Sendable static func showKey(_ context: OpenContext) async throws -> Response {
        guard let key = context.service.reminders.webPushKey else {
            throw ServiceError(
                .notFound,
                "This server sends nothing to browsers. Start it with --push."
            )
        }
        return Response.json { writer in writer.object { $0.field("publicKey", key) } }
    }

    /// Shows what a user has chosen.
    @Sendable static func showPreferences(_ context: OpenContext) async throws -> Response {
        guard let (token, reader) = try await found(context) else { return unknown }
        return page(MailPage.preferences(reader, token: token, isSaved: false))
    }

    /// Keeps what a user has chosen.
    @Sendable static func choose(_ context: OpenContext) async throws -> Response {
        guard let (token, reader) = try await found(context) else { return unknown }
        let form = Query(String(decoding: context.request.body, as: UTF8.self))
        let wanted = Set(form.all("kind"))
        var chosen: [UserPreferences.Notification: [UserPreferences.Channel]] = [:]
        for kind in UserPreferences.Notification.allCases {
            chosen[kind] = reader.channels(of: kind, mails: wanted.contains(kind.rawValue))
        }
        try await keep(chosen, of: reader, context.service)
        let changed = try await context.service.reminders.reader(token) ?? reader
        return page(MailPage.preferences(changed, token: token, isSaved: true))
    }

    /// Shows a button: whoever follows a link to see where it leads changes nothing.
    @Sendable static func showUnsubscribe(_ context: OpenContext) async throws -> Response {
        guard let (token, reader) = try await found(context) else { return unknown }
        return page(MailPage.unsubscribe(reader, token: token))
    }

    /// Unsubscribes, for the button of the page and for that of mail programs.
    @Sendable static func unsubscribe(_ context: OpenContext) async throws -> Response {
        guard let (token, reader) = try await found(context) else { return unknown }
        let kind = reader.notification
        try await keep(
            [kind: reader.channels(of: kind, mails: false)],
            of: reader,
            context.service
        )
        return page(MailPage.unsubscribed(reader, token: token))
    }

    private static func found(
        _ context: OpenContext
    ) async throws -> (token: String, reader: MailReader)? {
        guard let token = context.request.query.first("t"),
            let reader = try await context.service.reminders.reader(token)
        else { return nil }
        return (token, reader)
    }

    private static func keep(
        _ chosen: [UserPreferences.Notification: [UserPreferences.Channel]],
        of reader: MailReader,
        _ service: LaurelService
    ) async throws {
        _ = try await service.intake.submit(
            ChoosePreferences(user: reader.user, userID: reader.userID, notifications: chosen),
            in: reader.workspace
        )
    }

    private static let unknown = page(
        MailPage.unknown,
        status: .notFound
    )

    /// A page that does nothing but show a form, in no other page's frame.
    private static func page(_ html: String, status: Status = .ok) -> Response {
        Response(
            status,
            headers: [
                "Content-Type": "text/html; charset=utf-8",
                "Cache-Control": "no-store",
                "Referrer-Policy": "no-referrer",
                "X-Content-Type-Options": "nosniff",
                "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
                    + "img-src 'self' https: http:; "
                    + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            ],
            body: .bytes(Array(html.utf8))
        )
    }
}

extension MailReader {
    /// Whether mails of a kind come.
    func getsMails(of kind: UserPreferences.Notification) -> Bool {
        preferences.notifications[kind]?.contains(.email) ?? true
    }

    /// The ways on which a kind comes, once mails of it do or do not.
    fileprivate func channels(
        of kind: UserPreferences.Notification,
        mails: Bool
    ) -> [UserPreferences.Channel] {
        let known = preferences.notifications[kind] ?? UserPreferences.Channel.allCases
        let others = known.filter { $0 != .email }
        return mails ? [.email] + others : others
    }
}
