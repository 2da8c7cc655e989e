import CivilTime
import Engine
import JSONText
import Storage

/// A fact as it is told: written once, for all who are told.
struct FeedEvent: Sendable {
    let place: FactPlace
    let workspace: WorkspaceID
    /// The caller's id of the user, in bytes.
    let user: [UInt8]
    let type: FeedType
    /// The event as it is sent.
    let bytes: [UInt8]

    /// The event about a fact; nothing when its user has been erased.
    init?(_ fact: PlacedFact, epoch: Int64) {
        guard let userID = fact.userID, let type = FeedType(fact.stored.fact.kind) else {
            return nil
        }
        let told = fact.stored.fact
        place = fact.place
        workspace = fact.workspace
        user = Array(userID.utf8)
        self.type = type
        let id = FeedCursor(epoch: epoch, place: fact.place, at: fact.stored.toldAt)
        bytes = FeedText.event(id: id, type: type.rawValue) { object in
            object.field("user_id", userID)
            if let streak = StreakFact(told) {
                Self.write(streak, to: &object)
            } else {
                Self.writeAchievement(told, to: &object)
            }
            object.field("occurred_at", told.at.iso8601)
        }
    }

    private static func writeAchievement(_ fact: Fact, to object: inout JSONObjectWriter) {
        object.field("achievement_id", fact.subject)
        object.fieldIfPresent("key", fact.payload["key"])
        object.field("name", fact.payload["name"])
        object.field("trigger", fact.payload["trigger"])
        object.fieldIfPresent("event_id", fact.payload["eventId"])
        object.fieldIfPresent("backdated", fact.payload["backdated"])
    }

    private static func write(_ fact: StreakFact, to object: inout JSONObjectWriter) {
        object.field("definition_id", fact.streak)
        switch fact.kind {
        case .started, .extended:
            object.field("new_count", fact.length)
        case .lost:
            object.field("final_count", fact.length)
        case .freezeConsumed, .freezeEarned:
            object.field("current_count", fact.length)
            object.field("count", fact.count)
            object.field("freezes", fact.freezes)
        case .corrected:
            object.field("new_count", fact.length)
            object.field("previous_count", fact.previousLength)
        case .milestoneReached:
            object.field("threshold", fact.count)
            object.field("reward_id", fact.rewardItemID)
        case .atRisk:
            object.field("current_count", fact.length)
            object.field("window_ends_at", fact.endsAt?.iso8601)
        }
    }
}
