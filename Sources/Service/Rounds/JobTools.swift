import Catalogue
import CivilTime
import Engine
import Intake
import ServiceRuntime
import Storage

/// What jobs work with.
struct JobTools: Sendable {
    let database: any Database
    let workers: Workers
    let clock: any Clock
    let zones: ZoneDatabase
    let limits: ServiceLimits
    private let intake: Intake
    /// A workspace with its rules, if it exists.
    let view: @Sendable (WorkspaceID) async throws -> WorkspaceView?

    /// The tools of a service.
    init(of service: LaurelService) {
        database = service.database
        workers = service.workers
        clock = service.clock
        zones = service.zones
        limits = service.limits
        intake = service.intake
        view = { [catalogue = service.catalogue] in try await catalogue.viewIfExists(of: $0) }
    }

    /// Reads, on a thread where that keeps nobody waiting.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws(StorageError) -> Value
    ) async throws -> Value {
        try await workers.run { [database] in
            try storage { () throws(StorageError) in
                try database.read { (connection) throws(StorageError) in
                    try connection.allow(.round)
                    return try body(connection)
                }
            }
        }
    }

    /// Writes, on a thread where that keeps nobody waiting.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws(StorageError) -> Value
    ) async throws -> Value {
        try await workers.run { [database] in
            try storage { () throws(StorageError) in
                try database.write { (connection) throws(StorageError) in
                    try connection.allow(.round)
                    return try body(connection)
                }
            }
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
                        return try await intake.submit(command, in: workspace)
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
