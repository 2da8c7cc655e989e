import CivilTime
import Testing

@testable import Engine

/// The rules of groups (R21) as a table: what members did on five days, and what follows.
@Suite struct GroupJudgeTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let requirement: StreakGroup.Requirement
        /// A letter for each day of each member: did it, was covered, missed it, has time left, or
        /// was no member.
        let members: [String]
        /// What each day is found to be, by its first letter.
        let verdicts: String
        let length: Int
        let longest: Int
        let status: GroupState.Status

        var testDescription: String { name }
    }

    static let rows = [
        Row(
            name: "all: everyone did it every day",
            requirement: .all,
            members: ["ddddd", "ddddd"],
            verdicts: "sssss",
            length: 5,
            longest: 5,
            status: .extended
        ),
        Row(
            name: "all: one who misses ends the run",
            requirement: .all,
            members: ["ddddd", "ddmdd"],
            verdicts: "ssmss",
            length: 2,
            longest: 2,
            status: .extended
        ),
        Row(
            name: "all: who is covered keeps the run, and does not make it longer",
            requirement: .all,
            members: ["ddddd", "ddcdd"],
            verdicts: "sscss",
            length: 4,
            longest: 4,
            status: .extended
        ),
        Row(
            name: "all: a day off of everybody keeps the run",
            requirement: .all,
            members: ["ddcdd", "ddcdd"],
            verdicts: "sscss",
            length: 4,
            longest: 4,
            status: .extended
        ),
        Row(
            name: "all: the current day is open until the last has done it",
            requirement: .all,
            members: ["ddddd", "ddddo"],
            verdicts: "sssso",
            length: 4,
            longest: 4,
            status: .alive
        ),
        Row(
            name: "all: yesterday goes on where a member's day goes on",
            requirement: .all,
            members: ["ddddd", "dddoo"],
            verdicts: "sssoo",
            length: 3,
            longest: 3,
            status: .alive
        ),
        Row(
            name: "any: one is enough, another day another one",
            requirement: .any,
            members: ["dmdmd", "mdmdm"],
            verdicts: "sssss",
            length: 5,
            longest: 5,
            status: .extended
        ),
        Row(
            name: "any: nobody did it",
            requirement: .any,
            members: ["ddmdd", "ddmmm"],
            verdicts: "ssmss",
            length: 2,
            longest: 2,
            status: .extended
        ),
        Row(
            name: "any: one who is covered keeps the run",
            requirement: .any,
            members: ["ddcdd", "ddmmm"],
            verdicts: "sscss",
            length: 4,
            longest: 4,
            status: .extended
        ),
        Row(
            name: "two of three",
            requirement: .count(2),
            members: ["ddddd", "ddmdm", "mmdmm"],
            verdicts: "sssso",
            length: 4,
            longest: 4,
            status: .alive
        ),
        Row(
            name: "two of three: one who did it and one who was covered keep the run",
            requirement: .count(2),
            members: ["ddddd", "ddcdd", "mmmmm"],
            verdicts: "sscss",
            length: 4,
            longest: 4,
            status: .extended
        ),
        Row(
            name: "three of two are two",
            requirement: .count(3),
            members: ["ddddd", "ddddd"],
            verdicts: "sssss",
            length: 5,
            longest: 5,
            status: .extended
        ),
        Row(
            name: "one member is no group, and a day before the second joined counts nothing",
            requirement: .all,
            members: ["ddddd", "--ddd"],
            verdicts: "mmsss",
            length: 3,
            longest: 3,
            status: .extended
        ),
        Row(
            name: "when the last but one leaves, the run ends",
            requirement: .all,
            members: ["ddddd", "dd---"],
            verdicts: "ssmmo",
            length: 0,
            longest: 2,
            status: .broken
        ),
        Row(
            name: "who leaves is not asked any longer",
            requirement: .all,
            members: ["ddddd", "ddddd", "dd---"],
            verdicts: "sssss",
            length: 5,
            longest: 5,
            status: .extended
        ),
        Row(
            name: "nobody ever did anything",
            requirement: .all,
            members: ["mmmmo", "mmmmo"],
            verdicts: "mmmmo",
            length: 0,
            longest: 0,
            status: .none
        ),
    ]

    private static let first = CivilDate(dayNumber: 20_000)
    private static let window = CalendarWindow(unit: .day)

    @Test(arguments: rows)
    func `what a group is follows from what its members did`(row: Row) throws {
        let now = Zone.utc.startOfDay(Self.first.adding(days: 4)).adding(seconds: 12 * 3_600)
        let state = try Self.state(row, at: now)
        #expect(state.verdicts == row.verdicts)
        #expect(state.length == row.length)
        #expect(state.longest == row.longest)
        #expect(state.status == row.status)
    }

    @Test func `a run ends with the last day of those who have not done it`() throws {
        let row = try #require(Self.rows.first { $0.name.hasPrefix("all: yesterday goes on") })
        let now = Zone.utc.startOfDay(Self.first.adding(days: 4)).adding(seconds: 3_600)
        let state = try Self.state(row, at: now)
        // The member's days end sixteen hours after those of the group.
        #expect(
            state.deadline
                == Zone.utc.startOfDay(Self.first.adding(days: 4)).adding(seconds: 16 * 3_600)
        )
        #expect(state.nextChangeAt == state.deadline)
    }

    @Test func `steps are told one by one, and what no longer holds as one correction`() throws {
        func told(
            _ members: [String],
            day: Int = 4,
            after told: ToldGroup
        ) throws
            -> (kinds: [GroupStreakFact.Kind], told: ToldGroup)
        {
            let row = Row(
                name: "",
                requirement: .all,
                members: members,
                verdicts: "",
                length: 0,
                longest: 0,
                status: .none
            )
            let now = Zone.utc.startOfDay(Self.first.adding(days: day)).adding(seconds: 12 * 3_600)
            let next = told.next(try Self.state(row, at: now), at: now)
            return (next.facts.map(\.kind), next.told)
        }
        var next = try told(["ddooo", "ddooo"], day: 2, after: .nothing)
        #expect(next.kinds == [.started, .extended])
        next = try told(["dddmo", "dddmo"], after: next.told)
        #expect(next.kinds == [.extended, .lost])
        next = try told(["ddddo", "ddddo"], after: next.told)
        #expect(next.kinds == [.corrected])
        next = try told(["ddddo", "ddddo"], after: next.told)
        #expect(next.kinds.isEmpty)
        next = try told(["ddddd", "ddddd"], after: next.told)
        #expect(next.kinds == [.extended])
        #expect(next.told.length == 5)
    }

    /// What a group is whose days are those of UTC, and whose members' end sixteen hours later.
    private static func state(_ row: Row, at now: Instant) throws -> GroupState {
        var memberships: [StreakGroup.Membership] = []
        var parts: [UserKey: [GroupPart]] = [:]
        for (index, days) in row.members.enumerated() {
            let user = UserKey(Int64(index + 1))
            let present = days.enumerated().filter { $0.element != "-" }.map(\.offset)
            let (start, end) = (try #require(present.first), try #require(present.last))
            memberships.append(
                StreakGroup.Membership(
                    user: user,
                    joinedOn: first.adding(days: start),
                    leftOn: end == 4 ? nil : first.adding(days: end + 1)
                )
            )
            parts[user] = (days + "oooo").enumerated().map { offset, letter in
                let day = first.adding(days: offset)
                let end = Zone.utc.startOfDay(day.adding(days: 1))
                return switch letter {
                case "d": .did(at: end.adding(seconds: -3_600))
                case "c": .covered(by: .dayOff, through: min(end, now))
                case "o": .open(until: end.adding(seconds: 16 * 3_600))
                default: .missed(at: min(end, now))
                }
            }
        }
        let group = StreakGroup(requirement: row.requirement, zone: .utc, memberships: memberships)
        let judge = try #require(
            GroupJudge(group, by: StreakRule(window: .calendar(window, zone: nil)))
        )
        return judge.state(of: judge.periods(at: now), parts, at: now)
    }
}

extension GroupState {
    fileprivate var verdicts: String {
        periods.map { String($0.verdict.rawValue.prefix(1)) }.joined()
    }
}
