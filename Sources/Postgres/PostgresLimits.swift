/// The bounds of the driver, in one place.
enum PostgresLimits {
    /// How many connections there are at most; whoever needs one more waits.
    static let maximumConnections = 12
    /// How long somebody waits for a connection, in milliseconds.
    static let poolWait = 5_000
    /// How long a connection may take to be made, in seconds, for each host that is tried.
    static let connectTimeout = 3
    /// How long a statement may run, in milliseconds.
    static let statementTimeout = 30_000
    /// How long a statement waits for a lock, in milliseconds.
    static let lockTimeout = 10_000
    /// How long a transaction may be idle before the server ends it, in milliseconds.
    static let idleTransactionTimeout = 600_000
    /// How long sent bytes may go unacknowledged before a connection counts as lost, in milliseconds.
    static let networkTimeout = 5_000
    /// How many statements a connection keeps prepared.
    static let maximumStatements = 256
}
