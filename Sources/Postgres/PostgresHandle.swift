import CPostgres
import Storage

/// A connection to a server; closing it is its end.
@safe struct PostgresHandle: ~Copyable {
    private let pointer: OpaquePointer

    /// Connects as a connection string or URL says.
    init(_ target: String) throws(StorageError) {
        let pointer = try unsafe Self.connect(target)
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe PQfinish(pointer)
    }

    /// What a connection string may override comes before it.
    private static let defaults: [(String, String)] = [
        ("client_encoding", "UTF8"),
        ("fallback_application_name", "laurel"),
        ("connect_timeout", "\(PostgresLimits.connectTimeout)"),
        ("keepalives_idle", "5"),
        ("keepalives_interval", "2"),
        ("keepalives_count", "3"),
        ("tcp_user_timeout", "\(PostgresLimits.networkTimeout)"),
        // Of several hosts, the one that takes writes.
        ("target_session_attrs", "read-write"),
    ]

    private static func connect(_ target: String) throws(StorageError) -> OpaquePointer {
        try check(target)
        let parameters = defaults + [("dbname", target)]
        let names = CStringArray(parameters.map(\.0) + [nil])
        let values = CStringArray(parameters.map(\.1) + [nil])
        let opened = unsafe names.withPointers { names in
            unsafe values.withPointers { values in
                unsafe PQconnectdbParams(names.baseAddress, values.baseAddress, 1)
            }
        }
        guard let opened = unsafe opened else {
            throw StorageError(.unavailable, "libpq has no memory for a connection")
        }
        guard unsafe PQstatus(opened) == CONNECTION_OK else {
            let message = unsafe String(cString: PQerrorMessage(opened))
            unsafe PQfinish(opened)
            throw StorageError(.disconnected, "cannot connect: \(message.oneLine)")
        }
        // Details quote whole rows, and with them addresses of people and secrets of tokens.
        _ = unsafe PQsetErrorVerbosity(opened, PQERRORS_TERSE)
        return unsafe opened
    }

    /// Refuses what libpq cannot read.
    ///
    /// What libpq says about it is not passed on: it quotes the text, and with it the password.
    private static func check(_ target: String) throws(StorageError) {
        guard let options = unsafe PQconninfoParse(target, nil) else {
            throw StorageError(
                .unavailable,
                """
                the URL of the database cannot be read. Check its brackets and the names of its \
                options, and write signs such as %, @, : and / in a password as %25, %40, %3A and %2F
                """
            )
        }
        unsafe PQconninfoFree(options)
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
    func run(_ text: String) throws(StorageError) {
        let result = unsafe PostgresResult(PQexec(pointer, text))
        try check(result, text)
    }

    /// Prepares a statement under a name.
    func prepare(_ text: String, as name: String) throws(StorageError) {
        let result = unsafe PostgresResult(PQprepare(pointer, name, text, 0, nil))
        try check(result, text)
    }

    /// Runs a prepared statement with values in text form.
    func execute(
        _ name: String,
        _ text: String,
        _ values: [String?]
    ) throws(StorageError) -> PostgresResult {
        let answer = unsafe CStringArray(values).withPointers { pointers in
            unsafe PQexecPrepared(
                pointer,
                name,
                Int32(values.count),
                pointers.baseAddress,
                nil,
                nil,
                0
            )
        }
        let result = unsafe PostgresResult(answer)
        try check(result, text)
        return result
    }

    private func check(_ result: borrowing PostgresResult, _ text: String) throws(StorageError) {
        guard !result.isSuccess else { return }
        let state = result.sqlState
        let message = unsafe String(cString: PQerrorMessage(pointer)).oneLine
        let code = isConnected ? StorageError.Code(sqlState: state) : .disconnected
        throw StorageError(code, "\(message) (SQLSTATE \(state ?? "none")) in: \(text)")
    }
}

extension String {
    fileprivate var oneLine: String {
        split(whereSeparator: \.isNewline).joined(separator: " ")
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
