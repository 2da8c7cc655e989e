import Engine
import Storage

extension Editor<StreakDefinition> {
    /// Why a streak cannot have the name of a draft; nothing where it may be shared.
    func issue(withNameOf draft: StreakDraft, of publicID: String?) -> ItemIssue? {
        let isTaken = items.contains { streak in
            streak.publicID != publicID && streak.name.isSameID(as: draft.name)
        }
        guard draft.hasOwnName, isTaken else { return nil }
        return .nameInUse(.streak)
    }

    /// A key, or the first of those with a number behind it that no streak has.
    func freeKey(like base: String) -> String {
        var key = base
        var number = 2
        while streak(key: key) != nil {
            key = "\(base)-\(number)"
            number += 1
        }
        return key
    }
}
