public import CivilTime

/// Judges the streak of a group by what its members did (R21).
///
/// The result follows from the members' own streaks as they are now, and from who belonged to the
/// group when. Nothing else is remembered, so what is corrected in a member's past is corrected here.
public struct GroupJudge: Sendable {
    /// How many members a group has at least in a period that may count.
    public static let minimumMembers = 2

    private let group: StreakGroup
    private let window: CalendarWindow

    /// A judge of a group whose members' streak has a window; none where that is a rolling one.
    public init?(_ group: StreakGroup, by rule: StreakRule) {
        guard case .calendar(let window, _) = rule.window else { return nil }
        self.group = group
        self.window = window
    }

    /// How many periods after the current one members may have begun already, as far east as zones
    /// go.
    private static let periodsAhead = 2

    /// The group's own periods, from the one in which somebody joined first through the current one,
    /// and those that members may have begun already.
    public func periods(at now: Instant) -> [Period] {
        guard let first = group.memberships.map(\.joinedOn).min() else { return [] }
        let current = window.period(containing: now, in: group.zone)
        var periods: [Period] = []
        var period = window.period(holding: first, in: group.zone)
        while period.firstDate <= current.firstDate {
            periods.append(period)
            period = window.next(after: period, in: group.zone)
        }
        for _ in 0..<Self.periodsAhead {
            periods.append(period)
            period = window.next(after: period, in: group.zone)
        }
        return periods
    }

    /// What the streak is, by what each user did in those periods.
    public func state(
        of periods: [Period],
        _ parts: [UserKey: [GroupPart]],
        at now: Instant
    ) -> GroupState {
        var state = GroupState()
        guard periods.count > Self.periodsAhead else { return state }
        let begun = periods.count - Self.periodsAhead
        var early: [Instant] = []
        for (index, period) in periods.enumerated() {
            let members = members(in: period, parts, index)
            for member in members {
                switch member.part {
                case .ahead(let start): early.append(start)
                case .did where index >= begun: early.append(periods[begun].start)
                case .did, .covered, .open, .missed: break
                }
            }
            if index < begun { take(period, members, at: now, &state) }
        }
        describe(periods[begun], early, at: now, &state)
        return state
    }

    private func members(
        in period: Period,
        _ parts: [UserKey: [GroupPart]],
        _ index: Int
    ) -> [GroupPeriod.Member] {
        group.members(on: period.firstDate...period.lastDate).compactMap { user in
            parts[user].map { GroupPeriod.Member(user: user, part: $0[index]) }
        }
    }

    /// Goes over one period.
    private func take(
        _ period: Period,
        _ members: [GroupPeriod.Member],
        at now: Instant,
        _ state: inout GroupState
    ) {
        let needed = group.requirement.needed(of: members.count)
        let done = members.compactMap { member -> Instant? in
            if case .did(let at) = member.part { at } else { nil }
        }.sorted()
        let coveredCount = members.count(where: \.part.isCovered)
        let isEnough = members.count >= Self.minimumMembers
        // Over for the group, and for each of those who might still satisfy it.
        let end = members.compactMap(\.part.end).reduce(period.end, max)
        let verdict: GroupPeriod.Verdict =
            if isEnough, done.count >= needed {
                .satisfied
            } else if end > now {
                .open
            } else {
                isEnough && done.count + coveredCount >= needed ? .covered : .missed
            }
        let lengthBefore = state.length
        switch verdict {
        case .satisfied:
            if state.length == 0 { state.startedOn = period.firstDate }
            state.length += 1
            state.longest = max(state.longest, state.length)
        case .missed:
            if state.length > 0 { state.brokenOn = period.firstDate }
            state.length = 0
            state.startedOn = nil
        case .covered, .open: break
        }
        let countedAt = verdict == .satisfied ? max(done[needed - 1], period.start) : end
        state.periods.append(
            GroupPeriod(
                dates: period.firstDate...period.lastDate,
                verdict: verdict,
                needed: needed,
                members: members,
                at: countedAt,
                lengthBefore: lengthBefore,
                length: state.length,
                startedOn: state.startedOn
            )
        )
    }

    private func describe(
        _ next: Period,
        _ early: [Instant],
        at now: Instant,
        _ state: inout GroupState
    ) {
        let open = state.periods.filter { $0.verdict == .open }
        state.status =
            if state.length > 0 {
                state.periods.last?.verdict == .satisfied ? .extended : .alive
            } else {
                state.longest > 0 ? .broken : .none
            }
        if state.length > 0 {
            state.deadline = open.filter { $0.lengthBefore > 0 && !$0.willBeCovered }
                .map(\.at).min()
        }
        let ends = state.length > 0 ? open.map(\.at) + [next.start] : []
        state.nextChangeAt = (ends + early).filter { $0 > now }.min()
    }
}

extension GroupPeriod {
    /// Whether an open period ends no run, as what covers members of it is enough.
    fileprivate var willBeCovered: Bool {
        let counted = members.count { $0.part.isDone || $0.part.isCovered }
        return members.count >= GroupJudge.minimumMembers && counted >= needed
    }
}
