import Catalogue
import CivilTime
import Engine
import JSONText
import ServiceRuntime
import Sodium
public import Storage

// MARK: - Admins

extension Access {
    /// Every admin, oldest first.
    public func admins() async throws -> [Admin] {
        try await database.read { (connection) throws(StorageError) in
            try connection.admins.all()
        }
    }

    /// Whether nobody can sign in yet.
    public func hasNoAdmin() async throws -> Bool {
        try await database.read { (connection) throws(StorageError) in
            try connection.admins.isEmpty()
        }
    }

    /// A secret for a link that makes the first owner.
    public func beginFirstRun() -> String { firstRun.begin() }

    /// Makes the first owner by the link that the server printed.
    public func createFirstAdmin(_ draft: AdminDraft, secret: String) async throws -> Admin {
        guard firstRun.accepts(secret), try await hasNoAdmin() else {
            throw ServiceError(
                .forbidden,
                "This link does not work any more. Sign in, or ask an owner to add you. "
                    + "`laurel admins create` makes an owner, too."
            )
        }
        let admin = try await createAdmin(draft, onlyIfFirst: true)
        firstRun.end()
        return admin
    }

    /// Adds an admin.
    public func createAdmin(_ draft: AdminDraft, onlyIfFirst: Bool = false) async throws -> Admin {
        let digest = try await passwordDigest(of: draft.password)
        let now = clock.now()
        let home = try await catalogue.homeWorkspace(of: .live)
        let admin = Admin(
            id: PublicID.make(at: now),
            email: draft.email,
            role: draft.role,
            passwordDigest: digest,
            createdAt: now,
            updatedAt: now
        )
        let isAdded = try await catalogue.changeConfiguration {
            (configuration) throws(StorageError) in
            let table = configuration.connection.admins
            guard try table.find(email: draft.email) == nil else { return false }
            if onlyIfFirst, try !table.isEmpty() { return false }
            try table.insert(admin)
            try configuration.record(.created, admin, in: home)
            return true
        }
        guard isAdded else {
            throw ServiceError(.invalid, "email: an admin with this address exists already.")
        }
        return admin
    }

    /// Changes what an admin may do; an owner stays.
    public func changeAdmin(_ id: String, role: Admin.Role) async throws -> Admin {
        let home = try await catalogue.homeWorkspace(of: .live)
        return try await change(id) { (configuration, admin) throws(StorageError) in
            var changed = admin
            changed.role = role
            changed.updatedAt = configuration.now
            guard try Self.leavesOwner(configuration, without: admin, or: changed) else {
                return .failure(Self.lastOwner)
            }
            try configuration.connection.admins.update(changed)
            try configuration.record(.changed, changed, in: home, before: admin)
            return .success(changed)
        }
    }

    /// Removes an admin, who is signed out everywhere; an owner stays.
    public func removeAdmin(_ id: String) async throws {
        let home = try await catalogue.homeWorkspace(of: .live)
        _ = try await change(id) { (configuration, admin) throws(StorageError) in
            guard try Self.leavesOwner(configuration, without: admin, or: nil) else {
                return .failure(Self.lastOwner)
            }
            try configuration.connection.admins.remove(id)
            try configuration.record(.archived, admin, in: home)
            return .success(admin)
        }
    }

    /// Gives an admin another password, and signs the admin out but where a session is kept.
    public func setPassword(
        _ password: String,
        of id: String,
        keeping session: String = ""
    ) async throws -> Admin {
        let digest = try await passwordDigest(of: password)
        return try await change(id) { (configuration, admin) throws(StorageError) in
            var changed = admin
            changed.passwordDigest = digest
            changed.updatedAt = configuration.now
            try configuration.connection.admins.update(changed)
            try configuration.connection.adminSessions.endAll(of: id, but: session)
            return .success(changed)
        }
    }

    /// The admin who signs in with an address.
    public func admin(email: String) async throws -> Admin? {
        try await database.read { (connection) throws(StorageError) in
            try connection.admins.find(email: AdminDraft.folded(email))
        }
    }

    private func change(
        _ id: String,
        _ body:
            @escaping @Sendable (
                ConfigurationChange, Admin
            ) throws(StorageError) -> Result<Admin, ServiceError>
    ) async throws -> Admin {
        let result = try await catalogue.changeConfiguration {
            (configuration) throws(StorageError) -> Result<Admin, ServiceError>? in
            guard let admin = try configuration.connection.admins.find(id) else { return nil }
            return try body(configuration, admin)
        }
        guard let result else { throw ServiceError(.notFound, "No admin has this id.") }
        return try result.get()
    }

    private static func leavesOwner(
        _ configuration: ConfigurationChange,
        without admin: Admin,
        or changed: Admin?
    ) throws(StorageError) -> Bool {
        guard admin.role == .owner, changed?.role != .owner else { return true }
        return try configuration.connection.admins.all().contains {
            $0.role == .owner && $0.id != admin.id
        }
    }

    private static var lastOwner: ServiceError {
        ServiceError(.invalid, "This is the only owner. Make somebody else an owner first.")
    }

    private func passwordDigest(of password: String) async throws -> String {
        try await database.workers.run {
            guard let digest = Sodium.passwordDigest(of: password) else {
                throw ServiceError(.unavailable, "There is no memory to keep a password now.")
            }
            return digest
        }
    }
}

extension ConfigurationChange {
    /// Records what was done to an admin, without the password.
    fileprivate func record(
        _ action: AuditAction,
        _ admin: Admin,
        in home: WorkspaceID,
        before: Admin? = nil
    ) throws(StorageError) {
        let after = action == .archived ? nil : Self.document(of: admin)
        let earlier = action == .archived ? admin : before
        try record(
            action,
            .admin,
            admin.id,
            in: home,
            before: earlier.map(Self.document),
            after: after
        )
    }

    private static func document(of admin: Admin) -> String {
        document { object in
            object.field("email", admin.email)
            object.field("role", admin.role.rawValue)
        }
    }
}
