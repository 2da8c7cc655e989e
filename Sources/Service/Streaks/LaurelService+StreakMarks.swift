public import Engine
import ServiceRuntime
import Storage

/// What is to be put on a user's streak.
public struct StreakMarkDraft: Sendable {
    /// The caller's own id of the user.
    public let userID: String
    /// What is to be put there.
    public let kind: StreakAdjustment.Kind

    /// Something for a user's streak.
    public init(userID: String, kind: StreakAdjustment.Kind) {
        self.userID = userID
        self.kind = kind
    }
}

/// Why something was not put on a streak.
public struct StreakMarkIssue: Error, Hashable, Sendable {
    /// How bad it is.
    public enum Severity: String, Sendable {
        /// It could not be done.
        case error
        /// There was nothing to do, or no room for more.
        case warning
    }

    /// How bad it is.
    public let severity: Severity
    /// A sentence that names what to fix.
    public let message: String

    /// An issue; an error unless said otherwise.
    public init(_ message: String, severity: Severity = .error) {
        self.message = message
        self.severity = severity
    }
}

extension LaurelService {
    /// Puts things on the primary streaks of users, and tells of each what came of it: several for
    /// one user one after the other, those of different users side by side.
    public func adjustStreaks(
        _ drafts: [StreakMarkDraft],
        in workspace: WorkspaceID
    ) async throws -> [Result<AdjustedStreak, StreakMarkIssue>] {
        let adjustments = drafts.map { draft in
            StreakAdjustment(
                user: userKey(of: draft.userID, in: workspace),
                userID: draft.userID,
                kind: draft.kind
            )
        }
        return try await adjust(adjustments, in: workspace)
    }

    /// Ends pauses by their UUIDs.
    public func endStreakPauses(
        _ publicIDs: [String],
        in workspace: WorkspaceID
    ) async throws -> [Result<AdjustedStreak, StreakMarkIssue>] {
        // A pause's id carries its user's key, as that of an event does.
        let keys = publicIDs.map { EventID($0)?.user }
        let known = Array(Set(keys.compactMap { $0 }))
        let rows = try await read { (connection) throws(StorageError) in
            known.isEmpty ? [] : try connection.users.rows(of: known)
        }
        let ids = Dictionary(
            rows.compactMap { row in
                row.workspace == workspace ? row.user.map { (row.key, $0.id) } : nil
            }
        ) { first, _ in first }
        let adjustments = zip(publicIDs, keys).map { publicID, key -> StreakAdjustment? in
            guard let key, let userID = ids[key] else { return nil }
            return StreakAdjustment(user: key, userID: userID, kind: .endPause(publicID))
        }
        var results = try await adjust(adjustments.compactMap { $0 }, in: workspace)[...]
        return adjustments.map { adjustment in
            adjustment == nil
                ? .failure(StreakMarkIssue(.unknownPause)) : results.removeFirst()
        }
    }

    private func adjust(
        _ adjustments: [StreakAdjustment],
        in workspace: WorkspaceID
    ) async throws -> [Result<AdjustedStreak, StreakMarkIssue>] {
        let byUser = Dictionary(grouping: adjustments.indices) { adjustments[$0].user }
        var results: [Int: Result<AdjustedStreak, StreakMarkIssue>] = [:]
        var failure: ServiceError?
        await withTaskGroup { group in
            for indices in byUser.values {
                group.addTask { [intake] in
                    await intake.adjust(indices.map { ($0, adjustments[$0]) }, in: workspace)
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
        return adjustments.indices.map { index in
            results[index]
                ?? .failure(StreakMarkIssue(failure?.message ?? "Not done; try again."))
        }
    }
}

extension Intake {
    /// Adjusts streaks one after the other, until the service itself fails.
    fileprivate func adjust(
        _ adjustments: [(index: Int, adjustment: StreakAdjustment)],
        in workspace: WorkspaceID
    ) async -> ([Int: Result<AdjustedStreak, StreakMarkIssue>], ServiceError?) {
        var results: [Int: Result<AdjustedStreak, StreakMarkIssue>] = [:]
        for (index, adjustment) in adjustments {
            do {
                let outcome = try await submit(.adjustStreak(adjustment), in: workspace)
                guard case .adjusted(let adjusted) = outcome else {
                    preconditionFailure("an adjusted streak comes back as one")
                }
                results[index] = .success(adjusted)
            } catch let refusal as Refusal {
                results[index] = .failure(StreakMarkIssue(refusal))
            } catch let error as ServiceError {
                return (results, error)
            } catch {
                return (results, ServiceError(.unexpected, "Something went wrong.", cause: error))
            }
        }
        return (results, nil)
    }
}

extension StreakMarkIssue {
    init(_ refusal: Refusal) {
        switch refusal.code {
        case .unknownUser: self.init("User does not exist")
        case .nothingToDo: self.init(refusal.message, severity: .warning)
        case .unknownMetric, .unknownEvent, .unknownStreak, .unknownAchievement, .forbidden,
            .invalidValue:
            self.init(refusal.message)
        }
    }
}
