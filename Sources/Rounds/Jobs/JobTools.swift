public import Catalogue
public import CivilTime
import Engine
public import Intake
public import ServiceRuntime
import Storage

/// What jobs work with.
public struct JobTools: Sendable {
    let database: AsyncDatabase
    let catalogue: Catalogue
    let intake: Intake
    let clock: any Clock
    let zones: ZoneDatabase
    let limits: RoundLimits

    /// What jobs on a database work with.
    public init(
        database: AsyncDatabase,
        catalogue: Catalogue,
        intake: Intake,
        clock: any Clock,
        zones: ZoneDatabase,
        limits: RoundLimits
    ) {
        self.database = database
        self.catalogue = catalogue
        self.intake = intake
        self.clock = clock
        self.zones = zones
        self.limits = limits
    }

    /// A workspace with its rules, if it exists.
    func view(_ id: WorkspaceID) async throws -> WorkspaceView? {
        try await catalogue.viewIfExists(of: id)
    }

    /// Reads, on a thread where that keeps nobody waiting.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws(StorageError) -> Value
    ) async throws -> Value {
        try await database.readSlowly { (connection) throws(StorageError) in
            try connection.allow(.round)
            return try body(connection)
        }
    }

    /// Writes, on a thread where that keeps nobody waiting.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws(StorageError) -> Value
    ) async throws -> Value {
        try await database.write { (connection) throws(StorageError) in
            try connection.allow(.round)
            return try body(connection)
        }
    }

    /// Has commands taken in side by side, so that they share transactions; tells what those came to
    /// that were not refused, in any order.
    @discardableResult
    func submit<C: Command>(
        _ commands: [(workspace: WorkspaceID, command: C)]
    ) async throws -> [C.Outcome] {
        try await withThrowingTaskGroup(of: C.Outcome?.self) { group in
            for (workspace, command) in commands {
                group.addTask { [intake] in
                    do {
                        return try await intake.submit(
                            command,
                            in: workspace,
                            isInBackground: true
                        )
                    } catch is Refusal {
                        // The user was erased meanwhile.
                        return nil
                    }
                }
            }
            return try await group.reduce(into: []) { outcomes, outcome in
                if let outcome { outcomes.append(outcome) }
            }
        }
    }
}
