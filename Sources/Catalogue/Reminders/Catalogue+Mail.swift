public import Engine
import ServiceRuntime
import Storage

extension Catalogue {
    /// What becomes of the password of a workspace's mail server.
    public enum MailPassword: Sendable {
        /// It stays: only for the server that it was set for, so that nobody sends it to another one.
        case kept
        /// There is none.
        case none
        /// It is this.
        case set(String)
    }

    /// Has mails of a workspace go to a server of its own; those that are planned, too.
    public func setMail(
        _ relay: String,
        from: String,
        password: MailPassword,
        of id: WorkspaceID
    ) async throws -> WorkspaceMail {
        let sealed: String? =
            if case .set(let text) = password { try secrets.seal(text) } else { nil }
        let changed = try await changeConfiguration(of: id) {
            (configuration) throws(StorageError) -> WorkspaceMail? in
            let now = configuration.now
            return try configuration.changeWorkspace(id) { (workspace) throws(StorageError) in
                var settings = WorkspaceSettings(of: workspace)
                var mail = WorkspaceMail(relay: relay, from: from)
                if let sealed {
                    mail.password = WorkspaceMail.Password(sealed: sealed, setAt: now)
                } else if case .kept = password, let known = settings.mail,
                    let before = known.password
                {
                    guard known.relay == relay else { return nil }
                    mail.password = before
                }
                settings.mail = mail
                workspace.settings = settings.storedText
                return mail
            }
        }
        guard let changed else {
            throw ServiceError(
                .invalid,
                "The password was set for another \"url\": set \"password\", or null for none."
            )
        }
        return changed
    }

    /// Has mails of a workspace go where the server's options say; says whether they did not.
    public func removeMail(of id: WorkspaceID) async throws -> Bool {
        try await changeConfiguration(of: id) { (configuration) throws(StorageError) in
            try configuration.changeWorkspace(id) { (workspace) throws(StorageError) in
                var settings = WorkspaceSettings(of: workspace)
                guard settings.mail != nil else { return false }
                settings.mail = nil
                workspace.settings = settings.storedText
                return true
            }
        }
    }
}
