import Engine
import ServiceRuntime
import Storage
import Synchronization

/// Reads users for many who ask at the same time, with one question for all of them.
///
/// Where a database answers over a network, most of what a small read costs is the way there and
/// back. Who asks while others are being read waits for the next question, which begins later, so
/// that whatever the caller has seen stored is in the answer.
final class GroupedProfiles: Sendable {
    private struct Caller: Sendable {
        let id: String
        let workspace: WorkspaceID
        let key: UserKey
        let continuation: CheckedContinuation<UserProfile?, any Error>
    }

    private struct State {
        var callers: [Caller] = []
        var readers = 0
    }

    private let database: AsyncDatabase
    private let keyring: UserKeyring
    private let state = Mutex(State())

    init(_ database: AsyncDatabase, _ keyring: UserKeyring) {
        self.database = database
        self.keyring = keyring
    }

    /// The user with an id, if there is one.
    func profile(of id: String, in workspace: WorkspaceID) async throws -> UserProfile? {
        try await withCheckedThrowingContinuation { continuation in
            let caller = Caller(
                id: id,
                workspace: workspace,
                key: keyring.key(of: id, in: workspace),
                continuation: continuation
            )
            let isFirst = state.withLock { state in
                state.callers.append(caller)
                guard state.readers < ReadingLimits.profileReaders else { return false }
                state.readers += 1
                return true
            }
            if isFirst { Task { await self.read() } }
        }
    }

    /// Reads group after group until nobody waits.
    private func read() async {
        while let group = take() {
            let began = ContinuousClock.now
            do {
                let found = try await profiles(of: group)
                for (caller, profile) in zip(group, found) {
                    caller.continuation.resume(returning: profile)
                }
            } catch {
                // Who has come meanwhile would wait as long again for a database that is silent.
                let isSilent = ContinuousClock.now - began > ReadingLimits.profilePatience
                for caller in group + (isSilent ? takeAll() : []) {
                    caller.continuation.resume(throwing: error)
                }
            }
        }
    }

    private func take() -> [Caller]? {
        state.withLock { state in
            guard !state.callers.isEmpty else {
                state.readers -= 1
                return nil
            }
            let group = Array(state.callers.prefix(ReadingLimits.profilesInGroup))
            state.callers.removeFirst(group.count)
            return group
        }
    }

    private func takeAll() -> [Caller] {
        state.withLock { state in
            defer { state.callers = [] }
            return state.callers
        }
    }

    private func profiles(of group: [Caller]) async throws -> [UserProfile?] {
        let asked = group.map { (id: $0.id, workspace: $0.workspace, key: $0.key) }
        return try await database.look { [keyring] (connection) throws(StorageError) in
            let keys = Array(Set(asked.map(\.key)))
            let users = try connection.ask(connection.users.lookup(keys))
            let attributes = try connection.ask(connection.users.attributesLookup(of: keys))
            let rows = Dictionary(try users.value().map { ($0.key, $0) }) { first, _ in first }
            let values = try attributes.value()
            return try asked.map { (caller) throws(StorageError) -> UserProfile? in
                guard let row = rows[caller.key] else { return nil }
                guard row.isUser(caller.id, in: caller.workspace), let user = row.user else {
                    // The key is somebody else's, which practically never happens.
                    return try connection.profile(
                        caller.id,
                        in: caller.workspace,
                        keyring: keyring
                    )
                }
                return UserProfile(
                    key: row.key,
                    user: user,
                    attributes: values[row.key] ?? [:]
                )
            }
        }
    }
}
