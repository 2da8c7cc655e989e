import CivilTime
import Engine
import Storage
private import Synchronization

/// What is known of the configuration, kept until it changes.
///
/// Whoever changes the configuration, in this process or another, raises its version in the same
/// transaction and gives the workspace that it touches the same number. A request asks for the
/// version when what is known is older than a few milliseconds; a group of events asks in its own
/// transaction, so no event is judged by rules that had ended. When the version has risen, the
/// workspaces that have changed are asked for, and forgotten: nobody else's are.
///
/// The lock is never held while the database is asked.
final class ConfigurationCache: Sendable {
    private struct State {
        var known: KnownConfiguration
        var checkedAt: ContinuousClock.Instant?
        /// Counts the changes made here, so that what was read before one is not taken for young.
        var changeCount = 0
        var loads = ConfigurationFigures.Loads()
    }

    let limits: CatalogueLimits
    let zones: ZoneDatabase
    private let state: Mutex<State>

    init(limits: CatalogueLimits, zones: ZoneDatabase) {
        self.limits = limits
        self.zones = zones
        state = Mutex(State(known: KnownConfiguration(limits: limits)))
    }

    /// Forgets how old what is known is, after a change made here.
    func expire() {
        state.withLock { state in
            state.checkedAt = nil
            state.changeCount += 1
        }
    }

    /// Keeps that streaks have judged somebody, as it was stored without a change of configuration.
    func noteJudged(_ streaks: [WorkspaceID: [StreakDefinition]]) {
        guard !streaks.isEmpty else { return }
        state.withLock { state in
            for (id, streaks) in streaks { state.known.noteJudged(streaks, of: id) }
        }
    }

    /// What has been read, and how many workspaces are known.
    var figures: ConfigurationFigures {
        state.withLock { state in
            ConfigurationFigures(loads: state.loads, workspaceCount: state.known.workspaceCount)
        }
    }
}

// MARK: - Asking

extension ConfigurationCache {
    /// What is found in what is known, as long as that is young enough to go by.
    func young<Value: Sendable>(_ find: (inout KnownConfiguration) -> Value?) -> Value? {
        let now = ContinuousClock.now
        return state.withLock { state in
            guard let checkedAt = state.checkedAt,
                now - checkedAt < limits.maximumConfigurationAge
            else { return nil }
            return find(&state.known)
        }
    }

    /// What is found in what is known, however old that is.
    func known<Value: Sendable>(_ find: (inout KnownConfiguration) -> Value?) -> Value? {
        state.withLock { find(&$0.known) }
    }

    /// Keeps what was read in a transaction that sees a version, as long as that is the current
    /// one: somebody whose transaction began later may have been quicker.
    func keep(
        readAt version: Int64,
        _ count: WritableKeyPath<ConfigurationFigures.Loads, Int>,
        _ keep: (inout KnownConfiguration) -> Void
    ) {
        state.withLock { state in
            state.loads[keyPath: count] += 1
            if state.known.version == version { keep(&state.known) }
        }
    }

    /// Makes what is known as young as a transaction, and lends what reads through it.
    func reader(on connection: any Connection) throws(StorageError) -> ConfigurationReader {
        let started = ContinuousClock.now
        let (known, changeCount) = state.withLock { ($0.known.version, $0.changeCount) }
        let version = try connection.installation.configurationVersion()
        let changed =
            version > known && known >= 0
            ? try connection.workspaces.changed(
                since: known,
                limit: limits.maximumRememberedWorkspaces
            ) : []
        state.withLock { state in
            if version > state.known.version {
                // Where so many have changed, some may not have been told.
                if changed.count == limits.maximumRememberedWorkspaces {
                    state.known = KnownConfiguration(limits: limits)
                }
                state.known.move(to: version, changed: changed)
            }
            if version == state.known.version, state.changeCount == changeCount {
                state.checkedAt = started
            }
        }
        return ConfigurationReader(cache: self, connection: connection, version: version)
    }
}
