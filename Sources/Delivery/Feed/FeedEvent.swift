import CivilTime
import Engine
import JSONText
import Storage

/// A fact as it is told: written once, for all who are told.
struct FeedEvent: Sendable {
    let place: FactPlace
    let workspace: WorkspaceID
    /// The caller's id of the user, in bytes; nothing when it is about none.
    let user: [UInt8]?
    let type: FeedType
    /// The event as it is sent.
    let bytes: [UInt8]
}

extension FeedEvent {
    /// The event about a fact; nothing when its user has been erased since, or its kind is of a newer
    /// version.
    init?(_ fact: PlacedFact, epoch: Int64) {
        let told = fact.stored.fact
        guard fact.userID != nil || fact.namesNoUser, Fact.Kind.all.contains(told.kind) else {
            return nil
        }
        place = fact.place
        workspace = fact.workspace
        user = fact.userID.map { Array($0.utf8) }
        type = FeedType(told.kind)
        let id = FeedCursor(epoch: epoch, place: fact.place, at: fact.stored.toldAt)
        bytes = FeedText.event(id: id, type: type.rawValue) { object in
            if told.kind != .configurationChanged, told.kind != .webhookDisabled {
                object.field("user_id", fact.userID)
            }
            Self.writeDetails(of: told, to: &object)
            object.field("occurred_at", told.at.iso8601)
        }
    }

    private static func writeDetails(of fact: Fact, to object: inout JSONObjectWriter) {
        if let streak = StreakFact(fact) {
            write(streak, to: &object)
        } else if fact.kind == .achievementCompleted {
            writeAchievement(fact, to: &object)
        } else if PointsFact(fact) != nil {
            writePoints(fact, to: &object)
        } else if BoardFact(fact) != nil {
            object.field("leaderboard_id", fact.subject)
            for (field, name) in boardFields { object.fieldIfPresent(field, fact.payload[name]) }
        } else if GroupStreakFact.Kind(rawValue: fact.kind.rawValue) != nil {
            for (field, name) in groupFields { object.fieldIfPresent(field, fact.payload[name]) }
        } else if fact.kind == .configurationChanged {
            for name in ["item", "id", "key", "change"] {
                object.fieldIfPresent(name, fact.payload[name])
            }
        } else if fact.kind == .webhookDisabled {
            object.field("webhook_id", fact.subject)
            object.fieldIfPresent("reason", fact.payload["reason"])
            object.fieldIfPresent("failing_since", fact.payload["failingSince"])
        } else {
            object.fieldIfPresent("fields", fact.payload["fields"])
            object.fieldIfPresent("id_digest", fact.payload["idDigest"])
            object.fieldIfPresent("merged_user_id", fact.payload["mergedUserId"])
            for name in ["events", "marks", "achievements", "from", "to"] {
                object.fieldIfPresent(name, fact.payload[name])
            }
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

    /// What facts about leaderboards say, and how events call it.
    private static let boardFields = [
        ("key", "key"), ("name", "name"), ("run", "run"), ("group_values", "groupValues"),
        ("rank", "rank"), ("previous_rank", "previousRank"), ("value", "value"),
        ("previous_value", "previousValue"), ("tier", "tier"), ("previous_tier", "previousTier"),
    ]

    /// What facts about the streaks of groups say, and how events call it.
    private static let groupFields = [
        ("group_id", "groupId"), ("name", "name"), ("streak", "streak"), ("period", "period"),
        ("length", "length"), ("previous_length", "previousLength"),
    ]

    /// What facts about points say, and how events call it.
    private static let pointsFields = [
        ("system_id", "systemId"), ("key", "key"), ("name", "name"), ("boost_id", "boostId"),
        ("total", "total"), ("added", "added"), ("event_id", "eventId"),
        ("previous_level_id", "previousLevelId"), ("new_level_id", "newLevelId"),
        ("backdated", "backdated"),
    ]

    private static func writePoints(_ fact: Fact, to object: inout JSONObjectWriter) {
        for (field, name) in pointsFields { object.fieldIfPresent(field, fact.payload[name]) }
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

extension PlacedFact {
    /// Whether it is about no user, or about one who is gone by it.
    fileprivate var namesNoUser: Bool {
        stored.user == .nobody || stored.fact.kind == Fact.Kind(.erased as UserFact.Kind)
    }
}
