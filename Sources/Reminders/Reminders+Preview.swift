public import Catalogue
import CivilTime
import Curl
public import Engine
public import Mail
import ServiceRuntime
import Storage

/// A mail to look at before anybody gets it.
public struct MailPreview: Sendable {
    /// What it is about.
    public var kind: ReminderKind
    /// The caller's id of the user that it is written to.
    public var userID: String
    /// The public id of the achievement that it is about; any where nothing is said.
    public var achievement: String?
    /// The language; the user's where nothing is said.
    public var locale: String?
    /// What it says; what mails say where nothing is said.
    public var template: MailTemplate?

    /// A mail to look at.
    public init(kind: ReminderKind, userID: String) {
        self.kind = kind
        self.userID = userID
    }
}

extension Reminders {
    /// Writes a mail as a user would get it now; links that are the server's own begin with an
    /// address.
    public func rendered(
        _ preview: MailPreview,
        in view: WorkspaceView,
        publicURL: String
    ) async throws -> MailRenderer.Rendered {
        try await composed(preview, in: view, publicURL: publicURL).rendered
    }

    /// Sends a mail as a user would get it now to another address; says what the server answered.
    public func send(
        _ preview: MailPreview,
        to address: String,
        in view: WorkspaceView
    ) async throws -> String {
        guard let mails, let outlet = try outlets?.outlet(of: view) else {
            throw ServiceError(
                .invalid,
                "This server sends no mail. Start it with --smtp and --mail-from, or set a mail "
                    + "server of your own at /admin/v1/reminders/mail."
            )
        }
        let mail = try await composed(preview, in: view, publicURL: outlet.publicURL)
        let result = await mails.send(mail.message, to: Mailbox(address: address), by: outlet)
        guard result.outcome == .taken else {
            throw ServiceError(.unavailable, "The mail was not taken: \(result.sentence)")
        }
        return result.answer
    }

    private func composed(
        _ preview: MailPreview,
        in view: WorkspaceView,
        publicURL: String
    ) async throws -> ComposedMail {
        let (zones, keyring) = (zones, keyring)
        let outlet = outlets?.shown(of: view, publicURL: publicURL) ?? .ofNobody(publicURL)
        let mail = try await database.readSlowly {
            (connection) throws(StorageError) -> ComposedMail? in
            let row = try connection.users.find(preview.userID, in: view.id, keyring: keyring)
            guard let row else { return nil }
            let scene = try ReminderScene([row.key], in: view, zones, on: connection)
            guard let user = scene.user(row.key) else { return nil }
            let links = MailLinks(keyring)
            let composer = try MailComposer(outlet, links, in: view, zones, on: connection)
            let attributes = try connection.users.attributes(of: [row.key])[row.key] ?? [:]
            return try composer.mail(
                scene.subject(of: preview, for: row.key),
                to: user,
                with: attributes,
                locale: preview.locale,
                saying: preview.template
            )
        }
        guard let mail else { throw ServiceError.unknownUser(preview.userID) }
        return mail
    }
}

extension MailOutlet {
    /// Where nothing is sent, but something is looked at.
    static func ofNobody(_ publicURL: String) -> MailOutlet {
        MailOutlet(
            server: MailServer(url: "smtp://localhost", requiresEncryption: true),
            from: Mailbox(address: "nobody@localhost"),
            publicURL: publicURL
        )
    }
}

extension ReminderScene {
    /// What a mail that is looked at is about: as if it were due now.
    fileprivate func subject(of preview: MailPreview, for key: UserKey) -> MailSubject {
        let achievements = view.rulebook.achievements.all
        let achievement =
            achievements.first { $0.publicID == preview.achievement } ?? achievements.first
        var period = ""
        var closesAt = view.now
        if let user = user(key) {
            switch preview.kind {
            case .streakReminder, .streakAtRisk:
                let occasion = search(preview.kind, of: key)?.current(
                    at: view.now,
                    isSwitchedOff: false
                )
                closesAt = occasion?.closesAt ?? view.now
            case .recap: period = recapDates(in: user.zone).lowerBound.iso8601
            case .achievement, .reactivation: break
            }
        }
        return MailSubject(
            kind: preview.kind,
            period: period,
            user: key,
            number: achievement?.id.number ?? 0,
            reminder: 0,
            closesAt: closesAt
        )
    }
}

extension MailResult {
    fileprivate var sentence: String {
        switch outcome {
        case .taken, .refused: answer
        case .failed(let reason), .unclear(let reason): answer.isEmpty ? reason : answer
        }
    }
}
