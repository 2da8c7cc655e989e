import Catalogue
import Curl
import HTTP
import Mail
import ServiceRuntime

/// Where the mails of each workspace go: where it has said itself, or else where the server's options
/// say.
struct MailOutlets: Sendable {
    /// Where they go where a workspace has said nothing.
    let server: MailOutlet?
    /// The address that people have of this server; without one, links lead nowhere, and no mail goes.
    let publicURL: String?
    private let addresses: OutgoingAddresses
    private let secrets: SecretKeeper

    init(
        _ server: MailOutlet?,
        publicURL: String?,
        addresses: OutgoingAddresses,
        secrets: SecretKeeper
    ) {
        self.server = server
        self.publicURL = server?.publicURL ?? publicURL
        self.addresses = addresses
        self.secrets = secrets
    }

    /// Whether mails of a workspace go anywhere.
    func isThere(for view: WorkspaceView) -> Bool {
        server != nil || publicURL != nil && WorkspaceSettings(of: view.workspace).mail != nil
    }

    /// Where mails of a workspace go; nothing where they go nowhere.
    func outlet(of view: WorkspaceView) throws(ServiceError) -> MailOutlet? {
        guard let publicURL, let mail = WorkspaceSettings(of: view.workspace).mail,
            let relay = try? MailRelay(mail.relay), let from = Mailbox(mail.from)
        else { return server }
        let server = MailServer(
            url: relay.url,
            user: relay.user,
            password: try mail.password.map { (each) throws(ServiceError) in
                try secrets.open(each.sealed)
            },
            requiresEncryption: !relay.isLocal,
            addresses: addresses
        )
        return MailOutlet(server: server, from: from, publicURL: publicURL, isOwn: true)
    }

    /// What stands in a mail that is looked at, or in a message to a device.
    func shown(of view: WorkspaceView, publicURL: String? = nil) -> MailOutlet {
        let found = try? outlet(of: view)
        return found ?? .ofNobody(publicURL ?? self.publicURL ?? "http://localhost")
    }
}
