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
    /// Whether a workspace has named the server, and not the operator.
    let isOwn: Bool

    /// Where mails go.
    public init(server: MailServer, from: Mailbox, publicURL: String) {
        self.server = server
        self.from = from
        self.publicURL = publicURL
        isOwn = false
    }

    init(server: MailServer, from: Mailbox, publicURL: String, isOwn: Bool) {
        self.server = server
        self.from = from
        self.publicURL = publicURL
        self.isOwn = isOwn
    }

    /// What its server is called among the services that messages go to.
    var service: SendingGates.Service { isOwn ? "mail \(server.url)" : "mail" }
}
