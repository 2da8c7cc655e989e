import CivilTime

/// Those who sign in.
public struct AdminTable {
    let connection: any Connection

    /// Every admin, oldest first.
    public func all() throws(StorageError) -> [Admin] {
        try connection.rows(
            of: "SELECT \(unescaped: Self.list.names) FROM admin ORDER BY created_at, admin_id",
            Self.admin
        )
    }

    /// The admin with an id.
    public func find(_ id: String) throws(StorageError) -> Admin? {
        try connection.firstRow(
            of: "SELECT \(unescaped: Self.list.names) FROM admin WHERE admin_id = \(id)",
            Self.admin
        )
    }

    /// The admin who signs in with an address in lower case.
    public func find(email: String) throws(StorageError) -> Admin? {
        try connection.firstRow(
            of: "SELECT \(unescaped: Self.list.names) FROM admin WHERE email = \(email)",
            Self.admin
        )
    }

    /// Whether there is anybody.
    public func isEmpty() throws(StorageError) -> Bool {
        try connection.firstRow(of: "SELECT count(*) FROM admin") { (row) throws(StorageError) in
            Int64(row, 0)
        } == 0
    }

    /// Adds an admin.
    public func insert(_ admin: Admin) throws(StorageError) {
        let columns = Self.columns
        let batch = Self.list.batch(of: [admin]) { admin, row in
            row[columns.id] = admin.id
            row[columns.email] = admin.email
            row[columns.role] = admin.role.rawValue
            row[columns.passwordDigest] = admin.passwordDigest
            row[columns.createdAt] = admin.createdAt
            row[columns.updatedAt] = admin.updatedAt
        }
        try connection.insert(batch, into: Self.list)
    }

    /// Stores an admin's role and password.
    public func update(_ admin: Admin) throws(StorageError) {
        try connection.execute(
            """
            UPDATE admin SET role = \(admin.role.rawValue),
                password_digest = \(admin.passwordDigest), updated_at = \(admin.updatedAt)
            WHERE admin_id = \(admin.id)
            """
        )
    }

    /// Removes an admin, who is signed out everywhere.
    public func remove(_ id: String) throws(StorageError) {
        try connection.execute("DELETE FROM admin_session WHERE admin_id = \(id)")
        try connection.execute("DELETE FROM admin WHERE admin_id = \(id)")
    }
}

// MARK: - Rows

extension AdminTable {
    /// The columns of the table.
    private struct Columns {
        let id: Column<String>
        let email: Column<String>
        let role: Column<String>
        let passwordDigest: Column<String>
        let createdAt: Column<Instant>
        let updatedAt: Column<Instant>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("admin")
            id = list.key("admin_id")
            email = list.value("email")
            role = list.value("role")
            passwordDigest = list.value("password_digest")
            createdAt = list.value("created_at")
            updatedAt = list.value("updated_at")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }

    private static func admin(_ row: any Row) throws(StorageError) -> Admin {
        guard let role = Admin.Role(rawValue: row[columns.role]) else {
            throw StorageError(.invalidValue, "admin \(row[columns.id]) has no known role")
        }
        return Admin(
            id: row[columns.id],
            email: row[columns.email],
            role: role,
            passwordDigest: row[columns.passwordDigest],
            createdAt: row[columns.createdAt],
            updatedAt: row[columns.updatedAt]
        )
    }
}

extension Connection {
    /// The table of those who sign in.
    public var admins: AdminTable { AdminTable(connection: self) }
}
