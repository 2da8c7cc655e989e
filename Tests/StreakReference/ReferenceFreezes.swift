import CivilTime
import Engine

/// Freezes in the order of time (R7): they come in date by date, and missed periods take one.
struct ReferenceFreezes {
    private let grants: [FreezeGrant]
    private let timeline: ReferenceTimeline
    /// The date on which each version began, and the user was first seen.
    private let began: [CivilDate]
    private let firstSeenOn: CivilDate?
    private let startCount: Int
    private(set) var balance = 0
    private var receivedOn: CivilDate?
    /// When time brought some, and how many of them could be kept.
    private(set) var receipts: [(on: CivilDate, count: Int, balance: Int)] = []

    init(
        _ history: ReferenceHistory,
        _ timeline: ReferenceTimeline,
        date: (Instant) -> CivilDate
    ) {
        grants = history.grants
        self.timeline = timeline
        let first = history.firstSeenAt.map(date)
        firstSeenOn = first
        began = timeline.versions.enumerated().map { index, version in
            let first = first ?? .distantPast
            return index == 0 ? first : max(first, date(version.from))
        }
        startCount =
            history.firstSeenAt.map { timeline.version(at: $0).rule.freezes.startCount } ?? 0
    }

    /// Takes in what comes on a date, unless that was done; what goes above the maximum is lost.
    mutating func receive(on date: CivilDate, maximum: Int) {
        if let receivedOn, receivedOn >= date { return }
        receivedOn = date
        let before = balance
        var count = earned(on: date)
        let isEarned = count > 0
        let earned = count
        for grant in grants where grant.on == date { count += grant.count }
        if date == firstSeenOn { count += startCount }
        for _ in 0..<count where balance < maximum { balance += 1 }
        if isEarned, balance > before {
            receipts.append((date, min(earned, balance - before), balance))
        }
    }

    /// How many time brings on a date: so many every so many days, by the version that held when
    /// the date began; none while the definition is paused.
    private func earned(on date: CivilDate) -> Int {
        guard let firstSeenOn, date > firstSeenOn else { return 0 }
        let index = began.lastIndex { $0 < date } ?? 0
        let version = timeline.versions[index]
        guard let earning = version.rule.freezes.earning, !version.isPaused else { return 0 }
        // Counted from the day on which the user was first seen, or on which it last changed.
        var anchor = firstSeenOn
        for place in 1..<max(index + 1, 1) where place <= index {
            let before = timeline.versions[place - 1].rule.freezes.earning
            if timeline.versions[place].rule.freezes.earning != before { anchor = began[place] }
        }
        let days = anchor.days(until: date)
        return days > 0 && days % earning.days == 0 ? earning.count : 0
    }

    /// Takes a freeze, if there is one.
    mutating func spend() -> Bool {
        guard balance > 0 else { return false }
        balance -= 1
        return true
    }
}

extension CivilDate {
    /// Before all that happens in tests.
    static let distantPast = CivilDate(dayNumber: -100_000)
}
