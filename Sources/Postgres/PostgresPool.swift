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
    private let roundTrips = PostgresRoundTrips()

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

    /// How often somebody has waited for the server.
    var roundTripCount: Int { roundTrips.count }

    /// Lends a connection for one purpose; one that comes back unfit is closed.
    func withConnection<Value>(
        _ use: PostgresUse = .session,
        _ body: (PostgresConnection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        guard seats.wait(timeout: .now() + .milliseconds(maximumWait)) == .success
        else {
            throw StorageError(.busy, "no connection to the database was free in time")
        }
        defer { seats.signal() }
        while let connection = idle.withLock({ $0.popLast() }) {
            do throws(StorageError) {
                return try lend(connection, for: use, body)
            } catch
                where error.code == .disconnected && use != .session
                && !connection.hasAnswered
            {
                // It died while it waited. Nothing has been carried out, so whatever was begun is
                // begun anew on another one.
                continue
            }
        }
        let connection = try PostgresConnection(
            target,
            statementTime: statementTime,
            notices: notices,
            roundTrips: roundTrips
        )
        return try lend(connection, for: use, body)
    }

    private func lend<Value>(
        _ connection: PostgresConnection,
        for use: PostgresUse,
        _ body: (PostgresConnection) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        connection.lend(for: use)
        do throws(StorageError) {
            let value = try body(connection)
            if connection.isFit { idle.withLock { $0.append(connection) } }
            return value
        } catch {
            if error.code.isLoss {
                // What else waits was made to the same server, which is gone or takes no more writes.
                idle.withLock { $0.removeAll() }
            } else if connection.isFit {
                idle.withLock { $0.append(connection) }
            }
            throw error
        }
    }
}

/// What a connection is lent for.
enum PostgresUse {
    /// A transaction that reads.
    case reading
    /// A transaction that writes.
    case writing
    /// A look, without a transaction.
    case looking
    /// Whatever the borrower does.
    case session

    /// What begins its transaction, if it is one.
    var beginning: String? {
        switch self {
        case .reading: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case .writing: "BEGIN ISOLATION LEVEL READ COMMITTED"
        case .looking, .session: nil
        }
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
