package import CivilTime
import Engine

/// The streak of a group by the plainest code (R21): each member's history is replayed from nothing
/// for every date that is asked about.
package struct ReferenceGroup {
    /// A member, and from when until when; one and the same may be there several times.
    package struct Member {
        package let history: ReferenceHistory
        package let joinedOn: CivilDate
        package let leftOn: CivilDate?

        package init(history: ReferenceHistory, joinedOn: CivilDate, leftOn: CivilDate?) {
            (self.history, self.joinedOn, self.leftOn) = (history, joinedOn, leftOn)
        }
    }

    /// What a group's streak is at a moment.
    package struct State: Hashable {
        package var length = 0
        package var longest = 0
        package var startedOn: CivilDate?
        package var brokenOn: CivilDate?
        /// What each period was found to be, oldest first: a letter each.
        package var verdicts = ""

        package init() {}
    }

    /// How many members have to do it, of so many.
    private let needed: (Int) -> Int
    private let zone: Zone
    private let members: [Member]

    package init(zone: Zone, members: [Member], needed: @escaping (Int) -> Int) {
        (self.zone, self.members, self.needed) = (zone, members, needed)
    }

    private static func calendar(of member: Member) -> ReferenceCalendar? {
        let timeline = ReferenceTimeline(member.history)
        guard case .calendar(let window, let zone) = timeline.newest.rule.window else {
            return nil
        }
        return ReferenceCalendar(member.history, timeline, window, fixedZone: zone)
    }

    /// The state at a moment, of members who have a calendar streak.
    package func state(at now: Instant) -> State {
        var state = State()
        guard let window = members.first.flatMap(Self.calendar)?.window else { return state }
        let today = window.period(containing: now, in: zone).firstDate
        guard let first = members.map(\.joinedOn).min() else { return state }
        let calendars = members.compactMap(Self.calendar)
        let replays = calendars.map { $0.replay(until: now) }
        var runs: [[CivilDate]] = [[]]
        var date = window.unit.firstDate(of: first)
        while date <= today {
            defer { date = window.unit.firstDate(after: date) }
            // A date that the group's zone left out is none.
            if window.unit == .day, !zone.dayExists(date) { continue }
            let last = window.unit.firstDate(after: date).adding(days: -1)
            var (total, did, excused, goesOn) = (0, 0, 0, false)
            for (index, member) in members.enumerated() {
                guard member.joinedOn <= date, member.leftOn.map({ $0 > last }) ?? true else {
                    continue
                }
                total += 1
                switch part(on: date, calendars[index], replays[index], at: now) {
                case .did: did += 1
                case .excused(let isOver):
                    excused += 1
                    if !isOver { goesOn = true }
                case .open: goesOn = true
                case .missed: break
                }
            }
            let isOver = window.period(holding: date, in: zone).end <= now && !goesOn
            if total >= 2, did >= needed(total) {
                runs[runs.count - 1].append(date)
                state.verdicts += "s"
            } else if !isOver {
                state.verdicts += "o"
            } else if total >= 2, did + excused >= needed(total) {
                state.verdicts += "c"
            } else {
                state.verdicts += "m"
                if !(runs.last ?? []).isEmpty {
                    state.brokenOn = date
                    runs.append([])
                }
            }
        }
        state.length = runs.last?.count ?? 0
        state.startedOn = runs.last?.first
        state.longest = runs.map(\.count).max() ?? 0
        return state
    }

    private enum Part {
        case did
        case excused(isOver: Bool)
        case open
        case missed
    }

    private func part(
        on date: CivilDate,
        _ calendar: ReferenceCalendar,
        _ replay: ReferenceReplay,
        at now: Instant
    ) -> Part {
        let row = replay.rows.first { $0.date == date }
        let isCurrent = calendar.period(at: now) == date
        if row?.verdict == .satisfied || isCurrent && replay.satisfiedAt != nil { return .did }
        let isOver = calendar.period(at: now) > date
        let spent: Set<JudgedPeriod.Verdict> = [.freeze, .grace, .restored]
        if let row, spent.contains(row.verdict) { return .excused(isOver: isOver) }
        if calendar.asksForNothing(date) != nil { return .excused(isOver: isOver) }
        return isOver ? .missed : .open
    }
}
