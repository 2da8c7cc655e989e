public import Catalogue
public import CivilTime
public import Engine
public import ServiceRuntime
import Storage
private import Synchronization

/// What is counted of all users of a workspace, day by day: kept up to date, and read.
public final class Analytics: Sendable {
    let database: AsyncDatabase
    let catalogue: Catalogue
    let zones: ZoneDatabase
    let clock: any Clock
    private let writer: RollUpWriter
    private let rest = Mutex(Duration.zero)

    /// What counts on a database.
    public init(
        database: AsyncDatabase,
        catalogue: Catalogue,
        zones: ZoneDatabase,
        clock: any Clock
    ) {
        self.database = database
        self.catalogue = catalogue
        self.zones = zones
        self.clock = clock
        writer = RollUpWriter(
            database: database,
            catalogue: catalogue,
            zones: zones,
            clock: clock
        )
    }

    /// Takes a step in bringing roll-ups up to date; false when nothing is left to be done.
    public func step() async throws -> Bool {
        let begun = ContinuousClock.now
        let step = try await writer.step()
        let took = ContinuousClock.now - begun
        switch step {
        case .idle: return false
        case .overtaken: rest.withLock { $0 = .zero }
        case .done(let newest):
            // While events come in, they have the machine for most of the time.
            let isBusy = newest.map { clock.now() - $0 < AnalyticsLimits.quietAfter } ?? false
            let longest = AnalyticsLimits.longestRest
            rest.withLock {
                $0 = isBusy ? min(longest, took * (AnalyticsLimits.partsOfTime - 1)) : .zero
            }
        }
        return true
    }

    /// For how long nothing should be done after the last step.
    public var restAfterStep: Duration { rest.withLock { $0 } }

    /// How far the roll-ups of a workspace are.
    public struct Progress: Hashable, Sendable {
        /// How many users have been gone through.
        public let walked: Int64
        /// How many there are.
        public let users: Int64
        /// Whether it goes on.
        public let isWalking: Bool
    }

    /// Begins to make the roll-ups of a workspace from nothing.
    ///
    /// They are made beside those that are read, and take their place when they are finished.
    public func recompute(_ workspace: WorkspaceID) async throws {
        let view = try await catalogue.view(of: workspace)
        let basis = RollUpBasis(view).text
        let now = clock.now()
        try await database.write { (connection) throws(StorageError) in
            try connection.analyticsStates.advance()
            var state =
                try connection.analyticsStates.find(workspace) ?? AnalyticsState(of: workspace)
            state.nextGeneration = state.writtenGeneration + 1
            state.beginWalk(on: basis)
            state.updatedAt = now
            try connection.analyticsStates.store([state])
        }
    }

    /// Every workspace.
    public func workspaces() async throws -> [WorkspaceID] {
        try await database.readSlowly { (connection) throws(StorageError) in
            try connection.workspaces.all().map(\.id)
        }
    }

    /// How far the roll-ups of a workspace are.
    public func progress(of workspace: WorkspaceID) async throws -> Progress {
        try await database.readSlowly { (connection) throws(StorageError) in
            let state = try connection.analyticsStates.find(workspace)
            return Progress(
                walked: state?.walked ?? 0,
                users: try connection.userCounts.count(in: workspace),
                isWalking: state?.isWalking ?? true
            )
        }
    }

    /// Takes away what is left of roll-ups that others have taken the place of; false when nothing
    /// is.
    public func removeOld(of workspace: WorkspaceID) async throws -> Bool {
        try await database.write { (connection) throws(StorageError) in
            try connection.allow(.round)
            guard let state = try connection.analyticsStates.find(workspace) else { return false }
            return try connection.rollUps.removeOld(
                of: workspace,
                before: state.generation,
                limit: AnalyticsLimits.removedAtOnce
            )
        }
    }
}
