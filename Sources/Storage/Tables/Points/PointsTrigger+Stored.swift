import CivilTime
public import Engine
import JSONText

extension PointsTrigger: PointsItem {
    /// A trigger.
    public static var storedKind: String { "trigger" }
    /// The number inside the database.
    public var number: Int64 { id.number }

    /// What is stored of it.
    public func document(naming names: ItemNames?) -> String {
        DocumentParts.text { object in
            object.field("type", cause.kind.rawValue)
            write(cause, names, to: &object)
            object.field("points", points)
            object.field("status", status.rawValue)
            DocumentParts.write(userFilter, as: "userAttributes", names, to: &object)
            object.field("blockIfOutOfPoints", blocksIfOutOfPoints)
            object.fieldIfPresent("maxPerDay", maxPerDay)
            object.fieldIfPresent("maxPerWeek", maxPerWeek)
            guard names == nil else { return }
            object.fieldIfPresent("activeSince", activeSince?.microseconds)
            object.field("activations", activations)
            if countsPast { object.field("countsPast", true) }
        }
    }

    private func write(
        _ cause: PointsCause,
        _ names: ItemNames?,
        to object: inout JSONObjectWriter
    ) {
        switch cause {
        case .metric(let threshold):
            object.field("metric", names.metric(threshold.metric))
            object.field("metricThreshold", threshold.amount.description)
            guard let filter = threshold.filter else { return }
            if names == nil { object.field("eventFilter", filter.id.number) }
            DocumentParts.write(filter.attributes, as: "eventAttributes", names, to: &object)
        case .streak(let length, let definition):
            object.field("streakLength", length)
            object.fieldIfPresent("streak", definition?.number)
        case .achievement(let id): object.field("achievement", names.achievement(id))
        case .time(let interval):
            object.field("timeUnit", interval.unit.rawValue)
            object.field("timeInterval", interval.count)
        case .userCreation: break
        }
    }

    /// The trigger that a row says.
    public init(row: PointsItemRow) throws(StorageError) {
        self = try row.read { (fields) throws(InvalidInput) in
            PointsTrigger(
                id: PointsTriggerID(row.number),
                publicID: row.publicID,
                system: row.system,
                cause: try Self.cause(from: fields),
                points: try fields.integer("points"),
                status: row.archivedAt == nil
                    ? try DocumentParts.word("status", in: fields) : .archived,
                userFilter: try DocumentParts.filter("userAttributes", in: fields),
                blocksIfOutOfPoints: try fields.bool("blockIfOutOfPoints"),
                maxPerDay: try fields.optionalInteger("maxPerDay"),
                maxPerWeek: try fields.optionalInteger("maxPerWeek"),
                activeSince: try DocumentParts.instant("activeSince", in: fields),
                countsPast: try fields.optionalBool("countsPast") ?? false,
                activations: Int(clamping: try fields.integer("activations")),
                createdAt: row.createdAt,
                updatedAt: row.updatedAt
            )
        }
    }

    private static func cause(from fields: JSONFields) throws(InvalidInput) -> PointsCause {
        let kind: PointsCause.Kind = try DocumentParts.word("type", in: fields)
        switch kind {
        case .metric: return .metric(try threshold(from: fields))
        case .streak:
            return .streak(
                length: Int(clamping: try fields.integer("streakLength")),
                definition: try fields.optionalInteger("streak").map { StreakDefinitionID($0) }
            )
        case .achievement:
            guard let number = Int64(try fields.string("achievement")) else {
                throw fields.invalid("achievement", "must be a number")
            }
            return .achievement(AchievementID(number))
        case .time:
            return .time(
                PointsInterval(
                    Int(clamping: try fields.integer("timeInterval")),
                    try DocumentParts.word("timeUnit", in: fields)
                )
            )
        case .userCreation: return .userCreation
        }
    }

    private static func threshold(
        from fields: JSONFields
    ) throws(InvalidInput) -> MetricThreshold {
        guard let metric = Int64(try fields.string("metric")) else {
            throw fields.invalid("metric", "must be a number")
        }
        let attributes = try DocumentParts.filter("eventAttributes", in: fields)
        return MetricThreshold(
            metric: MetricID(metric),
            amount: try DocumentParts.amount("metricThreshold", in: fields),
            filter: try fields.optionalInteger("eventFilter").map {
                EventFilter(id: EventFilterID($0), attributes: attributes)
            }
        )
    }
}
