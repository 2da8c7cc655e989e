public import HTTP

/// A server that takes mail, and how to speak to it.
public struct MailServer: Hashable, Sendable {
    /// The address: `smtp://host:port` or `smtps://host:port`.
    public var url: String
    /// Who signs in; nobody where it takes mail from everybody.
    public var user: String?
    /// The password for it.
    public var password: String?
    /// Whether a connection that cannot be encrypted is given up; `smtps` always is.
    public var requiresEncryption: Bool
    /// A file with the authorities that are trusted instead of the system's.
    public var certificates: String?
    /// Where it may be; anywhere where nothing is said.
    public var addresses: OutgoingAddresses?

    /// A server that takes mail.
    public init(
        url: String,
        user: String? = nil,
        password: String? = nil,
        requiresEncryption: Bool,
        certificates: String? = nil,
        addresses: OutgoingAddresses? = nil
    ) {
        self.url = url
        self.user = user
        self.password = password
        self.requiresEncryption = requiresEncryption
        self.certificates = certificates
        self.addresses = addresses
    }
}

/// A mail as a server takes it.
public struct OutgoingMail: Sendable {
    /// Where it goes back to when it cannot be brought to anybody.
    public let returnPath: String
    /// Whom it is for.
    public let recipient: String
    /// Its lines.
    public let bytes: [UInt8]

    /// A mail as a server takes it.
    public init(returnPath: String, recipient: String, bytes: [UInt8]) {
        self.returnPath = returnPath
        self.recipient = recipient
        self.bytes = bytes
    }
}

/// What came of handing a mail over.
public struct MailResult: Sendable {
    /// What came of it.
    public enum Outcome: Sendable, Equatable {
        /// The server took it.
        case taken
        /// The server does not take mail for this recipient, now and later.
        case refused
        /// It did not go, and may go later: nothing of it has left.
        case failed(String)
        /// It has left, and the server did not say whether it took it.
        case unclear(String)
    }

    /// What came of it.
    public let outcome: Outcome
    /// The last line that the server said.
    public let answer: String

    /// What came of it, and what was said.
    public init(_ outcome: Outcome, answer: String = "") {
        self.outcome = outcome
        self.answer = answer
    }
}
