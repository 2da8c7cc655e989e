import CSQLite
import Glibc

/// How long a connection waits for others that write, looking often.
///
/// SQLite's own way of waiting looks ten times a second, which hardly ever falls into the moment
/// between two transactions of a busy server.
@safe final class SQLitePatience: Sendable {
    private let microseconds: Int64

    init(_ patience: Duration) {
        let (seconds, attoseconds) = patience.components
        microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }

    /// Has a connection wait as long, for as long as this is kept.
    func rule(_ connection: OpaquePointer) {
        let address = unsafe Unmanaged.passUnretained(self).toOpaque()
        _ = unsafe sqlite3_busy_handler(
            connection,
            { address, count in
                guard let address = unsafe address else { return 0 }
                let patience = unsafe Unmanaged<SQLitePatience>.fromOpaque(address)
                return unsafe patience.takeUnretainedValue().waits(count) ? 1 : 0
            },
            address
        )
    }

    /// Waits a little; false once that was done long enough.
    private func waits(_ count: Int32) -> Bool {
        let pause = SQLiteLimits.busyPause
        guard Int64(count) * Int64(pause) < microseconds else { return false }
        usleep(pause)
        return true
    }
}
