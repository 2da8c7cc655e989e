import Catalogue
import CivilTime
import Engine
import Groups
import HTTP
import JSONText
import Service
import Storage
import Wire

/// Reads what callers send about groups.
struct GroupReading {
    private let context: CallContext

    init(_ context: CallContext) { self.context = context }

    /// A group that is to be made.
    func draft(from fields: JSONFields) throws -> GroupDraft {
        let definition = try definition(from: fields)
        guard case .calendar(_, let fixed) = definition.rule.window else {
            throw fields.invalid(
                "streak",
                "must be a daily, weekly or monthly streak: rolling windows have no shared dates"
            )
        }
        let maximum = try maximumUsers(from: fields) ?? GroupLimits.maximumMembers
        let users = try fields.required("users").elements(atMost: maximum, "users")
        guard !users.isEmpty else { throw fields.invalid("users", "must not be empty") }
        let members = try users.map { cursor in
            let user = try cursor.fields()
            return GroupDraft.Member(
                id: try user.text("id", UserWire.idRule),
                joinedOn: try user.optional("joinedOn")?.date()
            )
        }
        return GroupDraft(
            publicID: try fields.optional("id").map { cursor in
                try NameAlphabet.dotted.name(of: cursor, upTo: GroupLimits.maximumIDLength)
            },
            name: try fields.text("name", .filled(GroupLimits.maximumNameLength)),
            definition: definition,
            requirement: try requirement(from: fields.required("members")),
            zone: try fields.optional("timezone")?.zone(in: context.service.zones)
                ?? fixed
                ?? context.service.zones.zoneOrUTC(named: context.view.workspace.defaultZone),
            maximumMembers: maximum,
            members: members
        )
    }

    /// What is to be another one.
    func change(
        from fields: JSONFields
    ) throws -> (name: String?, maximumUsers: Int?) {
        for name in ["id", "streak", "members", "timezone", "users"] {
            guard fields.optional(name) == nil else {
                throw fields.invalid(
                    name,
                    name == "users"
                        ? "is changed with POST and DELETE at /users of the group"
                        : "does not change: create another group"
                )
            }
        }
        return (
            try fields.optional("name").map {
                try TextRule.filled(GroupLimits.maximumNameLength).text(of: $0)
            },
            try maximumUsers(from: fields)
        )
    }

    private func definition(from fields: JSONFields) throws -> StreakDefinition {
        let rulebook = context.view.rulebook
        guard let cursor = fields.optional("streak") else {
            guard let primary = rulebook.primaryStreak else {
                throw fields.invalid("streak", "is required, as there is no primary streak")
            }
            return primary
        }
        guard let definition = rulebook.streak(key: try cursor.string()) else {
            throw cursor.invalid("must be the key of a streak in use")
        }
        return definition
    }

    private func requirement(
        from cursor: JSONCursor
    ) throws(InvalidInput) -> StreakGroup.Requirement {
        let problem = "must be \"all\", \"any\" or a number from 1 to \(GroupLimits.maximumMembers)"
        switch cursor.json {
        case .string("all"): return .all
        case .string("any"): return .any
        case .number:
            guard let count = try? cursor.integer(),
                (1...Int64(GroupLimits.maximumMembers)).contains(count)
            else { throw cursor.invalid(problem) }
            return .count(Int(count))
        default: throw cursor.invalid(problem)
        }
    }

    private func maximumUsers(from fields: JSONFields) throws -> Int? {
        guard let count = try fields.optionalInteger("maxUsers") else { return nil }
        let range = GroupJudge.minimumMembers...GroupLimits.maximumMembers
        guard let number = Int(exactly: count), range.contains(number) else {
            throw fields.invalid(
                "maxUsers",
                "must be between \(range.lowerBound) and \(range.upperBound)"
            )
        }
        return number
    }
}
