import CPostgres
import Glibc
import Storage

/// A connection to a server in pipeline mode.
///
/// What is sent is answered in its order, and nothing waits for an answer but `result`. Closing it is
/// its end.
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
    var address: String {
        let host = unsafe PQhost(pointer).map { unsafe String(cString: $0) } ?? ""
        let port = unsafe PQport(pointer).map { unsafe String(cString: $0) } ?? ""
        let name = unsafe PQdb(pointer).map { unsafe String(cString: $0) } ?? ""
        return "postgres://\(host):\(port)/\(name)"
    }

    /// Whether the connection can still be used.
    var isConnected: Bool { unsafe PQstatus(pointer) == CONNECTION_OK }
}

// MARK: - Sending

extension PostgresHandle {
    /// Puts a statement without values behind what was sent.
    func send(_ text: String) throws(StorageError) {
        try sent(unsafe PQsendQueryParams(pointer, text, 0, nil, nil, nil, nil, 0), text)
    }

    /// Puts the preparation of a statement under a name behind what was sent.
    func prepare(_ text: String, as name: String) throws(StorageError) {
        try sent(unsafe PQsendPrepare(pointer, name, text, 0, nil), text)
    }

    /// Puts a prepared statement with values in text form behind what was sent.
    func execute(_ name: String, _ text: String, _ values: [String?]) throws(StorageError) {
        let count = unsafe CStringArray(values).withPointers { pointers in
            unsafe PQsendQueryPrepared(
                pointer,
                name,
                Int32(values.count),
                pointers.baseAddress,
                nil,
                nil,
                0
            )
        }
        try sent(count, text)
    }

    /// Ends a round, and sends as much as goes without waiting.
    ///
    /// The server answers all that was sent up to here, and after an error it goes on from here.
    func endRound() throws(StorageError) {
        try sent(unsafe PQpipelineSync(pointer), "the end of a round")
    }

    /// Has everything sent, and reads meanwhile, as the server may want to be rid of something first.
    func flush(_ text: String, until deadline: ContinuousClock.Instant) throws(StorageError) {
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

    private func sent(_ success: Int32, _ text: String) throws(StorageError) {
        guard success == 1 else { throw loss(in: text) }
    }
}

// MARK: - Reading

extension PostgresHandle {
    /// The next thing that the server says; nothing when it has said all about a statement.
    func result(
        of text: String,
        until deadline: ContinuousClock.Instant
    ) throws(StorageError) -> PostgresResult? {
        while unsafe PQisBusy(pointer) == 1 {
            do throws(StorageError) {
                _ = try unsafe PostgresSocket.wait(on: pointer, for: POLLIN, until: deadline)
            } catch  where error.code == .timedOut {
                throw StorageError(.timedOut, "\(error.message) in: \(text)")
            }
            guard unsafe PQconsumeInput(pointer) == 1 else { throw loss(in: text) }
        }
        guard let result = unsafe PQgetResult(pointer) else { return nil }
        return unsafe PostgresResult(result)
    }

    /// That the connection is of no use any more.
    func loss(in text: String) -> StorageError {
        let message = unsafe String(cString: PQerrorMessage(pointer)).oneLine
        return StorageError(.disconnected, "\(message) in: \(text)")
    }

    /// The error that a result is of.
    func error(of result: PostgresResult, in text: String) -> StorageError {
        let state = result.sqlState
        let code = isConnected ? StorageError.Code(sqlState: state) : .disconnected
        let message = result.message.oneLine
        return StorageError(code, "\(message) (SQLSTATE \(state ?? "none")) in: \(text)")
    }
}

extension StorageError.Code {
    /// The condition that a server's code stands for.
    init(sqlState: String?) {
        switch sqlState {
        case "23505": self = .duplicateKey
        case "22003": self = .outOfRange
        // Nothing divides but what finds that somebody else has written a user since.
        case "40001", "40P01", "22012": self = .conflict
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
