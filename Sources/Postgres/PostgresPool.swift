private import Dispatch
import Storage
private import Synchronization

/// Connections that are lent and come back; so many at most, and nobody waits for ever.
final class PostgresPool: Sendable {
    private let target: String
    private let idle = Mutex<[PostgresConnection]>([])
    private let seats: DispatchSemaphore
    private let maximumWait: Int
    private let statementTime: Duration
    private let notices: PostgresNotices

    /// A pool of so many connections, and of so much patience in milliseconds.
    init(
        target: String,
        maximumConnections: Int = PostgresLimits.maximumConnections,
        maximumWait: Int = PostgresLimits.poolWait,
        statementTime: Duration = PostgresLimits.statementTime,
        notices: PostgresNotices = PostgresNotices { _ in }
    ) {
        self.target = target
        self.statementTime = statementTime
        self.notices = notices
        self.maximumWait = maximumWait
        seats = DispatchSemaphore(value: maximumConnections)
    }

    /// How many connections wait to be lent.
    var idleCount: Int { idle.withLock(\.count) }

    /// Lends a connection on which a transaction was begun, if its first statement is given; one
    /// that comes back unfit is closed.
    func withConnection<Value>(
        beginning begin: String? = nil,
        _ body: (PostgresConnection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        guard seats.wait(timeout: .now() + .milliseconds(maximumWait)) == .success
        else {
            throw StorageError(.busy, "no connection to the database was free in time")
        }
        defer { seats.signal() }
        let connection = try borrow(beginning: begin)
        defer {
            if connection.isFit { idle.withLock { $0.append(connection) } }
        }
        do throws(StorageError) {
            return try body(connection)
        } catch  where error.code.isLoss {
            // What else waits was made to the same server, which is gone or takes no more writes.
            idle.withLock { $0.removeAll() }
            throw error
        }
    }

    private func borrow(beginning begin: String?) throws(StorageError) -> PostgresConnection {
        while let connection = idle.withLock({ $0.popLast() }) {
            do throws(StorageError) {
                if let begin { try connection.begin(begin) }
                return connection
            } catch  where error.code == .disconnected {
                // It died while it waited. Nothing was asked of it yet, so another one does as well.
                continue
            } catch  where error.code == .timedOut {
                // The others were made to the same server, and would be waited for one by one.
                idle.withLock { $0.removeAll() }
                throw error
            }
        }
        let connection = try PostgresConnection(
            target,
            statementTime: statementTime,
            notices: notices
        )
        if let begin { try connection.begin(begin) }
        return connection
    }
}

extension StorageError.Code {
    /// Whether the connection is of no use any more.
    fileprivate var isLoss: Bool {
        switch self {
        case .disconnected, .timedOut, .unknownOutcome: true
        case .duplicateKey, .full, .busy, .conflict, .unavailable, .corrupt, .foreign,
            .newerSchema, .outOfRange, .invalidValue, .unexpected:
            false
        }
    }
}
