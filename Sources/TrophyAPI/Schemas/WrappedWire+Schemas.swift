import Catalogue
import Wire

extension WrappedWire {
    /// The year in review.
    static let year = JSONSchema.named(
        "Wrapped",
        .object(
            .field("user", UserWire.user),
            .field(
                "activity",
                .object(
                    .field("daysActive", .count),
                    .field("weeksActive", .count),
                    .field("monthsActive", .count),
                    .field("mostActiveDay", part.with(.field("date", .date))),
                    .field(
                        "mostActiveWeek",
                        part.with(.field("start", .date), .field("end", .date))
                    ),
                    .field("mostActiveMonth", part.with(.field("month", .integer(0...11)))),
                    .field("entireYear", part.with(.field("longestStreak", streak)))
                )
            )
        )
    )

    private static let metric = JSONSchema.object(
        .field("name", .text),
        .field("units", .text),
        .field("currentTotal", .number),
        .field("changeThisPeriod", .number),
        .field("percentChange", .integer),
        .optional("percentileThisPeriod", .count)
    )

    private static let points = JSONSchema.object(
        .field("name", .text),
        .field("description", .text.orNull),
        .field("currentTotal", .integer),
        .field("changeThisPeriod", .integer),
        .field("percentChange", .integer),
        .optional("percentileThisPeriod", .count)
    )

    private static let part = JSONSchema.object(
        .field("metrics", .map(metric.with(.field("byAttribute", .map(.map(metric)))))),
        .field("points", .map(points)),
        .field("achievements", .array(of: AchievementWire.reached)),
        .field(
            "leaderboards",
            .map(BoardWire.board.with(.field("rank", .count), .field("value", .integer)))
        )
    )

    private static let streak = JSONSchema.object(
        .field("length", .count),
        .field("frequency", .word(of: StreakSettings.Frequency.self)),
        .field("periodStart", .date.orNull),
        .field("periodEnd", .date.orNull),
        .field("started", .date.orNull)
    )
}
