import CivilTime
import Engine
import Groups
import JSONText
import Storage
import Wire

/// Groups as the wire has them.
enum GroupWire {
    /// Writes a group with its streak; `periodCount` of its last periods where it is shown alone.
    static func write(
        _ shown: ShownGroup,
        periodCount: Int? = nil,
        to object: inout JSONObjectWriter
    ) {
        let (stored, state) = (shown.stored, shown.state)
        object.field("id", stored.publicID)
        object.field("name", stored.name)
        object.field("streak", shown.definition.key)
        switch stored.requirement {
        case .all: object.field("members", "all")
        case .any: object.field("members", "any")
        case .count(let count): object.field("members", count)
        }
        object.field("timezone", stored.zone)
        object.field("maxUsers", stored.maximumMembers)
        object.field("created", stored.createdAt.iso8601)
        object.array("users") { array in
            for membership in shown.group.memberships {
                array.object { object in
                    object.field("id", shown.userIDs[membership.user] ?? "")
                    object.field("joinedOn", membership.joinedOn.iso8601)
                    object.field("leftOn", membership.leftOn?.iso8601)
                }
            }
        }
        object.field("length", state.length)
        object.field("longest", state.longest)
        object.field("status", state.status.rawValue)
        object.field("started", state.startedOn?.iso8601)
        object.field("broken", state.length > 0 ? nil : state.brokenOn?.iso8601)
        object.field("deadline", state.deadline?.iso8601)
        let sentences = shown.sentences
        if let periodCount {
            let periods = state.periods.suffix(periodCount)
            object.array("periods") { array in
                for period in periods { array.object { write(period, shown, to: &$0) } }
            }
            object.field("olderPeriodsLeftOut", periods.count < state.periods.count)
        } else {
            if let current = state.periods.last {
                object.object("current") { write(current, shown, to: &$0) }
            } else {
                object.field("current", String?.none)
            }
        }
        object.field("sentence", sentences.summary(of: state))
    }

    private static func write(
        _ period: GroupPeriod,
        _ shown: ShownGroup,
        to object: inout JSONObjectWriter
    ) {
        let ids = { (isIn: (GroupPart) -> Bool) in
            period.members.filter { isIn($0.part) }.map { shown.userIDs[$0.user] ?? "" }
        }
        object.field("periodStart", period.dates.lowerBound.iso8601)
        object.field("periodEnd", period.dates.upperBound.iso8601)
        object.field("verdict", period.verdict.rawValue)
        object.field("needed", period.needed)
        object.field("done", ids(\.isDone))
        object.array("covered") { array in
            for member in period.members {
                guard case .covered(let verdict, _) = member.part else { continue }
                array.object { object in
                    object.field("id", shown.userIDs[member.user] ?? "")
                    object.field("by", VerdictWire.cover(of: .ended(verdict)))
                }
            }
        }
        object.field("missing", ids { !$0.isDone && !$0.isCovered })
        object.field("closes", period.verdict == .open ? period.at.iso8601 : nil)
        object.field("length", period.length)
        object.field("sentence", shown.sentences.sentence(period))
    }
}

// MARK: - Schemas

extension GroupWire {
    private static let requirement = JSONSchema.oneOf([
        .words(["all", "any"]), .integer(1...Int64(GroupLimits.maximumMembers)),
    ])
    private static let maximumUsers = JSONSchema.integer(
        Int64(GroupJudge.minimumMembers)...Int64(GroupLimits.maximumMembers)
    )

    /// A user who joins a group.
    static let joining = JSONSchema.object(
        .field("id", UserWire.id),
        .optional("joinedOn", .date.orNull)
    )

    /// A group that is to be made.
    static let body = JSONSchema.object(
        .optional("id", JSONSchema.name(upTo: GroupLimits.maximumIDLength).orNull),
        .field("name", .name(upTo: GroupLimits.maximumNameLength)),
        .optional("streak", JSONSchema.text.orNull),
        .field("members", requirement),
        .optional("timezone", JSONSchema.text.orNull),
        .optional("maxUsers", maximumUsers.orNull),
        .field("users", .array(joining, 1...GroupLimits.maximumMembers))
    )

    /// What of a group can be changed.
    static let change = JSONSchema.object(
        .optional("name", JSONSchema.name(upTo: GroupLimits.maximumNameLength).orNull),
        .optional("maxUsers", maximumUsers.orNull)
    )

    private static let period = JSONSchema.named("GroupPeriod", .object(periodFields))

    private static let periodFields: [JSONSchema.Field] = [
        .field("periodStart", .date),
        .field("periodEnd", .date),
        .field("verdict", .word(of: GroupPeriod.Verdict.self)),
        .field("needed", .count),
        .field("done", .array(of: .text)),
        .field(
            "covered",
            .array(of: .object(.field("id", .text), .field("by", VerdictWire.cover)))
        ),
        .field("missing", .array(of: .text)),
        .field("closes", .instant.orNull),
        .field("length", .count),
        .field("sentence", .text),
    ]

    private static let fields: [JSONSchema.Field] = [
        .field("id", .text),
        .field("name", .text),
        .field("streak", .text),
        .field("members", requirement),
        .field("timezone", .text),
        .field("maxUsers", maximumUsers),
        .field("created", .instant),
        .field(
            "users",
            .array(
                of: .object(
                    .field("id", .text),
                    .field("joinedOn", .date),
                    .field("leftOn", .date.orNull)
                )
            )
        ),
        .field("length", .count),
        .field("longest", .count),
        .field("status", .word(of: GroupState.Status.self)),
        .field("started", .date.orNull),
        .field("broken", .date.orNull),
        .field("deadline", .instant.orNull),
        .field("sentence", .text),
    ]

    /// A group as lists show it.
    static let listed = JSONSchema.named(
        "ListedStreakGroup",
        .object(fields + [.field("current", period.orNull)])
    )

    /// A group with its last periods.
    static let group = JSONSchema.named(
        "StreakGroup",
        .object(
            fields + [
                .field("periods", .array(of: period)), .field("olderPeriodsLeftOut", .boolean),
            ]
        )
    )
}
