public import Engine
private import JSONText

/// What is stored of an achievement beside the columns by which rows are found.
///
/// This is the one place that writes and reads its fields. Rows call metrics, attributes and
/// achievements by numbers; a document for people names them, and is not read back.
public enum AchievementDocument {
    /// The text of an achievement.
    public static func text(
        of achievement: Achievement,
        naming names: ItemNames? = nil
    ) -> String {
        var writer = JSONWriter()
        writer.object { object in
            object.field("name", achievement.name)
            object.fieldIfPresent("description", achievement.description)
            object.fieldIfPresent("category", achievement.category)
            object.fieldIfPresent("badgeUrl", achievement.badgeURL)
            object.field("status", achievement.status.rawValue)
            object.field("trigger", achievement.trigger.kind.rawValue)
            write(achievement.trigger, names, to: &object)
            DocumentParts.write(achievement.userFilter, as: "userAttributes", names, to: &object)
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// The achievement that a text says.
    static func achievement(
        from text: String,
        id: AchievementID,
        publicID: String
    ) throws(StorageError) -> Achievement {
        do {
            let fields = try JSONCursor(try JSON(parsing: Array(text.utf8))).fields()
            var achievement = Achievement(
                id: id,
                publicID: publicID,
                name: try fields.string("name"),
                trigger: try trigger(from: fields)
            )
            achievement.description = try fields.optionalString("description")
            achievement.category = try fields.optionalString("category")
            achievement.badgeURL = try fields.optionalString("badgeUrl")
            achievement.status = try DocumentParts.word("status", in: fields)
            achievement.userFilter = try DocumentParts.filter("userAttributes", in: fields)
            return achievement
        } catch {
            throw StorageError(
                .invalidValue,
                "the document of achievement \(id.number) is not what it should be: \(error)"
            )
        }
    }
}

// MARK: - Writing

extension AchievementDocument {
    private static func write(
        _ trigger: AchievementTrigger,
        _ names: ItemNames?,
        to object: inout JSONObjectWriter
    ) {
        switch trigger {
        case .metric(let threshold):
            object.field("metric", names.metric(threshold.metric))
            object.field("amount", threshold.amount.description)
            guard let filter = threshold.filter else { return }
            if names == nil { object.field("eventFilter", filter.id.number) }
            DocumentParts.write(filter.attributes, as: "eventAttributes", names, to: &object)
        case .streak(let length): object.field("streakLength", length)
        case .api(let key): object.field("key", key)
        case .anniversary(let years): object.field("years", years)
        case .composite(let parts): object.field("parts", parts.map { names.achievement($0) })
        }
    }
}

// MARK: - Reading

extension AchievementDocument {
    private static func trigger(
        from fields: JSONFields
    ) throws(InvalidInput) -> AchievementTrigger {
        let kind: AchievementTrigger.Kind = try DocumentParts.word("trigger", in: fields)
        switch kind {
        case .metric: return .metric(try threshold(from: fields))
        case .streak: return .streak(length: Int(clamping: try fields.integer("streakLength")))
        case .api: return .api(key: try fields.string("key"))
        case .anniversary: return .anniversary(years: Int(clamping: try fields.integer("years")))
        case .composite:
            let parts = try fields.required("parts").strings()
            return .composite(parts.compactMap { Int64($0).map(AchievementID.init) })
        }
    }

    private static func threshold(
        from fields: JSONFields
    ) throws(InvalidInput) -> MetricThreshold {
        guard let metric = Int64(try fields.string("metric")),
            let amount = Amount(decimal: try fields.string("amount"))
        else { throw fields.invalid("metric", "and amount must be numbers") }
        let attributes = try DocumentParts.filter("eventAttributes", in: fields)
        return MetricThreshold(
            metric: MetricID(metric),
            amount: amount,
            filter: try fields.optionalInteger("eventFilter").map {
                EventFilter(id: EventFilterID($0), attributes: attributes)
            }
        )
    }
}
