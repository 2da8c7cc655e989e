import Engine
import Wire

extension BoardWire {
    /// A leaderboard.
    static let board = JSONSchema.object(
        .field("id", .uuid),
        .field("key", .text),
        .field("name", .text),
        .field("description", .text.orNull),
        .field("rankBy", .word(of: Board.Source.Kind.self)),
        .optional("metricKey", .text),
        .optional("metricName", .text),
        .optional("pointsSystemKey", .text),
        .optional("pointsSystemName", .text),
        .field("breakdownAttributes", .array(of: .text)),
        .field("breakdownAttribute", .text.orNull),
        .field("userAttributes", AttributeMatches.ofApplications),
        .field("start", .date),
        .field("end", .date.orNull),
        .field("startTime", .text.orNull),
        .field("endTime", .text.orNull),
        .field("maxParticipants", .count.orNull),
        .field("runUnit", .word(of: Board.Interval.Unit.self).orNull),
        .field("runInterval", .count.orNull),
        .optional("rollingDays", .count),
        .field("ties", .word(of: Board.Ties.self))
    )

    private static let status = JSONSchema.Field.field("status", .word(of: Board.Status.self))

    private static let run = JSONSchema.Field.field(
        "run",
        .object(
            .field("start", .date),
            .field("end", .date.orNull),
            .field("isFinal", .boolean)
        )
        .orNull
    )

    /// A leaderboard of a list.
    static let listed = JSONSchema.named("Leaderboard", board.with(status))

    /// A leaderboard with some of those who have a place.
    static let ranked = JSONSchema.named(
        "RankedLeaderboard",
        board.with(
            status,
            run,
            .field(
                "rankings",
                .array(
                    of: .object(
                        .field("userId", .text),
                        .field("userName", .text.orNull),
                        .field("rank", .count),
                        .field("value", .integer)
                    )
                )
            )
        )
    )

    /// Where a user is, and was at the end of each day.
    static let ofUser = JSONSchema.named(
        "UserLeaderboard",
        board.with(
            run,
            .field("rank", .count.orNull),
            .field("value", .integer.orNull),
            .optional("league", LeagueWire.schema.orNull),
            .field(
                "history",
                .array(
                    of: .object(
                        .field("date", .date),
                        .field("timestamp", .instant),
                        .field("previousRank", .count.orNull),
                        .field("rank", .count.orNull),
                        .field("previousValue", .integer.orNull),
                        .field("value", .integer.orNull)
                    )
                )
            )
        )
    )

    /// Where a user is after an event, by the keys of the leaderboards.
    static let standings = JSONSchema.map(
        board.with(
            .field("rank", .count.orNull),
            .field("previousRank", .count.orNull),
            .field("threshold", .integer),
            .field("value", .integer),
            .optional("league", LeagueWire.schema.orNull),
            .optional("breakdownAttributeValues", AttributeMatches.ofApplications),
            .optional("breakdownAttributeValue", .text)
        )
    )
}

extension AdminBoardWire {
    /// A leaderboard as it was set up.
    static let board = JSONSchema.named(
        "LeaderboardDefinition",
        .object(
            [
                .field("id", .uuid), .field("key", .text),
                .field("status", .word(of: Board.Status.self)),
            ] + BoardFields.all.map(\.answer) + [
                .field("rankBy", .word(of: Board.Source.Kind.self)),
                .optional("metricId", .uuid),
                .optional("pointsSystemId", .uuid),
                .optional("runUnit", .word(of: Board.Interval.Unit.self)),
                .optional("runInterval", .count),
                .field("breakdownAttributes", .array(of: .uuid)),
                .field("userAttributes", AttributeMatches.ofAdmins),
            ]
        )
    )

    /// What sets a leaderboard up.
    static let draftBody = JSONSchema.object(
        BoardFields.all.map(\.body) + [
            .field("key", .name(upTo: WireLimits.maximumNameLength)),
            .field("rankBy", .word(of: Board.Source.Kind.self)),
            .optional("status", .word(of: Board.Status.self).orNull),
            .optional("metricId", .uuid.orNull),
            .optional("pointsSystemId", .uuid.orNull),
            .optional("runUnit", .word(of: Board.Interval.Unit.self).orNull),
            .optional("runInterval", .count.orNull),
            .optional("breakdownAttributes", .array(of: .uuid).orNull),
            .optional("userAttributes", AttributeMatches.ofAdmins.orNull),
        ]
    )

    /// What changes a leaderboard.
    static let changeBody = draftBody.partial.with(.field("id", .uuid))

    /// What came after runs were final.
    static let corrections = JSONSchema.named(
        "LeaderboardCorrections",
        .object(
            .field(
                "corrections",
                .array(
                    of: .object(
                        .field("userId", .text.orNull),
                        .field("run", .date),
                        .field("amount", .number),
                        .field("date", .date),
                        .field("correctedAt", .instant)
                    )
                )
            ),
            .field("nextCursor", .text.orNull)
        )
    )
}
