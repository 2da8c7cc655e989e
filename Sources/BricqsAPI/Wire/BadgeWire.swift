import Engine
import HTTP
import JSONText
import Reading
import Wire

/// Badges as Bricqs' wire has them; elsewhere they are called achievements.
enum BadgeWire {
    /// What awards a badge.
    static let awardBody = JSONSchema.object(
        .field("participant_id", .name(upTo: BricqsLimits.maximumNameLength)),
        .field("badge_code", .text)
    )

    /// What an award came to.
    static let award = JSONSchema.named(
        "BadgeAward",
        .object(
            .field("participant_id", .text),
            .field("badge_code", .text),
            .field("already_earned", .boolean),
            .field("earned_at", .instant)
        )
    )

    /// A badge of a participant.
    static let badge = JSONSchema.named(
        "Badge",
        .object(
            .field("code", .text),
            .field("name", .text),
            .field("description", .text.orNull),
            .field("icon_url", .text.orNull),
            .field("is_earned", .boolean),
            .field("earned_at", .instant.orNull)
        )
    )

    /// Writes some of a participant's badges.
    static func write(
        _ badges: [Achievement],
        of participant: UserAchievements,
        for request: Request,
        to object: inout JSONObjectWriter
    ) {
        object.array("badges") { array in
            for badge in badges {
                array.object { write(badge, of: participant, for: request, to: &$0) }
            }
        }
    }

    private static func write(
        _ badge: Achievement,
        of participant: UserAchievements,
        for request: Request,
        to object: inout JSONObjectWriter
    ) {
        let earnedAt = participant.achievedAt(badge)
        object.field("code", code(of: badge))
        object.field("name", badge.name)
        object.field("description", badge.description)
        object.field("icon_url", badge.badgeURL.map(request.absolute))
        object.field("is_earned", earnedAt != nil)
        object.field("earned_at", earnedAt?.shortText)
    }

    /// What callers name a badge by: the key under which it is awarded; of others, the UUID.
    static func code(of badge: Achievement) -> String {
        if case .api(let key) = badge.trigger { key } else { badge.publicID }
    }
}
