/// The address of a server that takes mail, as people write it: `smtp://user@host:587`.
public struct MailRelay: Hashable, Sendable {
    /// What is wrong with a text that is none.
    public enum Problem: Error, Sendable {
        /// It does not begin with `smtp://` or `smtps://`.
        case scheme
        /// A password stands in it.
        case password
        /// The rest names no server.
        case host
    }

    /// The address without whoever signs in: `smtp://host:587`.
    public let url: String
    /// Who signs in; nobody where the server takes mail from everybody.
    public let user: String?

    /// Reads an address.
    public init(_ text: String) throws(Problem) {
        guard let scheme = ["smtp://", "smtps://"].first(where: text.hasPrefix) else {
            throw .scheme
        }
        var rest = text.dropFirst(scheme.count)
        var user: String?
        if let at = rest.lastIndex(of: "@") {
            let name = rest[..<at]
            guard !name.contains(":") else { throw .password }
            guard !name.isEmpty, Self.isPrintable(name) else { throw .host }
            user = String(name)
            rest = rest[rest.index(after: at)...]
        }
        // What stands behind these ends the name of the server for the library that sends.
        guard !rest.isEmpty, Self.isPrintable(rest), !rest.contains(where: "/?#%\\".contains),
            text.utf8.count <= MailLimits.relay
        else { throw .host }
        url = scheme + rest
        self.user = user
    }

    /// As it was written.
    public var text: String {
        guard let user, let slashes = url.firstRange(of: "//") else { return url }
        return "\(url[..<slashes.upperBound])\(user)@\(url[slashes.upperBound...])"
    }

    /// Whether mail stays on this machine, so that nobody on the way can read it.
    public var isLocal: Bool {
        let host = url.drop { $0 != ":" }.dropFirst(3)
        return host.hasPrefix("127.")
            && host.prefix { $0 != ":" }.allSatisfy { "0123456789.".contains($0) }
            || host == "localhost" || host.hasPrefix("localhost:")
            || host == "[::1]" || host.hasPrefix("[::1]:")
    }

    private static func isPrintable(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
