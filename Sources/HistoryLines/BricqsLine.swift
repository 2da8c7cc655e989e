public import JSONText

/// What Bricqs' API shows of participants, their events, ticks and badges, as lines of a history.
///
/// An object has the fields that the calls of that API have, `participant_id` among them, and stands
/// for itself. What it is, its fields say.
public enum BricqsLine {
    /// The line that an object is.
    public static func object(_ given: JSONObject) throws(HistoryProblem) -> JSONObject {
        guard let user = given["participant_id"] else {
            throw HistoryProblem("participant_id is required.")
        }
        if given["event_name"] != nil { return event(given, of: user) }
        if given["badge_code"] != nil || given["earned_at"] != nil { return badge(given, of: user) }
        if given["streak_code"] != nil { return tick(given, of: user) }
        if given["transaction_id"] != nil || given["amount"] != nil {
            throw HistoryProblem(
                "Points are not imported: give them anew, or let events give them."
            )
        }
        return participant(given, user)
    }

    /// The row of a table as an object: what is written as JSON is read as JSON.
    public static func object(
        header: [String],
        _ cells: [String]
    ) throws(HistoryProblem) -> JSONObject {
        var given = JSONObject()
        for (name, cell) in zip(header, cells) where !cell.isEmpty {
            var value = JSON.string(cell)
            if nested.contains(name), let json = try? JSON(parsing: cell) { value = json }
            _ = given.append(name, value)
        }
        return try object(given)
    }

    /// Fields that are not texts.
    private static let nested: Set<String> = ["properties", "attributes", "value"]

    private static func event(_ given: JSONObject, of user: JSON) -> JSONObject {
        var line: JSONObject = ["user": user]
        line.take("metric", given["event_name"])
        line.take("value", given["value"])
        line.take("timestamp", given["timestamp"].map(time))
        line.take("idempotencyKey", given["idempotency_key"] ?? given["event_id"])
        // Bricqs' keys are of the participant, whatever the event.
        if line["idempotencyKey"] != nil { line.take("keyOfUser", .bool(true)) }
        line.take("attributes", given["properties"].map(texts))
        return line
    }

    private static func tick(_ given: JSONObject, of user: JSON) -> JSONObject {
        var line: JSONObject = ["user": user]
        line.take("streak", given["streak_code"])
        line.take("timestamp", given["timestamp"].map(time))
        line.take("idempotencyKey", given["idempotency_key"] ?? given["event_id"])
        if line["idempotencyKey"] != nil { line.take("keyOfUser", .bool(true)) }
        return line
    }

    private static func badge(_ given: JSONObject, of user: JSON) -> JSONObject {
        var line: JSONObject = ["user": user, "mark": .string("achievement")]
        line.take("achievement", given["badge_code"] ?? given["code"])
        line.take("achievedAt", given["earned_at"].map(time))
        return line
    }

    private static func participant(_ given: JSONObject, _ user: JSON) -> JSONObject {
        var line: JSONObject = ["id": user]
        line.take("name", given["display_name"])
        line.take("tz", given["timezone"])
        line.take("created", given["created_at"].map(time))
        line.take("attributes", given["attributes"].map(texts))
        return line
    }

    /// A moment; without an offset it is one of UTC.
    private static func time(_ json: JSON) -> JSON {
        guard case .string(let given) = json else { return json }
        let text = ColumnReader.timeText(given)
        let clock = text.utf8.dropFirst("2026-01-31T".utf8.count)
        let hasOffset = clock.contains { [0x5A, 0x7A, 0x2B, 0x2D].contains($0) }
        return .string(clock.isEmpty || hasOffset ? text : text + "Z")
    }

    /// Properties as texts, as Bricqs' calls store them; null is the same as none.
    private static func texts(_ json: JSON) -> JSON {
        guard case .object(let object) = json else { return json }
        var texts = JSONObject()
        for member in object.members {
            switch member.value {
            case .null: continue
            case .string: _ = texts.append(member.name, member.value)
            default: _ = texts.append(member.name, .string(member.value.text))
            }
        }
        return .object(texts)
    }
}

extension JSONObject {
    /// Adds a field that is there.
    fileprivate mutating func take(_ name: String, _ value: JSON?) {
        guard let value, value != .null else { return }
        _ = append(name, value)
    }
}
