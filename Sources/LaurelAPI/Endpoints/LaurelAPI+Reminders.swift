import Engine
import HTTP
import Storage
import Wire

extension LaurelAPI {
    /// Which reminders users get, and what became of them.
    static let reminderEndpoints: [Endpoint] = [
        Endpoint(
            .get,
            "/admin/v1/reminders/settings",
            "Shows which reminders users get, when, and how many.",
            by: .admin,
            answers: [.ok(ReminderSettingsWire.settings)],
            isRevalidated: true,
            ReminderCalls.showSettings
        ),
        Endpoint(
            .put,
            "/admin/v1/reminders/settings",
            "Sets which reminders users get; what is left out is as it is unless told.",
            by: .admin,
            body: .json(ReminderSettingsWire.body),
            answers: [.ok(ReminderSettingsWire.settings)],
            ReminderCalls.replaceSettings
        ),
        Endpoint(
            .get,
            "/admin/v1/reminders/mail",
            "Shows the server that takes the mails; never its password.",
            by: .admin,
            answers: [.ok(MailServerCalls.shown)],
            MailServerCalls.show
        ),
        Endpoint(
            .put,
            "/admin/v1/reminders/mail",
            "Has mails go to a server of the workspace's own.",
            by: .admin,
            body: .json(MailServerCalls.body),
            answers: [.ok(MailServerCalls.shown)],
            MailServerCalls.set
        ),
        Endpoint(
            .delete,
            "/admin/v1/reminders/mail",
            "Has mails go where the server's options say.",
            by: .admin,
            answers: [.ok(MailServerCalls.shown), .failure(.notFound)],
            MailServerCalls.remove
        ),
        Endpoint(
            .get,
            "/admin/v1/reminders/due",
            "Lists the reminders that are planned, as things stand now, the earliest first.",
            by: .admin,
            parameters: [
                .query("from", .instant, "The first moment to show. Default: now."),
                .query("to", .instant, "The moment before which to show. Default: in a day."),
                FactCalls.limit.parameter, .cursor,
            ],
            answers: [
                .ok(
                    .object(
                        .field("reminders", .array(of: ReminderCalls.planned)),
                        .field("nextCursor", .text.orNull)
                    )
                )
            ],
            ReminderCalls.listDue
        ),
        Endpoint(
            .get,
            "/admin/v1/reminders",
            "Lists the reminders that were decided to be sent, newest first.",
            by: .admin,
            parameters: [
                .query("userId", UserWire.id, "The user whose reminders to show. Default: all."),
                .query("status", .word(of: Reminder.Status.self), "How they stand. Default: all."),
                .query("kind", .word(of: ReminderKind.self), "What they are about. Default: all."),
                FactCalls.limit.parameter, .cursor,
            ],
            answers: [
                .ok(
                    .object(
                        .field("reminders", .array(of: ReminderCalls.logged)),
                        .field("nextCursor", .text.orNull)
                    )
                ),
                .failure(.notFound),
            ],
            ReminderCalls.list
        ),
        Endpoint(
            .get,
            "/admin/v1/reminders/decisions",
            "Lists what was decided of reminders in the last seven days, and why, newest first.",
            by: .admin,
            parameters: [
                .query("userId", UserWire.id, "The user whose to show. Default: all."),
                .query(
                    "type",
                    .array(of: .word(of: ReminderFact.Kind.self)),
                    "What was decided, as types with commas between them. Default: all."
                ),
                FactCalls.limit.parameter, .cursor,
            ],
            answers: [
                .ok(
                    .object(
                        .field("decisions", .array(of: ReminderCalls.decision)),
                        .field("nextCursor", .text.orNull)
                    )
                ),
                .failure(.notFound),
            ],
            ReminderCalls.listDecisions
        ),
        Endpoint(
            .post,
            "/admin/v1/reminders/bounces",
            "Takes in that mails came back or were complained about: their addresses get none any more.",
            by: .admin,
            body: .json(BounceWire.body),
            answers: [.ok(.object(.field("suppressed", .count)))],
            BounceCalls.take
        ),
        Endpoint(
            .get,
            "/admin/v1/reminders/suppressions",
            "Lists the addresses that get no mail, by their digests, newest first.",
            by: .admin,
            parameters: [
                .query("reason", .word(of: Suppression.Reason.self), "Why. Default: all."),
                FactCalls.limit.parameter, .cursor,
            ],
            answers: [
                .ok(
                    .object(
                        .field("suppressions", .array(of: BounceWire.listed)),
                        .field("nextCursor", .text.orNull)
                    )
                )
            ],
            BounceCalls.list
        ),
        Endpoint(
            .get,
            "/admin/v1/reminders/suppressions/{address}",
            "Shows why an address gets no mail.",
            by: .admin,
            parameters: [.address],
            answers: [.ok(BounceWire.suppression), .failure(.notFound)],
            BounceCalls.show
        ),
        Endpoint(
            .put,
            "/admin/v1/reminders/suppressions/{address}",
            "Lets an address get no mail any more.",
            by: .admin,
            role: .support,
            parameters: [.address],
            answers: [.ok(BounceWire.suppression)],
            BounceCalls.suppress
        ),
        Endpoint(
            .delete,
            "/admin/v1/reminders/suppressions/{address}",
            "Lets an address get mail again, which is named by itself or by its digest.",
            by: .admin,
            role: .support,
            parameters: [.address],
            answers: [.ok(.object(.field("address", .text))), .failure(.notFound)],
            BounceCalls.allow
        ),
    ]

    /// Mails to look at before users get them.
    static let messageEndpoints: [Endpoint] = [
        Endpoint(
            .get,
            "/admin/v1/messages/templates",
            "Lists what mails say, of every kind and in every language that there is something of.",
            by: .admin,
            answers: [
                .ok(.object(.field("templates", .array(of: TemplateCalls.template))))
            ],
            TemplateCalls.list
        ),
        Endpoint(
            .get,
            "/admin/v1/messages/templates/{kind}",
            "Shows what mails of a kind say.",
            by: .admin,
            parameters: [.kind, .locale],
            answers: [.ok(TemplateCalls.template)],
            isRevalidated: true,
            TemplateCalls.show
        ),
        Endpoint(
            .put,
            "/admin/v1/messages/templates/{kind}",
            "Sets what mails of a kind say.",
            by: .admin,
            parameters: [.kind, .locale],
            body: .json(MessageCalls.given),
            answers: [.ok(TemplateCalls.template)],
            TemplateCalls.set
        ),
        Endpoint(
            .delete,
            "/admin/v1/messages/templates/{kind}",
            "Lets mails of a kind say what the server says.",
            by: .admin,
            parameters: [.kind, .locale],
            answers: [.ok(TemplateCalls.template), .failure(.notFound)],
            TemplateCalls.remove
        ),
        Endpoint(
            .get,
            "/admin/v1/messages/templates/{kind}/versions",
            "Lists what was written before, newest first.",
            by: .admin,
            parameters: [.kind, .locale, TemplateCalls.limit.parameter, .cursor],
            answers: [
                .ok(
                    .object(
                        .field("versions", .array(of: TemplateCalls.version)),
                        .field("nextCursor", .text.orNull)
                    )
                )
            ],
            TemplateCalls.versions
        ),
        Endpoint(
            .post,
            "/admin/v1/messages/preview",
            "Shows a mail as a user would get it now.",
            by: .admin,
            role: .viewer,
            body: .json(MessageCalls.previewBody),
            answers: [.ok(MessageCalls.rendered), .failure(.notFound)],
            MessageCalls.preview
        ),
        Endpoint(
            .post,
            "/admin/v1/messages/test",
            "Sends a mail as a user would get it now to another address.",
            by: .admin,
            body: .json(MessageCalls.testBody),
            answers: [.ok(.object(.field("answer", .text))), .failure(.notFound)],
            MessageCalls.test
        ),
    ]

    /// What pages need to know that subscribe to messages.
    static let pushEndpoints: [Endpoint] = [
        Endpoint(
            open: .get,
            "/push/key",
            "Shows the key with which pages subscribe to messages.",
            answers: [.ok(.object(.field("publicKey", .text))), .failure(.notFound)],
            MailPageCalls.showKey
        )
    ]

    /// What links in mails lead to, without a login: a signed token says whose it is.
    static let mailEndpoints: [Endpoint] = [
        Endpoint(
            open: .get,
            "/mail/preferences",
            "Shows a page on which users choose which mails they get.",
            parameters: [.token],
            answers: [.other(.ok, "text/html"), .other(.notFound, "text/html")],
            MailPageCalls.showPreferences
        ),
        Endpoint(
            open: .post,
            "/mail/preferences",
            "Keeps what was chosen on it.",
            parameters: [.token],
            body: .file(MailPageCalls.form, maximumBytes: LaurelLimits.maximumFormBytes),
            answers: [.other(.ok, "text/html"), .other(.notFound, "text/html")],
            MailPageCalls.choose
        ),
        Endpoint(
            open: .get,
            "/mail/unsubscribe",
            "Shows a page with a button that unsubscribes; by itself it changes nothing.",
            parameters: [.token],
            answers: [.other(.ok, "text/html"), .other(.notFound, "text/html")],
            MailPageCalls.showUnsubscribe
        ),
        Endpoint(
            open: .post,
            "/mail/unsubscribe",
            "Unsubscribes a user from mails of a kind (RFC 8058).",
            parameters: [.token],
            body: .file(MailPageCalls.form, maximumBytes: LaurelLimits.maximumFormBytes),
            answers: [.other(.ok, "text/html"), .other(.notFound, "text/html")],
            MailPageCalls.unsubscribe
        ),
    ]
}

extension Parameter {
    fileprivate static let token = Parameter.query("t", .text, "The token of the link in a mail.")
    fileprivate static let kind = Parameter.path("kind", .text, "The kind of reminder.")
    fileprivate static let locale = Parameter.query("locale", .text, "The language. Default: en.")
    fileprivate static let address = Parameter.path("address", .name(upTo: 254), "The address.")
}
