private import Sodium

/// What belongs to the database as a whole.
public struct Installation: Sendable {
    /// The secret under which users' keys are derived.
    public let userKeySecret: [UInt8]
    /// Grows with every change of configuration, in any workspace, by any process.
    public let configurationVersion: Int64
}

/// The one row of the table of the same name.
public struct InstallationTable {
    let connection: any Connection

    /// The row, once the database has been set up.
    public func find() throws(StorageError) -> Installation? {
        try connection.firstRow(of: "SELECT \(unescaped: Self.list.names) FROM installation") {
            (row) throws(StorageError) in
            guard let secret = [UInt8](hexadecimal: row[Self.columns.userKeySecret]) else {
                throw StorageError(.corrupt, "installation.user_key_secret is not hexadecimal")
            }
            return Installation(
                userKeySecret: secret,
                configurationVersion: row[Self.columns.configurationVersion]
            )
        }
    }

    /// Sets the database up with a fresh secret.
    public func create(at microseconds: Int64) throws(StorageError) {
        let secret = Sodium.randomBytes(count: Sodium.shortHashKeyLength).hexadecimal
        let columns = Self.columns
        let batch = Self.list.batch(of: [secret]) { secret, row in
            row[columns.id] = 1
            row[columns.userKeySecret] = secret
            row[columns.configurationVersion] = 1
            row[columns.createdAt] = microseconds
        }
        try connection.insert(batch, into: Self.list)
    }

    /// The version of the configuration.
    public func configurationVersion() throws(StorageError) -> Int64 {
        try connection.firstRow(of: "SELECT configuration_version FROM installation") {
            (row) throws(StorageError) in Int64(row, 0)
        } ?? 0
    }

    /// Writes what is there already once more, to see whether that can be done.
    public func rewrite() throws(StorageError) {
        try connection.send(
            "UPDATE installation SET configuration_version = configuration_version"
        )
    }

    /// Marks the configuration as changed.
    ///
    /// Every change begins with this, so that changes that happen at the same time wait for each
    /// other here.
    public func touchConfiguration() throws(StorageError) {
        try connection.send(
            "UPDATE installation SET configuration_version = configuration_version + 1"
        )
    }
}

// MARK: - Rows

extension InstallationTable {
    /// The columns of the table but for the number of the order of facts, which belongs to this
    /// database alone.
    private struct Columns {
        let id: Column<Int64>
        let userKeySecret: Column<String>
        let configurationVersion: Column<Int64>
        let createdAt: Column<Int64>
        let list: ColumnList

        init() {
            var list = ColumnListBuilder("installation")
            id = list.key("installation_id")
            userKeySecret = list.value("user_key_secret")
            configurationVersion = list.value("configuration_version")
            createdAt = list.value("created_at")
            self.list = list.finish()
        }
    }

    private static let columns = Columns()
    static var list: ColumnList { columns.list }
}

extension Connection {
    /// The table of the database as a whole.
    public var installation: InstallationTable { InstallationTable(connection: self) }
}
