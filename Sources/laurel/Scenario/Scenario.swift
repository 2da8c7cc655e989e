import CivilTime
import Engine
import JSONText

/// A rule, one user's history, a moment, and perhaps what is expected of them.
struct Scenario {
    let name: String
    let rule: StreakRule
    let record: StreakRecord
    let now: Instant
    /// Activities that lie too far ahead of the moment.
    let rejected: [String]
    let expectation: JSONObject

    /// Reads a scenario, or says which field of it is wrong.
    init(_ fields: JSONFields, zones: ZoneDatabase) throws {
        let reader = ScenarioReader(zones: zones)
        name = try fields.string("name")
        rule = try reader.rule(from: try fields.object("streak"))
        now = try reader.instant(try fields.required("now"))
        let user = try fields.object("user")
        let deleted = Set(try fields.optional("deleted")?.strings() ?? [])
        var activities: [StreakActivity] = []
        var rejected: [String] = []
        for element in try fields.array("events") {
            let event = try element.fields()
            let id = try event.string("id")
            let activity = try reader.activity(from: event)
            if activity.at > now.adding(seconds: EngineLimits.maximumClockSkew) {
                rejected.append(id)
            } else if !deleted.contains(id) {
                activities.append(activity)
            }
        }
        self.rejected = rejected
        var circumstances = StreakCircumstances(
            zones: try reader.zoneHistory(from: user),
            grants: try reader.grants(from: user),
            pauses: try reader.pauses(from: user),
            corrections: try reader.corrections(from: user)
        )
        circumstances.rest = try reader.rest(from: user)
        circumstances.amnesties = try reader.amnesties(from: user)
        record = StreakRecord(activities: activities, circumstances: circumstances)
        expectation = try fields.optionalObject("expect")?.object ?? JSONObject()
    }
}
