/// What each connection is told before its first statement; the order matters.
enum SQLitePragmas {
    static let writer = [
        // Readers see the state before a transaction while it runs, and a commit is one append.
        "PRAGMA journal_mode = WAL",
        // A commit returns only when its bytes are on the disk.
        "PRAGMA synchronous = FULL",
        "PRAGMA cache_size = -\(SQLiteLimits.writerCache)",
        // The log is moved to the file beside the writer.
        "PRAGMA wal_autocheckpoint = 0",
        "PRAGMA journal_size_limit = \(SQLiteLimits.maximumLogSize)",
        "PRAGMA temp_store = MEMORY",
        // Erased people must not survive in the free pages of the file.
        "PRAGMA secure_delete = FAST",
        "PRAGMA trusted_schema = OFF",
    ]

    /// A copy is written by the connection that reads, so that one must be allowed to write.
    static let backup: [String] = []

    /// What moves the log to the file has to have looked at the file once.
    static let mover = ["PRAGMA schema_version", "PRAGMA wal_autocheckpoint = 0"]

    static let reader = [
        "PRAGMA query_only = ON",
        "PRAGMA cache_size = -\(SQLiteLimits.readerCache)",
        "PRAGMA temp_store = MEMORY",
        "PRAGMA trusted_schema = OFF",
    ]
}
