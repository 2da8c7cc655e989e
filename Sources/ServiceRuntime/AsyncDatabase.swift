public import Storage

/// A database as requests use it: nothing that waits for it holds a thread that talks to clients.
public struct AsyncDatabase: Sendable {
    /// The database itself, for whoever may wait on its own thread.
    public let blocking: any Database
    /// Threads for reads that may take long, and for writes.
    public let workers: Workers
    /// Threads for short reads, where the database does not answer from memory.
    private let quickWorkers: Workers

    /// A database and the threads that wait for it.
    public init(_ database: any Database, workers: Workers, quickWorkers: Workers) {
        blocking = database
        self.workers = workers
        self.quickWorkers = quickWorkers
    }

    /// Runs a short read: on the caller's thread where the database answers from memory, since
    /// moving to another thread would take longer.
    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws(StorageError) -> Value
    ) async throws -> Value {
        guard blocking.answersLocally else {
            return try await read(body, on: quickWorkers)
        }
        return try storage { () throws(StorageError) in try blocking.read(body) }
    }

    /// Runs a short read that asks once, see `Database.look`.
    public func look<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws(StorageError) -> Value
    ) async throws -> Value {
        guard blocking.answersLocally else {
            return try await quickWorkers.run { [blocking] in
                try storage { () throws(StorageError) in try blocking.look(body) }
            }
        }
        return try storage { () throws(StorageError) in try blocking.look(body) }
    }

    /// Runs a read that may take long, on a thread where it keeps nobody waiting.
    public func readSlowly<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws(StorageError) -> Value
    ) async throws -> Value {
        try await read(body, on: workers)
    }

    /// Writes, on a thread where that keeps nobody waiting.
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws(StorageError) -> Value
    ) async throws -> Value {
        try await workers.run { [blocking] in
            try storage { () throws(StorageError) in try blocking.write(body) }
        }
    }

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws(StorageError) -> Value,
        on workers: Workers
    ) async throws -> Value {
        try await workers.run { [blocking] in
            try storage { () throws(StorageError) in try blocking.read(body) }
        }
    }
}

/// Turns the database's errors into what a caller may be told.
public func storage<Value>(
    _ body: () throws(StorageError) -> Value
) throws(ServiceError) -> Value {
    do {
        return try body()
    } catch {
        throw ServiceError(error)
    }
}
