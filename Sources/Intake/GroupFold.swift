import CivilTime
import Engine
import Storage

/// Applies the commands of a group, one after the other for each user.
///
/// A command that lacks something waits, with those after it that are about the same users, while
/// the others go on. What all of them lack is then looked up together, and they are applied again.
struct GroupFold {
    let folds: [WorkspaceID: Fold]
    let loader: GroupLoader

    /// What the commands come to, in their order.
    func apply(
        _ group: [Pending],
        to snapshots: inout [UserKey: Snapshot]
    ) throws(StorageError) -> [Answer] {
        var answers: [Answer?] = Array(repeating: nil, count: group.count)
        var waiting = Array(group.indices)
        var wanted: Set<Want> = []
        let firstNumbers = Self.firstNumbers(of: group)
        while true {
            var turn = Turn()
            for index in waiting {
                answers[index] = apply(
                    group[index],
                    countingFrom: firstNumbers[index],
                    to: &snapshots,
                    &turn
                )
                if answers[index] == nil { turn.waiting.append(index) }
            }
            waiting = turn.waiting
            guard !waiting.isEmpty else { return answers.compactMap { $0 } }
            // Whoever asks for what is known already would ask for ever.
            guard !turn.wants.isSubset(of: wanted) else {
                throw StorageError(.unexpected, "a command lacks what was looked up for it")
            }
            wanted.formUnion(turn.wants)
            try loader.load(turn.wants, namedIn: turn.workspaces, into: &snapshots)
        }
    }

    /// The number from which the events of each command are counted, so that those of the group are
    /// in one order.
    private static func firstNumbers(of group: [Pending]) -> [Int64] {
        var before: Int64 = 0
        return group.map { pending in
            defer { before += Int64(pending.eventCount) }
            return pending.firstNumber - before
        }
    }

    /// What is found out while the commands that wait are gone through once.
    private struct Turn {
        /// Those that have to wait for the next turn.
        var waiting: [Int] = []
        /// Their users.
        var users: Set<UserKey> = []
        /// What they lack.
        var wants: Set<Want> = []
        /// The workspace in which a user was named who was not loaded.
        var workspaces: [UserKey: WorkspaceID] = [:]
    }

    /// What a command comes to; nothing while it has to wait.
    private func apply(
        _ pending: Pending,
        countingFrom firstNumber: Int64,
        to snapshots: inout [UserKey: Snapshot],
        _ turn: inout Turn
    ) -> Answer? {
        guard var fold = folds[pending.workspace] else {
            return pending.refused(Refusal(.workspaceGone))
        }
        fold.firstNumber = firstNumber
        if !turn.users.isEmpty, pending.users.contains(where: { turn.users.contains($0.key) }) {
            turn.users.formUnion(pending.users.map(\.key))
            return nil
        }
        guard pending.concernsUsersOfItsWorkspace(snapshots) else {
            return pending.refused(Refusal(.unknownEvent))
        }
        do throws(Interruption) {
            return try pending.apply(in: fold, to: &snapshots)
        } catch {
            switch error {
            case .refused(let refusal): return pending.refused(refusal)
            case .lacking(let wants):
                turn.wants.formUnion(wants)
                turn.users.formUnion(pending.users.map(\.key))
                for case .user(let user) in wants { turn.workspaces[user] = pending.workspace }
                return nil
            }
        }
    }
}

extension Pending {
    /// Whether its users are those of its workspace.
    ///
    /// A user's key may have been learned elsewhere, so one that comes without the caller's id could
    /// be another workspace's user.
    fileprivate func concernsUsersOfItsWorkspace(_ snapshots: [UserKey: Snapshot]) -> Bool {
        users.allSatisfy { user in
            user.id != nil || snapshots[user.key].map { $0.workspace == workspace } ?? true
        }
    }

    /// The answer to a command that the rules refuse.
    fileprivate func refused(_ refusal: Refusal) -> Answer {
        Answer { [self] in fail(with: refusal) }
    }
}
