import CPostgres
import Glibc
import Storage

extension PostgresHandle {
    /// What a connection string may override comes before it.
    private static let defaults: [(String, String)] = [
        ("client_encoding", "UTF8"),
        ("fallback_application_name", "laurel"),
        ("keepalives_idle", "5"),
        ("keepalives_interval", "2"),
        ("keepalives_count", "3"),
        ("tcp_user_timeout", "\(PostgresLimits.networkTimeout)"),
        // Of several hosts, the one that takes writes.
        ("target_session_attrs", "read-write"),
    ]

    /// Connects to the first host of a target that will have us.
    static func connect(
        _ target: String,
        _ notices: PostgresNotices
    ) throws(StorageError) -> OpaquePointer {
        let options = try options(of: target)
        let time = connectTime(options)
        var failures: [String] = []
        for host in hosts(options) {
            do throws(StorageError) {
                return try unsafe open(
                    defaults + [("dbname", target)] + host,
                    notices,
                    until: .now + time
                )
            } catch {
                failures.append(error.message)
            }
        }
        throw StorageError(.disconnected, "cannot connect: \(failures.joined(separator: "; "))")
    }

    /// The options that a target names.
    ///
    /// What libpq says about one that it cannot read is not passed on: it quotes the text, and with
    /// it the password.
    private static func options(of target: String) throws(StorageError) -> [String: String] {
        guard let parsed = unsafe PQconninfoParse(target, nil) else {
            throw StorageError(
                .unavailable,
                """
                the URL of the database cannot be read. Check its brackets and the names of its \
                options, and write signs such as %, @, : and / in a password as %25, %40, %3A and %2F
                """
            )
        }
        defer { unsafe PQconninfoFree(parsed) }
        var options: [String: String] = [:]
        var index = 0
        while let keyword = unsafe parsed[index].keyword {
            if let value = unsafe parsed[index].val {
                unsafe options[String(cString: keyword)] = String(cString: value)
            }
            index += 1
        }
        return options
    }

    /// The options that choose each host of several.
    ///
    /// libpq would go from one to the next by itself, but not when one says nothing: that it does
    /// only where it waits itself, for as long as it likes.
    static func hosts(_ options: [String: String]) -> [[(String, String)]] {
        let single: [[(String, String)]] = [[]]
        let names = ["host", "hostaddr"].filter { options[$0]?.contains(",") == true }
        guard let first = names.first, options["target_session_attrs"] != "prefer-standby" else {
            return single
        }
        let count = list(options[first]).count
        let ports = list(options["port"])
        // What does not fit together is for libpq to explain.
        guard names.allSatisfy({ list(options[$0]).count == count }),
            ports.isEmpty || ports.count == 1 || ports.count == count
        else { return single }
        return (0..<count).map { index in
            var host = names.map { ($0, list(options[$0])[index]) }
            if ports.count > 1 { host.append(("port", ports[index])) }
            return host
        }
    }

    private static func list(_ text: String?) -> [String] {
        guard let text else { return [] }
        return text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    /// How long each host is given: as the target says, as libpq reads it, or as we like.
    private static func connectTime(_ options: [String: String]) -> Duration {
        guard let seconds = options["connect_timeout"].flatMap(Int.init), seconds > 0 else {
            return PostgresLimits.connectTime
        }
        return .seconds(max(seconds, 2))
    }

    private static func open(
        _ parameters: [(String, String)],
        _ notices: PostgresNotices,
        until deadline: ContinuousClock.Instant
    ) throws(StorageError) -> OpaquePointer {
        let names = CStringArray(parameters.map(\.0) + [nil])
        let values = CStringArray(parameters.map(\.1) + [nil])
        let begun = unsafe names.withPointers { names in
            unsafe values.withPointers { values in
                unsafe PQconnectStartParams(names.baseAddress, values.baseAddress, 1)
            }
        }
        guard let begun = unsafe begun else {
            throw StorageError(.unavailable, "libpq has no memory for a connection")
        }
        unsafe notices.receive(from: begun)
        // Details quote whole rows, and with them addresses of people and secrets of tokens.
        _ = unsafe PQsetErrorVerbosity(begun, PQERRORS_TERSE)
        do throws(StorageError) {
            try unsafe finish(begun, until: deadline)
        } catch {
            unsafe PQfinish(begun)
            throw error
        }
        return unsafe begun
    }

    private static func finish(
        _ connection: OpaquePointer,
        until deadline: ContinuousClock.Instant
    ) throws(StorageError) {
        var state = PGRES_POLLING_WRITING
        if unsafe PQstatus(connection) == CONNECTION_BAD { state = PGRES_POLLING_FAILED }
        while state != PGRES_POLLING_OK {
            guard state != PGRES_POLLING_FAILED else {
                throw StorageError(
                    .disconnected,
                    unsafe String(cString: PQerrorMessage(connection)).oneLine
                )
            }
            let events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT
            _ = try unsafe PostgresSocket.wait(on: connection, for: events, until: deadline)
            state = unsafe PQconnectPoll(connection)
        }
        // From here on nothing that libpq sends waits for the server, not even a goodbye.
        guard unsafe PQsetnonblocking(connection, 1) == 0,
            unsafe PQenterPipelineMode(connection) == 1
        else {
            throw StorageError(.disconnected, "the connection cannot be made to wait for nobody")
        }
    }
}
