public import Storage

/// Who is signed in, and in which browser.
public struct AdminIdentity: Sendable {
    /// The admin.
    public let admin: Admin
    /// The browser.
    public let session: AdminSession
}

/// What somebody wants to sign in with.
public struct AdminDraft: Sendable {
    /// The address.
    public let email: String
    /// The password.
    public let password: String
    /// What the admin may do.
    public let role: Admin.Role

    /// A draft.
    public init(email: String, password: String, role: Admin.Role) {
        self.email = Self.folded(email)
        self.password = password
        self.role = role
    }

    /// The address as it is kept and compared.
    static func folded(_ email: String) -> String {
        email.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
    }

    /// Why the draft cannot be stored.
    public var problem: (field: String, problem: String)? {
        if let problem = Self.problem(withEmail: email) { return ("email", problem) }
        if let problem = Self.problem(withPassword: password) { return ("password", problem) }
        return nil
    }

    private static func problem(withEmail email: String) -> String? {
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        let isAddress =
            parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && !email.contains(where: \.isWhitespace)
        guard isAddress, email.utf8.count <= AccessLimits.maximumEmailBytes else {
            return "must be an e-mail address, such as ada@example.com"
        }
        return nil
    }

    /// Why a password cannot be used.
    public static func problem(withPassword password: String) -> String? {
        guard password.unicodeScalars.count >= AccessLimits.minimumPasswordLength else {
            return "must have at least \(AccessLimits.minimumPasswordLength) characters"
        }
        guard password.utf8.count <= AccessLimits.maximumPasswordBytes else {
            return "must have at most \(AccessLimits.maximumPasswordBytes) bytes"
        }
        return nil
    }
}
