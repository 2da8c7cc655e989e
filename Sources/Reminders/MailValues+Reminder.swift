import Catalogue
import CivilTime
import Engine
import Mail
import Reading
import Storage

extension MailValues {
    /// What is known of the reader of a mail, as of now.
    init(
        _ subject: MailSubject,
        _ user: StreakUser,
        _ words: MailWords,
        _ composer: MailComposer,
        on connection: any Connection
    ) throws(StorageError) {
        self.init()
        texts["app.name"] = composer.appName
        texts["app.url"] = composer.appURL
        texts["user.id"] = user.user?.id
        texts["user.name"] = user.user?.name
        variation = Int(truncatingIfNeeded: subject.reminder >> 12)
        try addStreak(subject, user, words, composer)
        switch subject.kind {
        case .achievement: addAchievement(subject.number, composer)
        case .recap: try addRecap(subject, words, composer, connection)
        case .reactivation: try addSilence(subject, user, composer, connection)
        case .streakReminder, .streakAtRisk: break
        }
    }

    /// What is known of the reader besides.
    mutating func add(_ attributes: [AttributeID: String], of view: WorkspaceView) {
        for (id, value) in attributes {
            guard let attribute = view.rulebook.attribute(id: id) else { continue }
            texts[Self.attributePrefix + attribute.key] = value
        }
    }

    private mutating func addStreak(
        _ subject: MailSubject,
        _ user: StreakUser,
        _ words: MailWords,
        _ composer: MailComposer
    ) throws(StorageError) {
        guard let definition = composer.view.rulebook.primaryStreak else { return }
        let streak = try composer.reader.streak(
            definition,
            of: subject.user,
            user,
            historyCount: MailComposer.shownPeriods
        )
        let state = streak.state
        texts["streak.length"] = String(state.length)
        texts["streak.longest"] = String(state.longest)
        texts["streak.isLongest"] = String(state.length > 1 && state.length == state.longest)
        texts["streak.freezes"] = String(state.freezeBalance)
        let unit = definition.rule.window.unit
        texts["streak.unit"] = words.unit(unit)
        texts["streak.units"] = words.units(unit, state.length)
        // Rounded down, so that nobody comes too late; but never to nothing.
        let left = (subject.closesAt.seconds - composer.view.now.seconds) / 3_600
        if subject.kind.isOfStreak { texts["streak.hoursLeft"] = String(max(1, left)) }
        guard unit == .day else { return }
        days = streak.history.map { period in
            Day(
                letter: words.weekdays[period.dates.lowerBound.weekday],
                isKept: period.dates.upperBound == state.currentDates?.upperBound
                    ? state.status == .extended : period.length > 0
            )
        }
    }

    private mutating func addAchievement(_ number: Int64, _ composer: MailComposer) {
        let all = composer.view.rulebook.achievements.all
        guard let achievement = all.first(where: { $0.id.number == number }) else { return }
        texts["achievement.name"] = achievement.name
        texts["achievement.description"] = achievement.description
        texts["achievement.category"] = achievement.category
        badgeURL = achievement.badgeURL.map { url in
            url.hasPrefix("/") ? composer.outlet.publicURL + url : url
        }
    }

    private mutating func addRecap(
        _ subject: MailSubject,
        _ words: MailWords,
        _ composer: MailComposer,
        _ connection: any Connection
    ) throws(StorageError) {
        guard let first = try? CivilDate(iso8601: subject.period) else { return }
        let unit = composer.settings.recapUnit
        let last = unit.firstDate(after: first).adding(days: -1)
        texts["recap.unit"] = words.unit(unit)
        texts["recap.from"] = words.date(first)
        texts["recap.to"] = words.date(last)
        for metric in composer.view.rulebook.metrics {
            let days = try connection.metricDays.days(
                of: subject.user,
                metric: metric.id,
                in: first...last
            ).filter { $0.day >= first }
            let sum = days.reduce(Amount(0)) { $0.adding($1.change) ?? $0 }
            guard sum != Amount(0) else { continue }
            totals.append(Total(name: metric.name, amount: words.number(sum)))
        }
    }

    private mutating func addSilence(
        _ subject: MailSubject,
        _ user: StreakUser,
        _ composer: MailComposer,
        _ connection: any Connection
    ) throws(StorageError) {
        let last = try connection.metricDays.lastDays(of: [subject.user])[subject.user]
        let today = user.zone.civilDate(at: composer.view.now)
        let day = last ?? user.zone.civilDate(at: user.user?.createdAt ?? composer.view.now)
        texts["days.silent"] = String(today.dayNumber - day.dayNumber)
        texts["message.number"] = subject.period.split(separator: "/").last.map(String.init)
    }
}

extension MailComposer {
    /// How many days of a streak a mail shows.
    fileprivate static let shownPeriods = 7
}

extension WorkspaceSettings {
    /// Weeks or months, whichever are summed up.
    var recapUnit: CalendarUnit {
        switch aggregationPeriod {
        case .weekly: .week(start: 1)
        case .monthly: .month
        }
    }
}

extension StreakWindow {
    /// The unit that its periods have; rolling ones are counted as days are.
    fileprivate var unit: CalendarUnit {
        switch self {
        case .calendar(let window, _): window.unit
        case .rolling: .day
        }
    }
}

extension MailWords {
    fileprivate func unit(_ unit: CalendarUnit) -> String {
        switch unit {
        case .day: units[0].one
        case .week: units[1].one
        case .month: units[2].one
        }
    }

    fileprivate func units(_ unit: CalendarUnit, _ count: Int) -> String {
        let word =
            switch unit {
            case .day: units[0]
            case .week: units[1]
            case .month: units[2]
            }
        return count == 1 ? word.one : word.many
    }

    fileprivate func number(_ amount: Amount) -> String {
        amount.description.replacing(".", with: decimalPoint)
    }

    fileprivate func date(_ date: CivilDate) -> String {
        let parts = date.iso8601.split(separator: "-").compactMap { Int($0) }
        let month = months[parts[1] - 1]
        return locale == "de" ? "\(parts[2]). \(month)" : "\(parts[2]) \(month)"
    }
}
