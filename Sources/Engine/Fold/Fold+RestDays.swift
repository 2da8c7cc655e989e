import CivilTime

extension Fold {
    /// Takes in the days that a user takes off (R19); false when nothing of them changes.
    ///
    /// They hold from the user's next midnight on, and are within the limits of the primary streak.
    func rest(
        by command: ChoosePreferences,
        of user: inout User,
        in snapshot: Snapshot
    ) throws(Interruption) -> Bool {
        guard command.choosesRest else { return false }
        let known = user.preferences.rest
        let from = try firstFreeDate(of: user, in: snapshot)
        let limits =
            rulebook.primaryStreak?.held(for: snapshot.key).rule.restDays ?? RestDayLimits.none
        var rest = known
        if let weekdays = command.restDays.chosen {
            guard weekdays.count <= limits.perWeek || weekdays.isEmpty else {
                throw .refused(Refusal(.tooManyRestDays(perWeek: limits.perWeek)))
            }
            rest.rest(on: weekdays, from: from)
        }
        if let vacations = command.vacations.chosen {
            for dates in vacations where dates.lowerBound < from {
                let eve = from.adding(days: -1)
                guard known.isVacation(dates.lowerBound...min(dates.upperBound, eve)) else {
                    throw .refused(Refusal(.vacationTooEarly(first: from)))
                }
            }
            rest.takeVacations(vacations, from: from)
            let years = Set(vacations.flatMap { [$0.lowerBound.year, $0.upperBound.year] })
            for year in years.sorted() {
                let days = rest.vacationDays(in: year)
                guard days <= max(limits.vacationDaysPerYear, known.vacationDays(in: year)) else {
                    let limit = limits.vacationDaysPerYear
                    throw .refused(Refusal(.tooMuchVacation(days, of: year, limit: limit)))
                }
            }
        }
        guard max(rest.weekly.count, rest.vacations.count) <= EngineLimits.choicesOfUser else {
            throw .refused(Refusal(.tooManyChoices))
        }
        user.preferences.rest = rest
        return rest != known
    }

    /// The first date that has begun neither where the user is nor where the primary streak is judged.
    private func firstFreeDate(
        of user: User,
        in snapshot: Snapshot
    ) throws(Interruption) -> CivilDate {
        let today = zone(named: user.zone).civilDate(at: now)
        guard let primary = rulebook.primaryStreak else { return today.adding(days: 1) }
        let judged = try judge(of: primary, for: snapshot).date(at: now)
        return max(today, judged).adding(days: 1)
    }
}

extension ChoosePreferences {
    /// Whether it is about days that the user takes off.
    fileprivate var choosesRest: Bool { restDays.chosen != nil || vacations.chosen != nil }
}

extension Change where Value: Sequence & ExpressibleByArrayLiteral {
    /// What it brings: nothing of a value that is cleared, and no value where it stays.
    fileprivate var chosen: Value? {
        switch self {
        case .keep: nil
        case .set(let value): value
        case .clear: []
        }
    }
}
