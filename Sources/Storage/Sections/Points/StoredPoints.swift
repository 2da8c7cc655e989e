import CivilTime
import Engine
import JSONText

/// The documents beside the columns of balances and rows of the ledger.
enum StoredPoints {
    /// What triggers need to know; nothing for none.
    static func text(of triggers: [PointsTriggerID: PointsTriggerState]) -> String? {
        guard !triggers.isEmpty else { return nil }
        return DocumentParts.text { object in
            for (id, state) in triggers.sorted(by: { $0.key < $1.key }) {
                object.object(String(id.number)) { write(state, to: &$0) }
            }
        }
    }

    /// What a row says besides its columns; nothing where there is nothing.
    static func text(of detail: PointsRow.Detail) -> String? {
        guard detail != PointsRow.Detail() else { return nil }
        return DocumentParts.text { object in
            object.fieldIfPresent("reason", detail.reason)
            object.fieldIfPresent("event", detail.event)
            object.fieldIfPresent("achievement", detail.achievement?.number)
            object.fieldIfPresent("activation", detail.activation.orNothing)
            object.fieldIfPresent("points", detail.points.orNothing)
            object.fieldIfPresent("from", detail.multiples.lowerBound.orNothing)
            object.fieldIfPresent("to", detail.multiples.upperBound.orNothing)
            object.fieldIfPresent("period", detail.period)
            if detail.isAfterReset { object.field("isAfterReset", true) }
            object.fieldIfPresent("countsOn", detail.countsOn.map { Int64($0.dayNumber) })
            object.fieldIfPresent("corrects", detail.corrects)
            object.fieldIfPresent("below", detail.below)
            object.fieldIfPresent("missed", detail.missed.orNothing)
            object.fieldIfPresent("expired", detail.expired.orNothing)
            object.fieldIfPresent("before", detail.before.orNothing)
            guard !detail.boosts.isEmpty else { return }
            object.array("boosts") { array in
                for boost in detail.boosts { array.object { write(boost, to: &$0) } }
            }
        }
    }

    private static func write(_ state: PointsTriggerState, to object: inout JSONObjectWriter) {
        object.field("activation", state.activation)
        object.fieldIfPresent("base", state.base.orNothing)
        object.fieldIfPresent("top", state.top.orNothing)
        object.fieldIfPresent("newest", state.newest)
        object.fieldIfPresent("period", state.period)
        object.fieldIfPresent("run", state.run)
        if state.isAfterReset { object.field("isAfterReset", true) }
        object.fieldIfPresent("count", state.count.orNothing)
        object.fieldIfPresent("startedOn", state.startedOn.map { Int64($0.dayNumber) })
        object.fieldIfPresent("ticks", state.ticks.orNothing)
        object.fieldIfPresent("daysSince", state.daysSince.map { Int64($0.dayNumber) })
        guard let days = state.days else { return }
        object.object("days") { object in
            for (day, amount) in days.sorted(by: { $0.key < $1.key }) {
                object.field(String(day.dayNumber), amount)
            }
        }
    }

    private static func write(_ boost: PointsRow.Boost, to object: inout JSONObjectWriter) {
        object.field("id", boost.id.number)
        object.field("multiplier", boost.multiplier.description)
        object.field("rounding", boost.rounding.rawValue)
    }
}

// MARK: - Reading

extension StoredPoints {
    /// What triggers need to know, of a text.
    static func triggers(
        from text: String?
    ) throws(StorageError) -> [PointsTriggerID: PointsTriggerState] {
        guard let text else { return [:] }
        return try read(text) { (fields) throws(InvalidInput) in
            var triggers: [PointsTriggerID: PointsTriggerState] = [:]
            for member in fields.object.members {
                guard let number = Int64(member.name) else { continue }
                triggers[PointsTriggerID(number)] = try state(from: try fields.object(member.name))
            }
            return triggers
        }
    }

    /// What a row says, of a text.
    static func detail(from text: String?) throws(StorageError) -> PointsRow.Detail {
        guard let text else { return PointsRow.Detail() }
        return try read(text) { (fields) throws(InvalidInput) in
            var detail = PointsRow.Detail()
            detail.reason = try fields.optionalString("reason")
            detail.event = try fields.optionalInteger("event")
            detail.achievement = try fields.optionalInteger("achievement").map {
                AchievementID($0)
            }
            detail.activation = Int(clamping: try fields.optionalInteger("activation") ?? 0)
            detail.points = try fields.optionalInteger("points") ?? 0
            let first = try fields.optionalInteger("from") ?? 0
            detail.multiples = first..<max(first, try fields.optionalInteger("to") ?? 0)
            detail.period = try fields.optionalInteger("period")
            detail.isAfterReset = try fields.optionalBool("isAfterReset") ?? false
            detail.countsOn = try date("countsOn", in: fields)
            detail.corrects = try fields.optionalInteger("corrects")
            detail.below = try fields.optionalInteger("below")
            detail.missed = try fields.optionalInteger("missed") ?? 0
            detail.expired = try fields.optionalInteger("expired") ?? 0
            detail.before = try fields.optionalInteger("before") ?? 0
            for element in try fields.optionalArray("boosts") ?? [] {
                detail.boosts.append(try boost(from: try element.fields()))
            }
            return detail
        }
    }

    private static func state(from fields: JSONFields) throws(InvalidInput) -> PointsTriggerState {
        var state = PointsTriggerState(
            activation: Int(clamping: try fields.integer("activation"))
        )
        state.base = try fields.optionalInteger("base") ?? 0
        state.top = try fields.optionalInteger("top") ?? 0
        state.newest = try fields.optionalInteger("newest")
        state.period = try fields.optionalInteger("period")
        state.run = try fields.optionalInteger("run")
        state.isAfterReset = try fields.optionalBool("isAfterReset") ?? false
        state.count = try fields.optionalInteger("count") ?? 0
        state.startedOn = try date("startedOn", in: fields)
        state.ticks = try fields.optionalInteger("ticks") ?? 0
        state.daysSince = try date("daysSince", in: fields)
        guard let days = try fields.optionalObject("days") else { return state }
        var known: [CivilDate: Int64] = [:]
        for member in days.object.members {
            guard let day = Int32(member.name) else { continue }
            known[CivilDate(dayNumber: day)] = try days.integer(member.name)
        }
        state.days = known
        return state
    }

    private static func boost(from fields: JSONFields) throws(InvalidInput) -> PointsRow.Boost {
        PointsRow.Boost(
            id: PointsBoostID(try fields.integer("id")),
            multiplier: try DocumentParts.amount("multiplier", in: fields),
            rounding: try DocumentParts.word("rounding", in: fields)
        )
    }

    private static func date(
        _ name: String,
        in fields: JSONFields
    ) throws(InvalidInput) -> CivilDate? {
        try fields.optionalInteger(name).map { CivilDate(dayNumber: Int32(clamping: $0)) }
    }

    private static func read<Value>(
        _ text: String,
        _ body: (JSONFields) throws(InvalidInput) -> Value
    ) throws(StorageError) -> Value {
        do {
            return try body(try JSONCursor(try JSON(parsing: Array(text.utf8))).fields())
        } catch {
            throw StorageError(
                .invalidValue,
                "a stored document of points is not what it should be: \(error)"
            )
        }
    }
}

extension FixedWidthInteger {
    /// The number, unless it is zero.
    fileprivate var orNothing: Int64? { self == 0 ? nil : Int64(self) }
}
