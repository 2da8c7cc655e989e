import Catalogue
import CivilTime
import Engine
import Storage

/// Reminders that are about to be sent: those that are, and what became of the others.
struct ReminderBatch: Sendable {
    /// A reminder that is sent.
    struct Ready: Sendable {
        let reminder: Reminder
        let mail: ComposedMail
        /// Where it goes, where it is a mail.
        let outlet: MailOutlet
        /// Whom it is for.
        let user: User
        /// For how long it is of use.
        let lifetime: Duration
        /// The services that take it now.
        var services: Set<SendingGates.Service> = []
    }

    private(set) var ready: [Ready] = []
    private(set) var told: [ToldReminder] = []
    private var others: [Reminder] = []

    /// What is stored before anything leaves.
    func changed(at now: Instant) -> [Reminder] {
        (ready.map(\.reminder) + others).map { $0.updated(at: now) }
    }

    mutating func append(_ other: ReminderBatch) {
        ready += other.ready
        told += other.told
        others += other.others
    }

    mutating func drop(_ reminder: Reminder, _ reason: ReminderReason, told: ToldReminder?) {
        var dropped = reminder
        dropped.status = .dropped
        dropped.reason = reason
        dropped.attemptAt = nil
        others.append(dropped)
        if let told { self.told.append(told) }
    }

    /// Notes that nothing takes a reminder.
    mutating func fail(_ reminder: Reminder, _ detail: String, at now: Instant) {
        others.append(reminder.finished(.failed, detail))
        var fact = ReminderFact(.failed, reminder.key.kind, reminder.key.period, at: now)
        fact.channels = [reminder.key.channel]
        fact.detail = detail
        fact.number = reminder.count
        told.append(
            ToldReminder(workspace: reminder.workspace, user: reminder.key.user, fact: fact)
        )
    }

    /// Lets those go whose services have room, and puts the others off until theirs have.
    mutating func pass(
        _ gates: inout SendingGates,
        by sender: any ReminderSender,
        now: Instant
    ) {
        var going: [Ready] = []
        for var each in ready {
            switch gates.admit(sender.services(of: each), at: .now) {
            case .go(let services):
                each.services = services
                going.append(each)
            case .wait(let duration):
                var later = each.reminder
                later.status = .pending
                later.tries -= 1
                later.attemptAt = now + duration
                others.append(later)
            }
        }
        ready = going
    }

    /// Whether nothing is to be stored.
    var isEmpty: Bool { ready.isEmpty && others.isEmpty && told.isEmpty }

    /// Judges a reminder once more, and writes what it says.
    mutating func add(
        _ reminder: Reminder,
        in scene: ReminderScene,
        _ composer: MailComposer,
        _ attributes: [AttributeID: String],
        now: Instant
    ) throws(StorageError) {
        guard let streakUser = scene.user(reminder.key.user), let user = streakUser.user,
            let judge = scene.judgeOfDecided(reminder.key.user)
        else { return drop(reminder, .erased, told: nil) }
        let occasion = scene.occasion(of: reminder)
        switch judge.decide(occasion, at: scene.view.now) {
        // Another way may be open, and this one not any more.
        case .send(let channels) where !channels.contains(reminder.key.channel):
            drop(reminder, .preference, in: scene)
        case .send:
            let mail = try composer.mail(
                MailSubject(reminder),
                to: streakUser,
                with: attributes
            )
            var sending = reminder
            sending.status = .sending
            sending.attemptAt = nil
            sending.tries += 1
            ready.append(
                Ready(
                    reminder: sending,
                    mail: mail,
                    outlet: composer.outlet,
                    user: user,
                    lifetime: occasion.closesAt - scene.view.now
                )
            )
        case .move(let moment, _):
            var later = reminder
            let wait = min(max(moment - scene.view.now, .seconds(60)), .seconds(3_600))
            later.attemptAt = now + wait
            others.append(later)
        case .drop(let reason): drop(reminder, reason, in: scene)
        }
    }

    private mutating func drop(
        _ reminder: Reminder,
        _ reason: ReminderReason,
        in scene: ReminderScene
    ) {
        let key = reminder.key
        var fact = ReminderFact(.dropped, key.kind, key.period, at: scene.view.now)
        fact.reason = reason
        fact.number = reminder.count
        let told = ToldReminder(workspace: scene.view.id, user: key.user, fact: fact)
        drop(reminder, reason, told: told)
    }
}

extension ReminderScene {
    /// The occasion of a reminder that was decided, with what speaks against it now.
    fileprivate func occasion(of reminder: Reminder) -> ReminderOccasion {
        let key = reminder.key
        var decided = ReminderOccasion.decided(
            key.kind,
            key.period,
            wantedAt: reminder.occurredAt,
            closesAt: reminder.closesAt
        )
        guard key.kind.isOfStreak else {
            if key.kind == .achievement, achievement(reminder.subject) == nil {
                decided.objection = .gone
            }
            if key.kind == .reactivation, let day = silentSince(key.user),
                !key.period.hasPrefix("\(day)/")
            {
                decided.objection = .active
            }
            return decided
        }
        guard let definition, definition.id.number == reminder.subject,
            let user = user(key.user), let search = search(key.kind, of: key.user)
        else {
            decided.objection = .gone
            return decided
        }
        let current = search.current(at: view.now, isSwitchedOff: user.isSwitchedOff(definition))
        if current.period == key.period { return current }
        decided.objection = .tooLate
        return decided
    }
}
