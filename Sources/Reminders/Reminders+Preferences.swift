import Catalogue
public import Engine
public import Mail
import ServiceRuntime
import Storage

/// Whose mails a signed link is about, and what that user has chosen.
public struct MailReader: Sendable {
    /// The workspace.
    public let workspace: WorkspaceID
    /// The user's key.
    public let user: UserKey
    /// The caller's id of the user.
    public let userID: String
    /// What the user has chosen.
    public let preferences: UserPreferences
    /// The choice that the mail obeys that the link stands in.
    public let notification: UserPreferences.Notification
    /// The words of the user's language.
    public let words: MailWords
    /// How the application looks.
    public let branding: MailBranding
}

extension Reminders {
    /// Whom the token of a link is about; nothing where it was not made here, or the user is gone.
    public func reader(_ token: String) async throws -> MailReader? {
        guard let target = MailLinks(keyring).target(token),
            let view = try await catalogue.viewIfExists(of: target.workspace)
        else { return nil }
        let (user, attributes) = try await database.read { (connection) throws(StorageError) in
            let row = try connection.users.rows(of: [target.user]).first
            let attributes = try connection.users.attributes(of: [target.user])
            return (row?.workspace == target.workspace ? row?.user : nil, attributes)
        }
        guard let user else { return nil }
        let settings = WorkspaceSettings(of: view.workspace)
        let locale = view.locale(of: attributes[target.user] ?? [:])
        return MailReader(
            workspace: target.workspace,
            user: target.user,
            userID: user.id,
            preferences: user.preferences,
            notification: target.kind.preference,
            words: MailWords.words(of: locale),
            branding: MailBranding(
                appName: settings.appName,
                appURL: settings.appURL,
                color: settings.brandColor,
                font: settings.font,
                logoURL: settings.logoURL
            )
        )
    }
}
