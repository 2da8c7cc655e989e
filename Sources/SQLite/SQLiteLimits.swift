/// The bounds of the driver, in one place.
enum SQLiteLimits {
    /// How many statements a connection keeps prepared.
    static let maximumStatements = 256
    /// How many connections read at the same time; a further reader waits.
    static let maximumReaders = 8
    /// How long a reader waits for others to end, in seconds.
    static let readerWait = 5.0
    /// How long a statement waits for another process that writes.
    static let busyTime = Duration.seconds(10)
    /// How long it waits between two looks whether it may, at most, in microseconds: a busy server
    /// writes nothing for a fraction of a millisecond at a time.
    static let busyPause: UInt32 = 500
    /// What a database file may be used by: its owner.
    static let fileMode: UInt32 = 0o600
    /// With how much free space, in bytes, a disk counts as full once it has refused something.
    static let leastFreeBytes: UInt64 = 1 << 20
    /// How much of the file the writer keeps in memory, in KiB.
    static let writerCache = 256 * 1024
    /// How much of the file each reader keeps in memory, in KiB.
    static let readerCache = 16 * 1024
    /// How many pages the write-ahead log holds before they move to the file: 64 MiB.
    ///
    /// A longer log means less work, since a page that changed many times moves once, and more to
    /// be looked through by whoever reads.
    static let checkpointPages = 16_000
    /// How often at most what was written while pages moved is moved too, before the writer has to
    /// move the rest.
    static let maximumMoves = 4
    /// How many pages may be left to the writer, which takes a millisecond or two for them.
    static let pagesLeftToWriter = 250
    /// How much of the write-ahead log's file is kept for reuse after a burst, in bytes: more than a
    /// log that begins anew in time ever takes, as making room again is slow.
    static let maximumLogSize = 128 * 1024 * 1024
}
