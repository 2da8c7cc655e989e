import Engine

extension Command {
    /// How many events it has; anything else counts as one.
    var weight: Int {
        switch self {
        case .record(let drafts): max(1, drafts.count)
        case .identify, .deleteEvent, .adjustStreak, .prefer, .settleStreak: 1
        case .completeAchievement, .judge: 1
        }
    }

    /// The keys of the users that it is about.
    var userKeys: [UserKey] {
        switch self {
        case .record(let drafts): drafts.map(\.user)
        case .identify(let draft): [draft.user]
        case .deleteEvent(let id): [id.user]
        case .completeAchievement(let draft): [draft.user]
        case .judge(let user, _): [user]
        case .adjustStreak(let adjustment): [adjustment.user]
        case .prefer(let draft): [draft.user]
        case .settleStreak(_, let user): [user]
        }
    }

    /// Lends each user's key, with the caller's own id, to be changed.
    mutating func changeUserKeys(_ body: (inout UserKey, String) -> Void) {
        switch self {
        case .record(var drafts):
            for index in drafts.indices { body(&drafts[index].user, drafts[index].userID) }
            self = .record(drafts)
        case .identify(var draft):
            body(&draft.user, draft.userID)
            self = .identify(draft)
        case .completeAchievement(var draft):
            body(&draft.user, draft.userID)
            self = .completeAchievement(draft)
        case .adjustStreak(var adjustment):
            body(&adjustment.user, adjustment.userID)
            self = .adjustStreak(adjustment)
        case .prefer(var draft):
            body(&draft.user, draft.userID)
            self = .prefer(draft)
        case .deleteEvent, .settleStreak, .judge: break
        }
    }

    /// Whether its users are those of a workspace.
    ///
    /// An event's id carries its user's key, so one that was learned elsewhere could name another
    /// workspace's user.
    func concernsUsers(of workspace: WorkspaceID, owners: [UserKey: WorkspaceID]) -> Bool {
        switch self {
        case .record, .identify, .adjustStreak, .prefer, .completeAchievement: true
        case .deleteEvent(let id): owners[id.user] == workspace
        case .settleStreak(_, let user), .judge(let user, _): owners[user] == workspace
        }
    }
}
