public import Catalogue
import CivilTime
public import Engine
import HTTP
import JSONText

/// What administrators say of a leaderboard and read again, field by field, in the order of answers.
///
/// This is all that wires know of each: a new field is one more element here.
public enum BoardFields {
    /// A field of one.
    public typealias Field = ItemField<Board, BoardChange, Void>

    /// All of them, in the order of answers.
    public static let all: [Field] = [
        name, description, start, end, startTime, endTime, maxParticipants, ties, wait,
        rollingDays, streakLength, leagues,
    ]

    private static let name = Field(
        answer: .field("name", .text),
        body: .field("name", .name(upTo: WireLimits.maximumNameLength)),
        read: { fields, _, change in
            change.name = try fields.optionalText("name", .filled(WireLimits.maximumNameLength))
        },
        write: { board, _, object in object.field("name", board.name) }
    )

    private static let description = Field(
        answer: .optional("description", .text),
        body: .optional("description", .text(upTo: WireLimits.maximumTextLength).orNull),
        read: { fields, _, change in
            let rule = TextRule.any(WireLimits.maximumTextLength)
            change.description = try fields.wanted("description", rule.text)
        },
        write: { board, _, object in
            object.fieldIfPresent("description", board.description)
        }
    )

    private static let start = Field(
        answer: .field("start", .date),
        body: .optional("start", .date.orNull),
        read: { fields, _, change in change.start = try fields.optional("start")?.date() },
        write: { board, _, object in object.field("start", board.start.iso8601) }
    )

    private static let end = Field(
        answer: .optional("end", .date),
        body: .optional("end", .date.orNull),
        read: { fields, _, change in change.end = try fields.wanted("end") { try $0.date() } },
        write: { board, _, object in object.fieldIfPresent("end", board.end?.iso8601) }
    )

    private static let startTime = Field(
        answer: .optional("startTime", .text),
        body: .optional("startTime", .text.orNull),
        read: { fields, _, change in change.startTime = try fields.wanted("startTime", time) },
        write: { board, _, object in
            object.fieldIfPresent("startTime", board.startTime?.description)
        }
    )

    private static let endTime = Field(
        answer: .optional("endTime", .text),
        body: .optional("endTime", .text.orNull),
        read: { fields, _, change in change.endTime = try fields.wanted("endTime", time) },
        write: { board, _, object in
            object.fieldIfPresent("endTime", board.endTime?.description)
        }
    )

    /// `HH:MM`, or `HH:MM:SS`.
    private static func time(_ cursor: JSONCursor) throws -> WallTime {
        guard let time = try? WallTime(try cursor.string()) else {
            throw cursor.invalid("must be a time of day such as \"04:30\"")
        }
        return time
    }

    private static let maxParticipants = Field(
        answer: .field("maxParticipants", .count.orNull),
        body: .optional("maxParticipants", .count.orNull),
        read: { fields, _, change in
            change.maximumParticipants = try fields.wanted("maxParticipants") { cursor in
                Int(try cursor.integer(in: 0...Int64(Int32.max)))
            }
        },
        write: { board, _, object in
            object.field("maxParticipants", board.maximumParticipants)
        }
    )

    private static let ties = Field(
        answer: .field("ties", .word(of: Board.Ties.self)),
        body: .optional("ties", .word(of: Board.Ties.self).orNull),
        read: { fields, _, change in change.ties = try fields.word("ties", Board.Ties.self) },
        write: { board, _, object in object.field("ties", board.ties.rawValue) }
    )

    private static let rollingDays = Field(
        answer: .optional("rollingDays", .count),
        body: .optional("rollingDays", .count.orNull),
        read: { fields, _, change in
            change.rollingDays = try fields.wanted("rollingDays") { cursor in
                Int(try cursor.integer(in: 0...Int64(Int32.max)))
            }
        },
        write: { board, _, object in
            if let days = board.rollingDays { object.field("rollingDays", days) }
        }
    )

    private static let streakLength = Field(
        answer: .optional("streakLength", .word(of: Board.StreakMeasure.self)),
        body: .optional("streakLength", .word(of: Board.StreakMeasure.self).orNull),
        read: { fields, _, change in
            change.streakMeasure = try fields.word("streakLength", Board.StreakMeasure.self)
        },
        write: { board, _, object in
            guard board.source == .streak else { return }
            object.field("streakLength", board.streakMeasure.rawValue)
        }
    )

    private static let leagues = Field(
        answer: .optional("leagues", leaguesSchema),
        body: .optional("leagues", leaguesSchema.partial.orNull),
        read: { fields, _, change in
            change.leagues = try fields.wanted("leagues") { cursor in
                let fields = try cursor.fields()
                return Leagues(
                    size: try number("size", in: fields) ?? EngineLimits.leagueSize,
                    tiers: try number("tiers", in: fields) ?? EngineLimits.leagueTiersUnlessTold,
                    promoted: try number("promote", in: fields) ?? EngineLimits.leagueMoves,
                    relegated: try number("relegate", in: fields) ?? EngineLimits.leagueMoves
                )
            }
        },
        write: { board, _, object in
            guard let leagues = board.leagues else { return }
            object.object("leagues") { object in
                object.field("size", leagues.size)
                object.field("tiers", leagues.tiers)
                object.field("promote", leagues.promoted)
                object.field("relegate", leagues.relegated)
            }
        }
    )

    private static let leaguesSchema = JSONSchema.object(
        .field("size", .count),
        .field("tiers", .count),
        .field("promote", .count),
        .field("relegate", .count)
    )

    private static func number(_ name: String, in fields: JSONFields) throws -> Int? {
        try fields.optionalInteger(name).map { Int(clamping: $0) }
    }

    private static let wait = Field(
        answer: .field("finalizingSeconds", .count),
        body: .optional("finalizingSeconds", .count.orNull),
        read: { fields, _, change in
            change.finalizingSeconds = try fields.optionalInteger("finalizingSeconds")
                .map { Int(clamping: $0) }
        },
        write: { board, _, object in
            object.field("finalizingSeconds", board.finalizingSeconds)
        }
    )
}
