public import Engine
import ServiceRuntime
import Storage

extension LaurelService {
    /// A workspace with its rules, as of now.
    public func view(of id: WorkspaceID) async throws -> WorkspaceView {
        guard let view = try await viewIfExists(of: id) else {
            throw ServiceError(.notFound, "This workspace does not exist.")
        }
        return view
    }

    /// A workspace with its rules, as of now, if there is one with that number.
    func viewIfExists(of id: WorkspaceID) async throws -> WorkspaceView? {
        let ruled = try await configured({ $0.ruled(id) }) { (reader) throws(StorageError) in
            try reader.ruled(id)
        }
        return ruled.map { ruled in
            WorkspaceView(
                workspace: ruled.workspace,
                rulebook: ruled.rulebook,
                now: ruled.workspace.clockAt ?? clock.now()
            )
        }
    }

    /// A part of the configuration: from memory where that is young, which is the usual case, or
    /// with one read.
    func configured<Value: Sendable>(
        _ find: (inout KnownConfiguration) -> Value?,
        _ read: @escaping @Sendable (ConfigurationReader) throws(StorageError) -> Value?
    ) async throws -> Value? {
        if let known = configuration.young(find) { return known }
        return try await self.read { [configuration] (connection) throws(StorageError) in
            try read(try configuration.reader(on: connection))
        }
    }

    /// Changes the configuration; every process judges by it before its next event.
    func changeConfiguration<Value: Sendable>(
        of workspace: WorkspaceID,
        _ body: @escaping @Sendable (any Connection) throws(StorageError) -> Value
    ) async throws -> Value {
        try await changeConfiguration { (connection) throws(StorageError) in
            try connection.workspaces.touch(workspace)
            return try body(connection)
        }
    }

    /// Changes the configuration of workspaces that are touched as they are found.
    func changeConfiguration<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws(StorageError) -> Value
    ) async throws -> Value {
        try await workers.run { [database, configuration] in
            let value = try storage { () throws(StorageError) in
                try database.write { (connection) throws(StorageError) in
                    try connection.installation.touchConfiguration()
                    return try body(connection)
                }
            }
            configuration.expire()
            return value
        }
    }
}
