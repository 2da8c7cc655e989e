import Boards
import Engine
import JSONText
import Wire

/// The bracket of a user, of leaderboards with leagues.
enum LeagueWire {
    /// What a bracket is to its users.
    static let schema = JSONSchema.object(
        .field("tier", .count),
        .field("tiers", .count),
        .field("bracket", .text),
        .field("size", .count),
        .field("promote", .count),
        .field("relegate", .count)
    )

    /// Writes in which bracket somebody is; nothing for who is in none, and `null` for who waits.
    static func write(
        _ group: BoardGroup?,
        of board: Board,
        to object: inout JSONObjectWriter
    ) {
        guard let leagues = board.leagues else { return }
        guard let bracket = group?.bracket else { return object.null("league") }
        object.object("league") { object in
            object.field("tier", bracket.tier)
            object.field("tiers", leagues.tiers)
            object.field("bracket", bracket.text)
            object.field("size", leagues.size)
            object.field("promote", leagues.promoted)
            object.field("relegate", leagues.relegated)
        }
    }
}
