import Catalogue
import CivilTime
import HTTP
import ServiceRuntime
import Sodium
public import Storage

/// A session that was just made: the only time that its secret is seen.
public struct NewSession: Sendable {
    /// Who signed in.
    public let identity: AdminIdentity
    /// What the cookie holds.
    public let secret: String
    /// For how long the browser keeps it.
    public let lifetime: Duration
}

// MARK: - Signing in and out

extension Access {
    /// Lets somebody in who knows the password.
    public func signIn(
        email text: String,
        password: String,
        from address: String?,
        browser: String
    ) async throws -> NewSession {
        let email = AdminDraft.folded(text)
        let address = address ?? ""
        if let wait = throttle.wait(email, from: address, at: clock.now()) {
            throw HTTPError.tooManyRequests(
                "Too many tries. Wait \(Self.words(wait)), then try again.",
                retryAfter: wait
            )
        }
        let admin = try await admin(email: email)
        let digest = admin?.passwordDigest ?? Self.nobodysDigest
        // Guessing takes as long where there is no such admin.
        let isRight = try await database.workers.run {
            Sodium.isPassword(password, of: digest)
        }
        guard let admin, isRight else {
            throttle.noteFailure(email, from: address, at: clock.now())
            throw ServiceError(.unauthorized, "E-mail or password is wrong.")
        }
        throttle.noteSuccess(email, from: address)
        return try await open(admin, from: address, browser: browser)
    }

    /// Signs somebody in who need not show a password, having just chosen it.
    public func open(
        _ admin: Admin,
        from address: String,
        browser: String
    ) async throws -> NewSession {
        let now = clock.now()
        let secret = Sodium.randomBytes(count: 32).hexadecimal
        let session = AdminSession(
            id: PublicID.make(at: now),
            admin: admin.id,
            secretDigest: Sodium.digest(of: Array(secret.utf8)).hexadecimal,
            address: address,
            browser: String(browser.prefix(AccessLimits.maximumBrowserLength)),
            createdAt: now,
            seenAt: now,
            expiresAt: now + AccessLimits.sessionLifetime
        )
        try await database.write { (connection) throws(StorageError) in
            try connection.adminSessions.remove(endedBefore: now)
            try connection.adminSessions.insert(session)
        }
        return NewSession(
            identity: AdminIdentity(admin: admin, session: session),
            secret: secret,
            lifetime: AccessLimits.sessionLifetime
        )
    }

    /// Whether an admin's password is this one.
    public func isPassword(_ password: String, of admin: Admin) async throws -> Bool {
        try await database.workers.run { Sodium.isPassword(password, of: admin.passwordDigest) }
    }

    /// Where an admin is signed in, or where anybody is.
    public func sessions(of admin: String?) async throws -> [AdminSession] {
        let now = clock.now()
        return try await database.read { (connection) throws(StorageError) in
            try connection.adminSessions.open(of: admin, at: now)
        }
    }

    /// Ends a session of an admin, or of anybody.
    public func endSession(_ id: String, of admin: String?) async throws -> Bool {
        try await database.write { (connection) throws(StorageError) in
            try connection.adminSessions.end(id, of: admin)
        }
    }

    private static func words(_ wait: Duration) -> String {
        let seconds = max(1, wait.components.seconds + 1)
        return seconds < 90 ? "\(seconds) seconds" : "\((seconds + 59) / 60) minutes"
    }

    /// A digest of a password that nobody knows.
    private static let nobodysDigest =
        Sodium.passwordDigest(of: Sodium.randomBytes(count: 32).hexadecimal) ?? ""
}

// MARK: - Requests

extension Access {
    /// Who is signed in, acting in an environment or in a tenant of it.
    func authenticate(
        _ credential: SessionCredential,
        tenant customerID: String?
    ) async throws -> Principal {
        let identity = try await identity(of: credential.secret)
        let home = try await catalogue.homeWorkspace(of: credential.environment)
        return Principal(
            view: try await view(inside: home, tenant: customerID),
            home: home,
            identity
        )
    }

    private func identity(of secret: String) async throws -> AdminIdentity {
        let digest = Sodium.digest(of: Array(secret.utf8)).hexadecimal
        let found = try await database.read {
            (connection) throws(StorageError) -> AdminIdentity? in
            guard let session = try connection.adminSessions.find(digest: digest),
                let admin = try connection.admins.find(session.admin)
            else { return nil }
            return AdminIdentity(admin: admin, session: session)
        }
        let now = clock.now()
        guard let found, found.session.expiresAt > now else {
            throw ServiceError(
                .unauthorized,
                "You are not signed in any more. Sign in at /dashboard/sign-in."
            )
        }
        guard now - AccessLimits.sessionNotice > found.session.seenAt else { return found }
        var session = found.session
        session.seenAt = now
        session.expiresAt = min(
            now + AccessLimits.sessionLifetime,
            session.createdAt + AccessLimits.longestSession
        )
        let seen = session
        try await database.write { (connection) throws(StorageError) in
            try connection.adminSessions.note(seen)
        }
        return AdminIdentity(admin: found.admin, session: seen)
    }
}
