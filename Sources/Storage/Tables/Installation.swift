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
        try connection.firstRow(
            of: "SELECT user_key_secret, configuration_version FROM installation"
        ) { (row) throws(StorageError) in
            guard let secret = [UInt8](hexadecimal: row.text(0)) else {
                throw StorageError(.corrupt, "installation.user_key_secret is not hexadecimal")
            }
            return Installation(userKeySecret: secret, configurationVersion: row.integer(1))
        }
    }

    /// Sets the database up with a fresh secret.
    public func create(at microseconds: Int64) throws(StorageError) {
        let secret = Sodium.randomBytes(count: Sodium.shortHashKeyLength).hexadecimal
        try connection.execute(
            """
            INSERT INTO installation
                (installation_id, user_key_secret, configuration_version, created_at)
            VALUES (1, \(secret), 1, \(microseconds))
            """
        )
    }

    /// The version of the configuration.
    public func configurationVersion() throws(StorageError) -> Int64 {
        try connection.firstRow(of: "SELECT configuration_version FROM installation") {
            (row) throws(StorageError) in row.integer(0)
        } ?? 0
    }

    /// Writes what is there already once more, to see whether that can be done.
    public func rewrite() throws(StorageError) {
        try connection.execute(
            "UPDATE installation SET configuration_version = configuration_version"
        )
    }

    /// Marks the configuration as changed.
    ///
    /// Every change begins with this, so that changes that happen at the same time wait for each
    /// other here.
    public func touchConfiguration() throws(StorageError) {
        try connection.execute(
            "UPDATE installation SET configuration_version = configuration_version + 1"
        )
    }
}

extension Connection {
    /// The table of the database as a whole.
    public var installation: InstallationTable { InstallationTable(connection: self) }
}
