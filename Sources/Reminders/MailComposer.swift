import Catalogue
import CivilTime
import Engine
import Mail
import Reading
import Storage

/// Writes the mails of reminders, inside one read.
struct MailComposer {
    let outlet: MailOutlet
    let links: MailLinks
    let reader: StreakReader
    let view: WorkspaceView
    let settings: WorkspaceSettings
    /// What is said in place of what is said everywhere.
    private let templates: [MailTemplateKey: MailTemplate]
    private let connection: any Connection

    init(
        _ outlet: MailOutlet,
        _ links: MailLinks,
        in view: WorkspaceView,
        _ zones: ZoneDatabase,
        on connection: any Connection
    ) throws(StorageError) {
        self.outlet = outlet
        self.links = links
        self.view = view
        self.connection = connection
        settings = WorkspaceSettings(of: view.workspace)
        reader = StreakReader(connection, view, zones)
        templates = try Self.templates(in: view.id, on: connection)
    }

    /// The mail of a reminder in a language; where nothing else is to be said, what its template
    /// says.
    func mail(
        _ subject: MailSubject,
        to user: StreakUser,
        with attributes: [AttributeID: String],
        locale: String? = nil,
        saying template: MailTemplate? = nil
    ) throws(StorageError) -> ComposedMail {
        let locale = locale ?? view.locale(of: attributes)
        let template = template ?? self.template(subject.kind, locale)
        let words = MailWords.words(of: locale)
        var values = try MailValues(subject, user, words, self, on: connection)
        values.add(attributes, of: view)
        let rendered = MailRenderer(template, values, branding, locale: locale)
            .render(footer(subject, words))
        let address = user.user?.email ?? ""
        return ComposedMail(
            rendered: rendered,
            message: message(rendered, subject, address, user),
            appURL: appURL
        )
    }

    /// What the workspace says, in this language or the nearest; where it has written nothing, what
    /// the server says.
    private func template(_ kind: ReminderKind, _ locale: String) -> MailTemplate {
        let locale = locale.lowercased()
        let language = String(locale.prefix { $0 != "-" && $0 != "_" })
        for nearest in [locale, language, MailWords.words(of: locale).locale] {
            if let found = templates[MailTemplateKey(kind: kind, locale: nearest)] { return found }
        }
        return MailTemplate.standard(kind, locale)
    }

    private static func templates(
        in workspace: WorkspaceID,
        on connection: any Connection
    ) throws(StorageError) -> [MailTemplateKey: MailTemplate] {
        var templates: [MailTemplateKey: MailTemplate] = [:]
        for written in try connection.messageTemplates.active(in: workspace) {
            let key = MailTemplateKey(kind: written.kind, locale: written.locale)
            templates[key] = MailTemplate(document: written.content)
        }
        return templates
    }

    private var branding: MailBranding {
        MailBranding(
            appName: settings.appName.isEmpty ? outlet.from.name : settings.appName,
            appURL: appURL,
            color: settings.brandColor,
            font: settings.font,
            logoURL: settings.logoURL
        )
    }

    var appURL: String { settings.appURL.isEmpty ? outlet.publicURL : settings.appURL }

    var appName: String { settings.appName.isEmpty ? outlet.from.name : settings.appName }
}

// MARK: - Around what is said

extension MailComposer {
    private func link(_ subject: MailSubject, _ path: String) -> String {
        let target = MailLinks.Target(
            workspace: view.id,
            user: subject.user,
            kind: subject.kind
        )
        return "\(outlet.publicURL)/mail/\(path)?t=\(links.token(target))"
    }

    private func footer(_ subject: MailSubject, _ words: MailWords) -> MailRenderer.Footer {
        MailRenderer.Footer(
            reason: words.reason,
            choose: words.choose,
            chooseURL: link(subject, "preferences"),
            unsubscribe: words.unsubscribe,
            unsubscribeURL: link(subject, "unsubscribe")
        )
    }

    private func message(
        _ rendered: MailRenderer.Rendered,
        _ subject: MailSubject,
        _ address: String,
        _ user: StreakUser
    ) -> MailMessage {
        var message = MailMessage(
            from: Mailbox(
                name: settings.appName.isEmpty ? outlet.from.name : settings.appName,
                address: outlet.from.address
            ),
            to: Mailbox(name: user.user?.name ?? "", address: address),
            subject: rendered.subject,
            text: rendered.text,
            html: rendered.html,
            date: view.now,
            messageID: "reminder-\(String(subject.reminder, radix: 36))@\(outlet.from.domain)"
        )
        message.headers = [
            ("List-Unsubscribe", "<\(link(subject, "unsubscribe"))>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ("List-Id", "<\(subject.kind.rawValue).\(outlet.from.domain)>"),
            ("Auto-Submitted", "auto-generated"),
            ("X-Auto-Response-Suppress", "All"),
            ("Feedback-ID", "\(subject.kind.rawValue):\(view.workspace.publicID):laurel"),
        ]
        return message
    }
}

extension WorkspaceView {
    /// The language of a user: as an attribute says, or the workspace's.
    func locale(of attributes: [AttributeID: String]) -> String {
        for key in ["locale", "language"] {
            guard let attribute = rulebook.attribute(.user, key: key),
                let value = attributes[attribute.id], !value.isEmpty
            else { continue }
            return value
        }
        return WorkspaceSettings(of: workspace).reminders.locale
    }
}

/// Which template is meant.
struct MailTemplateKey: Hashable, Sendable {
    let kind: ReminderKind
    let locale: String
}

/// A mail that was written.
struct ComposedMail: Sendable {
    let rendered: MailRenderer.Rendered
    let message: MailMessage
    /// The address of the application.
    let appURL: String
}

/// What a mail is about.
struct MailSubject: Sendable {
    let kind: ReminderKind
    let period: String
    let user: UserKey
    /// The number of the achievement.
    let number: Int64
    /// The number of the reminder; 0 of one that is only shown.
    let reminder: Int64
    /// Until when a streak can be kept.
    let closesAt: Instant
}

extension MailSubject {
    init(_ reminder: Reminder) {
        self.init(
            kind: reminder.key.kind,
            period: reminder.key.period,
            user: reminder.key.user,
            number: reminder.subject,
            reminder: reminder.number,
            closesAt: reminder.closesAt
        )
    }
}
