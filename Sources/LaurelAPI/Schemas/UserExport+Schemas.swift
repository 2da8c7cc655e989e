import Wire

extension UserExport {
    /// Everything that is kept of a user.
    static let document = JSONSchema.named(
        "UserExport",
        .object(
            .field("user", UserWire.user),
            .field("zones", .array(of: UserZoneCalls.zone)),
            .field("notes", .array(of: NoteWire.note)),
            .field("preferences", PreferencesWire.preferences),
            .field(
                "streakPreferences",
                .array(of: PreferencesWire.choice.with(.field("from", .instant)))
            ),
            .field("streakMarks", .array(of: mark)),
            .field(
                "streakMilestones",
                .array(
                    of: .object(
                        .field("streak", .text.orNull),
                        .field("threshold", .count),
                        .field("rewardItemId", .text.orNull),
                        .field("earnedAt", .instant)
                    )
                )
            ),
            .field(
                "metrics",
                .array(
                    of: .object(
                        .field("id", .uuid),
                        .field("key", .text),
                        .field("name", .text),
                        .field("total", .number)
                    )
                )
            ),
            .field(
                "achievements",
                .array(
                    of: .object(
                        .field("id", .uuid),
                        .field("name", .text),
                        .field("achievedAt", .instant)
                    )
                )
            ),
            .field(
                "points",
                .array(
                    of: .object(
                        .field("systemId", .uuid.orNull),
                        .field("key", .text.orNull),
                        .field("name", .text.orNull),
                        .field("total", .integer)
                    )
                )
            ),
            .field(
                "pointsLedger",
                .array(of: PointsLedgerWire.change.with(.field("system", .text.orNull)))
            ),
            .field("events", .array(of: StoredEventWire.event))
        )
    )

    private static let mark = JSONSchema.object(
        .field("id", .uuid),
        .field("streak", .text.orNull),
        .field("at", .instant),
        .field("kind", .words(["freezes", "pause", "reset", "restore"])),
        .optional("on", .date),
        .optional("count", .count),
        .optional("start", .date),
        .optional("end", .date)
    )
}
