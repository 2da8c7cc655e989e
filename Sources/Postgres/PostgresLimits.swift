/// The bounds of the driver, in one place.
enum PostgresLimits {
    /// How many connections there are at most; whoever needs one more waits.
    ///
    /// Four lanes, eight readers and whoever asks whether the server is there do not wait for each other.
    static let maximumConnections = 13
    /// How long somebody waits for a connection, in milliseconds.
    static let poolWait = 5_000
    /// How long a connection may take to be made, for each host that is tried.
    static let connectTime = Duration.seconds(3)
    /// How long a statement may run, in milliseconds, as the server sees it.
    static let statementTimeout = 5_000
    /// How long a statement waits for a lock, in milliseconds.
    static let lockTimeout = 3_000
    /// How long a statement of a round, and one of a migration or a copy, may run.
    static let roundStatementTimeout = 60_000
    static let migrationStatementTimeout = 600_000
    /// How long those wait for a lock; another process may be making an index meanwhile.
    static let roundLockTimeout = 10_000
    static let migrationLockTimeout = 300_000
    /// How much longer than the server we wait ourselves: a server that is well says first that a
    /// statement took too long, and its connection stays good.
    static let margin = Duration.seconds(1)
    /// How long a transaction may be idle before the server ends it, in milliseconds.
    static let idleTransactionTimeout = 600_000
    /// How long sent bytes may go unacknowledged before a connection counts as lost, in milliseconds.
    static let networkTimeout = 5_000
    /// How many statements a connection keeps prepared.
    static let maximumStatements = 256

    /// How long we wait for a statement.
    static let statementTime = Duration.milliseconds(statementTimeout) + margin

    /// Traps when the limits contradict each other.
    static func check() {
        precondition(lockTimeout < statementTimeout, "a lock is told before the statement ends")
        precondition(roundLockTimeout < roundStatementTimeout, "in rounds too")
        precondition(migrationLockTimeout < migrationStatementTimeout, "and in migrations")
    }
}
