import Catalogue
import CivilTime
import Engine
import ServiceRuntime
import Storage

/// Brings the roll-ups up to date, some users at a time.
///
/// What a user adds is derived anew from everything that is stored of the user, and takes the place
/// of what the user added before. So it does not matter what has changed, in which order it is looked
/// at, or how often. Several processes may do it: a version, which is read with what is read and has
/// to be the same when it is written, lets one of two win that do it at the same time.
struct RollUpWriter: Sendable {
    let database: AsyncDatabase
    let catalogue: Catalogue
    let zones: ZoneDatabase
    let clock: any Clock

    /// What a step came to.
    enum Step: Sendable {
        /// Nothing was to be done.
        case idle
        /// Something was done; the newest change, which may wait still, was made at this moment.
        case done(newest: Instant?)
        /// Somebody else wrote meanwhile; what was read is to be read anew.
        case overtaken
    }

    /// Takes a step: changes of the configuration first, then users who have changed, then walks.
    func step() async throws -> Step {
        if try await followConfiguration() { return .done(newest: nil) }
        if let step = try await followUsers() { return step }
        return try await walk()
    }

    // MARK: - Users who have changed

    private func followUsers() async throws -> Step? {
        // Those at hand may be old while others come in, which have the machine then.
        let (entries, newest) = try await read { (connection) throws(StorageError) in
            let entries = try connection.analyticsLog.oldest(
                limit: AnalyticsLimits.entriesAtOnce,
                users: AnalyticsLimits.usersAtOnce
            )
            return (entries, try connection.analyticsLog.newestNumber())
        }
        guard !entries.isEmpty, let newest else { return nil }
        let users = Array(Set(entries.flatMap(\.users)))
        let isDone = try await bringUpToDate(users) { (connection) throws(StorageError) in
            try connection.analyticsLog.remove(entries)
        }
        let madeAt = Instant(milliseconds: newest >> Int64(EventID.countBitWidth))
        return isDone ? .done(newest: madeAt) : .overtaken
    }

    /// Brings what some users add up to date, and does something besides in the same transaction.
    func bringUpToDate(
        _ users: [UserKey],
        besides: @escaping @Sendable (any Connection) throws(StorageError) -> Void
    ) async throws -> Bool {
        let views = try await views(of: users)
        let (zones, now) = (zones, clock.now())
        let draft = try await read { (connection) throws(StorageError) in
            try RollUpDraft(of: users, views, zones, on: connection, at: now)
        }
        return try await write { (connection) throws(StorageError) in
            guard try draft.store(on: connection) else { return false }
            try besides(connection)
            return true
        }
    }

    /// The workspaces of some users with their rules.
    private func views(of users: [UserKey]) async throws -> [WorkspaceID: WorkspaceView] {
        let workspaces = try await read { (connection) throws(StorageError) in
            Set(try connection.users.rows(of: users).map(\.workspace))
        }
        var views: [WorkspaceID: WorkspaceView] = [:]
        for workspace in workspaces {
            views[workspace] = try await catalogue.viewIfExists(of: workspace)
        }
        return views
    }

    // MARK: - The configuration

    /// Looks at workspaces whose configuration has changed; false when none has.
    private func followConfiguration() async throws -> Bool {
        let (seen, changed, newest) = try await read { (connection) throws(StorageError) in
            let seen = try connection.analyticsStates.version()
            let newest = try connection.installation.configurationVersion()
            guard newest > seen.configuration else {
                return (seen, [] as [WorkspaceID], newest)
            }
            let changed = try connection.workspaces.changed(
                since: seen.configuration,
                limit: AnalyticsLimits.workspacesAtOnce
            )
            return (seen, changed, newest)
        }
        guard newest > seen.configuration else { return false }
        var bases: [RollUpBasis] = []
        for workspace in changed {
            if let view = try await catalogue.viewIfExists(of: workspace) {
                bases.append(RollUpBasis(view))
            }
        }
        let (found, isWhole) = (bases, changed.count < AnalyticsLimits.workspacesAtOnce)
        _ = try await write { (connection) throws(StorageError) in
            guard try connection.analyticsStates.advance(from: seen.written) else { return }
            var reached = newest
            if !isWhole, let last = changed.last {
                reached = try connection.workspaces.version(of: last) ?? newest
            }
            try connection.beginWalks(found)
            try connection.analyticsStates.noteConfiguration(reached)
        }
        return true
    }

    // MARK: - Walks

    /// Goes on with a walk over all users of a workspace.
    private func walk() async throws -> Step {
        let (state, users) = try await read { (connection) throws(StorageError) in
            guard let state = try connection.analyticsStates.walking() else {
                return (nil as AnalyticsState?, [] as [UserRow])
            }
            let users = try connection.users.page(
                in: state.workspace,
                oldestAfter: state.cursor,
                limit: AnalyticsLimits.usersAtOnce
            )
            return (state, users)
        }
        guard let state else { return .idle }
        return try await walk(state, over: users) ? .done(newest: nil) : .overtaken
    }

    private func walk(_ state: AnalyticsState, over users: [UserRow]) async throws -> Bool {
        let now = clock.now()
        return try await bringUpToDate(users.map(\.key)) { (connection) throws(StorageError) in
            // A walk that was begun anew meanwhile, or finished, is somebody else's.
            guard var reached = try connection.analyticsStates.find(state.workspace),
                reached.cursor == state.cursor, reached.isWalking
            else { return }
            reached.walked += Int64(users.count)
            reached.updatedAt = now
            if let last = users.last { reached.cursor = UserCursor(last) }
            if users.count < AnalyticsLimits.usersAtOnce {
                reached.isWalking = false
                if let next = reached.nextGeneration {
                    reached.generation = next
                    reached.nextGeneration = nil
                }
            }
            try connection.analyticsStates.store([reached])
        }
    }

    // MARK: - The database

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws(StorageError) -> Value
    ) async throws -> Value {
        try await database.readSlowly { (connection) throws(StorageError) in
            try connection.allow(.round)
            return try body(connection)
        }
    }

    private func write<Value: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws(StorageError) -> Value
    ) async throws -> Value {
        try await database.write { (connection) throws(StorageError) in
            try connection.allow(.round)
            return try body(connection)
        }
    }
}

extension Connection {
    /// Begins walks in those workspaces whose roll-ups would be others now.
    fileprivate func beginWalks(_ bases: [RollUpBasis]) throws(StorageError) {
        var states: [AnalyticsState] = []
        for basis in bases {
            var state =
                try analyticsStates.find(basis.workspace) ?? AnalyticsState(of: basis.workspace)
            guard state.basis != basis.text else { continue }
            // Until all have been counted for the first time, nothing is read.
            if state.generation == 0 { state.nextGeneration = 1 }
            state.beginWalk(on: basis.text)
            states.append(state)
        }
        try analyticsStates.store(states)
    }
}
