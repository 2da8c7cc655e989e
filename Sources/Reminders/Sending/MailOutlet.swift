public import Curl
public import Mail

/// Where mails go, and what stands in them that is the server's own.
public struct MailOutlet: Sendable {
    /// The server that takes them.
    public let server: MailServer
    /// Who sends them.
    public let from: Mailbox
    /// The address that people have of this server, for the links in them.
    public let publicURL: String

    /// Where mails go.
    public init(server: MailServer, from: Mailbox, publicURL: String) {
        self.server = server
        self.from = from
        self.publicURL = publicURL
    }
}
