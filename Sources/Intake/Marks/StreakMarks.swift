public import Engine
public import ServiceRuntime
import Storage

/// Puts freezes, pauses, resets and restores on users' streaks, many with one call.
public struct StreakMarks: Sendable {
    let intake: Intake
    let database: AsyncDatabase

    /// What puts marks on streaks through an intake; a database tells whose pauses are to end.
    public init(intake: Intake, database: AsyncDatabase) {
        self.intake = intake
        self.database = database
    }

    /// Puts things on streaks of users, the primary ones unless another is named, and tells of each
    /// what came of it: several for one user one after the other, those of different users side by
    /// side.
    public func put(
        _ drafts: [StreakMarkDraft],
        on streak: StreakDefinitionID? = nil,
        in workspace: WorkspaceID
    ) async throws -> [Result<MarkedStreak, StreakMarkIssue>] {
        let commands = drafts.map { draft in
            MarkStreak(
                user: intake.userKey(of: draft.userID, in: workspace),
                userID: draft.userID,
                definition: streak,
                kind: draft.kind
            )
        }
        return try await mark(commands, in: workspace)
    }

    /// Ends pauses by their UUIDs.
    public func endPauses(
        _ publicIDs: [String],
        in workspace: WorkspaceID
    ) async throws -> [Result<MarkedStreak, StreakMarkIssue>] {
        // A pause's id carries its user's key, as that of an event does.
        let keys = publicIDs.map { EventID($0)?.user }
        let known = Array(Set(keys.compactMap { $0 }))
        let rows = try await database.read { (connection) throws(StorageError) in
            known.isEmpty ? [] : try connection.users.rows(of: known)
        }
        let ids = Dictionary(
            rows.compactMap { row in
                row.workspace == workspace ? row.user.map { (row.key, $0.id) } : nil
            }
        ) { first, _ in first }
        let commands = zip(publicIDs, keys).map { publicID, key -> MarkStreak? in
            guard let key, let userID = ids[key] else { return nil }
            return MarkStreak(user: key, userID: userID, kind: .endPause(publicID))
        }
        var results = try await mark(commands.compactMap { $0 }, in: workspace)[...]
        return commands.map { command in
            command == nil
                ? .failure(.refused(.unknownPause)) : results.removeFirst()
        }
    }

    private func mark(
        _ commands: [MarkStreak],
        in workspace: WorkspaceID
    ) async throws -> [Result<MarkedStreak, StreakMarkIssue>] {
        let byUser = Dictionary(grouping: commands.indices) { commands[$0].user }
        var results: [Int: Result<MarkedStreak, StreakMarkIssue>] = [:]
        var failure: ServiceError?
        await withTaskGroup { group in
            for indices in byUser.values {
                group.addTask { [intake] in
                    await intake.mark(indices.map { ($0, commands[$0]) }, in: workspace)
                }
            }
            for await (done, error) in group {
                results.merge(done) { first, _ in first }
                failure = failure ?? error
            }
        }
        // Once something is stored, an error would have the caller send all of it again.
        let isAnyDone = results.values.contains { (try? $0.get()) != nil }
        if let failure, !isAnyDone { throw failure }
        return commands.indices.map { index in
            results[index]
                ?? .failure(.told(failure?.message ?? "Not done; try again."))
        }
    }
}

extension Intake {
    /// Puts marks on streaks one after the other, until the service itself fails.
    fileprivate func mark(
        _ commands: [(index: Int, command: MarkStreak)],
        in workspace: WorkspaceID
    ) async -> ([Int: Result<MarkedStreak, StreakMarkIssue>], ServiceError?) {
        var results: [Int: Result<MarkedStreak, StreakMarkIssue>] = [:]
        for (index, command) in commands {
            do {
                results[index] = .success(try await submit(command, in: workspace))
            } catch let refusal as Refusal {
                results[index] = .failure(.refused(refusal.reason))
            } catch let error as ServiceError {
                return (results, error)
            } catch {
                return (results, ServiceError(.unexpected, "Something went wrong.", cause: error))
            }
        }
        return (results, nil)
    }
}
