import Catalogue
import CivilTime
import Engine
import Storage

/// A fact about a reminder, and whom it is about.
struct ToldReminder: Sendable {
    let workspace: WorkspaceID
    let user: UserKey
    let fact: ReminderFact
}

/// A reminder that was decided to be sent, before it is stored.
struct ReminderDraft: Sendable {
    let occasion: ReminderOccasion
    let channels: [UserPreferences.Channel]
    /// The ways that there is something to send with.
    let open: Set<UserPreferences.Channel>
    let subject: Int64
    let on: CivilDate
    let told: ToldReminder

    var keys: [Reminder.Key] {
        channels.map { channel in
            Reminder.Key(
                user: told.user,
                kind: occasion.kind,
                period: occasion.period,
                channel: channel
            )
        }
    }

    /// Its rows, one for each way.
    func reminders(from number: Int64, at now: Instant) -> [Reminder] {
        keys.enumerated().map { index, key in
            var reminder = Reminder(
                number: number + Int64(index),
                workspace: told.workspace,
                key: key,
                subject: subject,
                count: occasion.number,
                occurredAt: occasion.wantedAt,
                closesAt: occasion.closesAt,
                on: on,
                decidedAt: now
            )
            if open.contains(key.channel) {
                reminder.attemptAt = Reminder.atOnce
            } else {
                reminder.status = .told
            }
            return reminder
        }
    }
}

/// What becomes of some entries that are due in one workspace.
struct ReminderVerdicts: Sendable {
    private let scene: ReminderScene
    private let open: Set<UserPreferences.Channel>
    /// What is sent.
    private(set) var drafts: [ReminderDraft] = []
    /// What is moved or dropped.
    private(set) var told: [ToldReminder] = []
    /// When to look again.
    private(set) var next: [DueEntry] = []
    /// How many were decided to be sent to each user just now.
    private var sent: [UserKey: Int] = [:]
    /// Users who did something in the week or month that is over.
    private var recapped: Set<UserKey> = []

    init(_ scene: ReminderScene, open: Set<UserPreferences.Channel>) {
        self.scene = scene
        self.open = open
    }

    /// Finds out who has something to be told of the week or month that is over.
    mutating func findRecapped(
        _ entries: [DueEntry],
        on connection: any Connection
    ) throws(StorageError) {
        var dates: [UserKey: ClosedRange<CivilDate>] = [:]
        for entry in entries where entry.reminderKind == .recap {
            guard let user = scene.user(entry.user) else { continue }
            dates[entry.user] = scene.recapDates(in: user.zone)
        }
        recapped = try connection.metricDays.active(on: dates)
    }

    /// Judges one entry.
    mutating func judge(_ entry: DueEntry) {
        guard let kind = entry.reminderKind, scene.settings[kind].isEnabled else { return }
        let now = scene.view.now
        guard let judge = scene.judge(of: entry.user, besides: sent[entry.user] ?? 0) else {
            return
        }
        guard var occasion = scene.occasion(of: entry, kind) else {
            return lookAgain(entry, kind)
        }
        if kind == .recap, !recapped.contains(entry.user) { occasion.objection = .nothingToTell }
        var fact = ReminderFact(.due, kind, occasion.period, at: now)
        fact.subject = scene.subject(of: kind, entry.subject)
        fact.number = occasion.number
        switch judge.decide(occasion, at: now) {
        case .send(let channels):
            fact.channels = channels
            sent[entry.user, default: 0] += 1
            drafts.append(draft(occasion, channels, fact, entry, judge.zone))
        case .move(let moment, let reason):
            add(fact, .moved, reason, until: moment, entry)
            next.append(moved(entry, kind, to: moment))
            return
        case .drop(let reason): add(fact, .dropped, reason, entry)
        }
        lookAgain(entry, kind)
    }

    private func moved(_ entry: DueEntry, _ kind: ReminderKind, to moment: Instant) -> DueEntry {
        scene.entry(
            kind,
            at: moment,
            of: entry.user,
            subject: entry.subject,
            detail: entry.detail
        )
    }

    private func draft(
        _ occasion: ReminderOccasion,
        _ channels: [UserPreferences.Channel],
        _ fact: ReminderFact,
        _ entry: DueEntry,
        _ zone: Zone
    ) -> ReminderDraft {
        ReminderDraft(
            occasion: occasion,
            channels: channels,
            open: open,
            subject: entry.subject,
            on: zone.civilDate(at: scene.view.now),
            told: ToldReminder(workspace: scene.view.id, user: entry.user, fact: fact)
        )
    }

    private mutating func add(
        _ fact: ReminderFact,
        _ kind: ReminderFact.Kind,
        _ reason: ReminderReason,
        until: Instant? = nil,
        _ entry: DueEntry
    ) {
        var decided = ReminderFact(kind, fact.reminder, fact.period, at: fact.at)
        decided.subject = fact.subject
        decided.number = fact.number
        decided.reason = reason
        decided.until = until
        told.append(ToldReminder(workspace: scene.view.id, user: entry.user, fact: decided))
    }

    /// Plans the next one of a kind that comes again.
    private mutating func lookAgain(_ entry: DueEntry, _ kind: ReminderKind) {
        next += scene.plan(entry.user, [kind]).filter { $0.at > scene.view.now }
    }
}

extension ReminderScene {
    /// The dates of the week or month that is over.
    func recapDates(in zone: Zone) -> ClosedRange<CivilDate> {
        let window = CalendarWindow(unit: recapUnit)
        let ended = window.previous(
            before: window.period(containing: view.now, in: zone),
            in: zone
        )
        return ended.firstDate...ended.lastDate
    }
}
