import CivilTime
import Engine
import JSONText

/// What the engine says of a scenario, and where that differs from what was expected.
struct ScenarioVerdict {
    let name: String
    let result: JSONObject
    let mismatch: JSONObject

    var isPassed: Bool { mismatch.count == 0 }

    /// Judges a scenario.
    init(_ scenario: Scenario) {
        name = scenario.name
        let state = scenario.rule.state(of: scenario.record, at: scenario.now)
        result = Self.result(state, rejected: scenario.rejected)
        var mismatch = JSONObject()
        for member in scenario.expectation.members {
            let got = result[member.name] ?? .null
            guard !Self.areEqual(got, member.value) else { continue }
            _ = mismatch.append(
                member.name,
                .object(["expected": member.value, "got": got])
            )
        }
        self.mismatch = mismatch
    }

    /// The verdict as one line.
    var line: String {
        var object = JSONObject()
        _ = object.append("name", .string(name))
        _ = object.append("pass", .bool(isPassed))
        _ = object.append("result", .object(result))
        _ = object.append("mismatch", .object(mismatch))
        return JSON.object(object).text
    }

    private static func result(_ state: StreakState, rejected: [String]) -> JSONObject {
        [
            "length": number(state.length),
            "status": .string(state.status.rawValue),
            "longest": number(state.longest),
            "freezes_used": dates(state.freezesUsed),
            "grace_used": dates(state.graceUsed),
            "freeze_balance": number(state.freezeBalance),
            "rejected": .array(rejected.map { .string($0) }),
            "current_period": state.currentPeriod.map { .string($0.iso8601) } ?? .null,
            "broken_period": state.brokenPeriod.map { .string($0.iso8601) } ?? .null,
            "seconds_until_close": state.secondsUntilClose.map { .number(JSONNumber($0)) } ?? .null,
        ]
    }

    private static func number(_ value: Int) -> JSON { .number(JSONNumber(value)) }

    private static func dates(_ dates: [CivilDate]) -> JSON {
        .array(dates.map { .string($0.iso8601) })
    }

    /// Numbers are equal by what they are, not by how they are written.
    private static func areEqual(_ left: JSON, _ right: JSON) -> Bool {
        guard case .number(let left) = left, case .number(let right) = right else {
            return left == right
        }
        return left.double == right.double
    }
}
