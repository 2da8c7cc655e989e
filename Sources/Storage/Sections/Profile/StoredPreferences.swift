import CivilTime
import Engine
private import JSONText

/// What a user chose, as a column keeps it.
enum StoredPreferences {
    /// The document; nothing for somebody who chose nothing.
    static func text(of preferences: UserPreferences) -> String? {
        guard preferences != UserPreferences() else { return nil }
        var writer = JSONWriter()
        writer.object { object in
            object.object("notifications") { map in
                for (kind, channels) in preferences.notifications
                    .sorted(by: { $0.key.rawValue < $1.key.rawValue })
                {
                    map.array(kind.rawValue) { array in
                        for channel in channels { array.element(channel.rawValue) }
                    }
                }
            }
            object.array("streak") { array in
                for choice in preferences.streak { array.object { write(choice, to: &$0) } }
            }
            if !preferences.dayStarts.isEmpty {
                object.array("dayStarts") { array in
                    for start in preferences.dayStarts {
                        array.object { object in
                            object.field("from", start.from.microseconds)
                            object.field("at", start.at?.description)
                        }
                    }
                }
            }
            if !preferences.rest.isEmpty {
                object.object("rest") { write(preferences.rest, to: &$0) }
            }
            if preferences.isHiddenFromBoards { object.field("isHiddenFromBoards", true) }
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    private static func write(_ rest: RestDays, to object: inout JSONObjectWriter) {
        object.array("weekly") { array in
            for choice in rest.weekly {
                array.object { object in
                    object.field("from", choice.from.iso8601)
                    object.field("weekdays", choice.weekdays.sorted())
                }
            }
        }
        object.array("vacations") { array in
            for dates in rest.vacations {
                array.object { object in
                    object.field("start", dates.lowerBound.iso8601)
                    object.field("end", dates.upperBound.iso8601)
                }
            }
        }
    }

    private static func rest(_ fields: JSONFields) throws -> RestDays {
        var rest = RestDays()
        rest.weekly = try fields.array("weekly").map { cursor in
            let choice = try cursor.fields()
            return RestDays.Weekly(
                from: try CivilDate(iso8601: try choice.string("from")),
                weekdays: Set(try choice.array("weekdays").map { Int(try $0.integer()) })
            )
        }
        rest.vacations = try fields.array("vacations").map { cursor in
            let vacation = try cursor.fields()
            let start = try CivilDate(iso8601: try vacation.string("start"))
            let end = try CivilDate(iso8601: try vacation.string("end"))
            return start...max(start, end)
        }
        return rest
    }

    private static func write(_ choice: StreakPreference, to object: inout JSONObjectWriter) {
        object.field("from", choice.from.microseconds)
        if let isEnabled = choice.isEnabled { object.field("isEnabled", isEnabled) }
        if let every = choice.requiresEverySource { object.field("everySource", every) }
        if let daysOff = choice.daysOff {
            object.array("daysOff") { array in
                for day in daysOff.sorted() { array.element(Int64(day)) }
            }
        }
        if let sources = choice.sources {
            object.array("sources") { array in
                for source in sources {
                    array.object { object in
                        object.field("metric", source.metric.number)
                        if let threshold = source.threshold {
                            object.field("threshold", threshold.millionths)
                        }
                    }
                }
            }
        }
    }

    /// What a column holds.
    static func preferences(from text: String?) throws(StorageError) -> UserPreferences {
        guard let text else { return UserPreferences() }
        do {
            let fields = try JSONCursor(try JSON(parsing: Array(text.utf8))).fields()
            var preferences = UserPreferences()
            for member in try fields.object("notifications").object.members {
                guard let kind = UserPreferences.Notification(rawValue: member.name) else {
                    continue
                }
                preferences.notifications[kind] = try JSONCursor(member.value).strings()
                    .compactMap(UserPreferences.Channel.init(rawValue:))
            }
            preferences.isHiddenFromBoards = try fields.optionalBool("isHiddenFromBoards") ?? false
            preferences.dayStarts = try (fields.optionalArray("dayStarts") ?? []).map { cursor in
                let start = try cursor.fields()
                return UserPreferences.DayStart(
                    from: Instant(microseconds: try start.integer("from")),
                    at: try start.optionalString("at").map { try WallTime($0) }
                )
            }
            if let rest = try fields.optionalObject("rest") {
                preferences.rest = try Self.rest(rest)
            }
            preferences.streak = try fields.array("streak").map { try choice($0.fields()) }
            return preferences
        } catch {
            throw StorageError(
                .invalidValue,
                "stored preferences are not what they should be: \(error)"
            )
        }
    }

    private static func choice(_ fields: JSONFields) throws -> StreakPreference {
        StreakPreference(
            from: Instant(microseconds: try fields.integer("from")),
            isEnabled: try fields.optionalBool("isEnabled"),
            requiresEverySource: try fields.optionalBool("everySource"),
            sources: try fields.optionalArray("sources")?.map { cursor in
                let source = try cursor.fields()
                return StreakSource(
                    metric: MetricID(try source.integer("metric")),
                    threshold: try source.optionalInteger("threshold")
                        .map(Amount.init(millionths:))
                )
            },
            daysOff: try fields.optionalArray("daysOff").map { days in
                Set(try days.map { Int(try $0.integer()) })
            }
        )
    }
}
