import CPostgres
import Glibc
import Storage

/// A connection to a server; closing it is its end.
@safe struct PostgresHandle: ~Copyable {
    private let pointer: OpaquePointer
    private let notices: PostgresNotices

    /// Connects as a connection string or URL says.
    init(_ target: String, _ notices: PostgresNotices) throws(StorageError) {
        let pointer = try unsafe Self.connect(target, notices)
        unsafe self.pointer = pointer
        self.notices = notices
    }

    deinit {
        unsafe PQfinish(pointer)
    }

    /// The host, port and database, without user or password.
    var place: String {
        let host = unsafe PQhost(pointer).map { unsafe String(cString: $0) } ?? ""
        let port = unsafe PQport(pointer).map { unsafe String(cString: $0) } ?? ""
        let name = unsafe PQdb(pointer).map { unsafe String(cString: $0) } ?? ""
        return "postgres://\(host):\(port)/\(name)"
    }

    /// Whether the connection can still be used.
    var isConnected: Bool { unsafe PQstatus(pointer) == CONNECTION_OK }

    /// Whether a transaction is open, or the connection is in an unknown state.
    var isInTransaction: Bool { unsafe PQtransactionStatus(pointer) != PQTRANS_IDLE }

    /// Runs statements without parameters.
    func run(_ text: String, within time: Duration) throws(StorageError) {
        let deadline = ContinuousClock.now + time
        let isSent = unsafe PQsendQuery(pointer, text) == 1
        _ = try answer(to: text, isSent: isSent, until: deadline)
    }

    /// Prepares a statement under a name.
    func prepare(_ text: String, as name: String, within time: Duration) throws(StorageError) {
        let deadline = ContinuousClock.now + time
        let isSent = unsafe PQsendPrepare(pointer, name, text, 0, nil) == 1
        _ = try answer(to: text, isSent: isSent, until: deadline)
    }

    /// Runs a prepared statement with values in text form.
    func execute(
        _ name: String,
        _ text: String,
        _ values: [String?],
        within time: Duration
    ) throws(StorageError) -> PostgresResult {
        let deadline = ContinuousClock.now + time
        let isSent = unsafe CStringArray(values).withPointers { pointers in
            unsafe PQsendQueryPrepared(
                pointer,
                name,
                Int32(values.count),
                pointers.baseAddress,
                nil,
                nil,
                0
            ) == 1
        }
        return try answer(to: text, isSent: isSent, until: deadline)
    }

    /// What the server says to what was sent: of several statements, to the last.
    private func answer(
        to text: String,
        isSent: Bool,
        until deadline: ContinuousClock.Instant
    ) throws(StorageError) -> PostgresResult {
        guard isSent else { throw loss(in: text) }
        let result: PostgresResult?
        do throws(StorageError) {
            try flush(text, until: deadline)
            result = try lastResult(text, until: deadline)
        } catch  where error.code == .timedOut {
            throw StorageError(.timedOut, "\(error.message) in: \(text)")
        }
        guard let result else { throw loss(in: text) }
        try check(result, text)
        return result
    }

    /// Has everything sent, and reads meanwhile, as the server may want to be rid of something first.
    private func flush(
        _ text: String,
        until deadline: ContinuousClock.Instant
    ) throws(StorageError) {
        while true {
            let left = unsafe PQflush(pointer)
            guard left >= 0 else { throw loss(in: text) }
            if left == 0 { return }
            let ready = try unsafe PostgresSocket.wait(
                on: pointer,
                for: POLLIN | POLLOUT,
                until: deadline
            )
            if ready & POLLIN != 0, unsafe PQconsumeInput(pointer) != 1 { throw loss(in: text) }
        }
    }

    private func lastResult(
        _ text: String,
        until deadline: ContinuousClock.Instant
    ) throws(StorageError) -> PostgresResult? {
        var last: OpaquePointer?
        while true {
            do throws(StorageError) {
                try read(text, until: deadline)
            } catch {
                // A server that goes says why first, and that is what there is to tell.
                if error.code == .disconnected, let last = unsafe last {
                    return unsafe PostgresResult(last)
                }
                unsafe PQclear(last)
                throw error
            }
            guard let next = unsafe PQgetResult(pointer) else { break }
            unsafe PQclear(last)
            unsafe last = next
        }
        guard let last = unsafe last else { return nil }
        return unsafe PostgresResult(last)
    }

    /// Reads until a whole result is there.
    private func read(
        _ text: String,
        until deadline: ContinuousClock.Instant
    ) throws(StorageError) {
        while unsafe PQisBusy(pointer) == 1 {
            _ = try unsafe PostgresSocket.wait(on: pointer, for: POLLIN, until: deadline)
            guard unsafe PQconsumeInput(pointer) == 1 else { throw loss(in: text) }
        }
    }

    private func loss(in text: String) -> StorageError {
        let message = unsafe String(cString: PQerrorMessage(pointer)).oneLine
        return StorageError(.disconnected, "\(message) in: \(text)")
    }

    private func check(_ result: borrowing PostgresResult, _ text: String) throws(StorageError) {
        guard !result.isSuccess else { return }
        let state = result.sqlState
        let code = isConnected ? StorageError.Code(sqlState: state) : .disconnected
        let message = result.message.oneLine
        throw StorageError(code, "\(message) (SQLSTATE \(state ?? "none")) in: \(text)")
    }
}

extension StorageError.Code {
    /// The condition that a server's code stands for.
    init(sqlState: String?) {
        switch sqlState {
        case "23505": self = .duplicateKey
        case "22003": self = .outOfRange
        case "40001", "40P01": self = .conflict
        case "53100": self = .full
        case "55P03", "57014", "53300": self = .busy
        case "25006", "57P01", "57P02", "57P03": self = .disconnected
        case let state? where state.hasPrefix("08"): self = .disconnected
        case let state? where state.hasPrefix("53") || state.hasPrefix("58"): self = .unavailable
        case "XX001", "XX002": self = .corrupt
        default: self = .unexpected
        }
    }
}
