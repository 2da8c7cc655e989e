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
    /// How many pages the write-ahead log holds before they move to the file: 16 MiB.
    ///
    /// The writer waits while they move. A longer log means less work, since a page that changed
    /// many times moves once, and longer waits: with 64 MiB the slowest of a hundred requests took
    /// twice as long.
    static let checkpointPages = 4_000
    /// How much of the write-ahead log's file is kept for reuse after a burst, in bytes.
    static let maximumLogSize = 64 * 1024 * 1024
}
