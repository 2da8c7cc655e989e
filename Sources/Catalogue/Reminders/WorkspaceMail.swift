public import CivilTime
import JSONText

/// The server that takes a workspace's mails, where it has set one itself.
public struct WorkspaceMail: Hashable, Sendable {
    /// A password that only this server can read.
    public struct Password: Hashable, Sendable {
        /// The password, sealed.
        public let sealed: String
        /// When it was set.
        public let setAt: Instant
    }

    /// The server's address, with whoever signs in.
    public var relay: String
    /// Who sends the mails: `Name <mail@example.com>`.
    public var from: String
    /// The password; nothing where the server asks for none.
    public var password: Password?
}

// MARK: - Storing

extension WorkspaceMail {
    func write(to object: inout JSONObjectWriter) {
        object.field("url", relay)
        object.field("from", from)
        guard let password else { return }
        object.field("password", password.sealed)
        object.field("passwordSetAt", password.setAt.microseconds)
    }

    /// What is kept; nothing where it is not whole.
    init?(stored fields: JSONFields) {
        guard let relay = try? fields.string("url"), let from = try? fields.string("from") else {
            return nil
        }
        self.init(relay: relay, from: from)
        if let sealed = try? fields.string("password"),
            let setAt = try? fields.integer("passwordSetAt")
        {
            password = Password(sealed: sealed, setAt: Instant(microseconds: setAt))
        }
    }

    /// What others may read of it: not even the sealed password.
    var withoutSecrets: WorkspaceMail {
        var shown = self
        shown.password = password.map { Password(sealed: "", setAt: $0.setAt) }
        return shown
    }
}
