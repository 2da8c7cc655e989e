public import CivilTime

/// What becomes of a reminder at a moment.
public enum ReminderDecision: Hashable, Sendable {
    /// It is sent, on these ways.
    case send([UserPreferences.Channel])
    /// It is looked at again then.
    case move(to: Instant, ReminderReason)
    /// It does not come.
    case drop(ReminderReason)
}

/// Decides at a moment whether a user is reminded of something: the same before it is due, to show
/// what is planned, and when it is sent.
public struct ReminderJudge: Sendable {
    /// What the workspace wants.
    public let settings: ReminderSettings
    /// Whom it is about.
    public let user: User
    /// Where the user lives now.
    public let zone: Zone
    /// Whether the user's address takes no mail.
    public let isSuppressed: Bool
    /// How many reminders the user was sent on this civil day.
    public let sentToday: Int
    /// How many the user was sent in this civil week.
    public let sentThisWeek: Int

    /// A judge of what one user is sent.
    public init(
        settings: ReminderSettings,
        user: User,
        zone: Zone,
        isSuppressed: Bool = false,
        sentToday: Int = 0,
        sentThisWeek: Int = 0
    ) {
        self.settings = settings
        self.user = user
        self.zone = zone
        self.isSuppressed = isSuppressed
        self.sentToday = sentToday
        self.sentThisWeek = sentThisWeek
    }

    /// What becomes of a reminder now.
    public func decide(_ occasion: ReminderOccasion, at now: Instant) -> ReminderDecision {
        guard settings[occasion.kind].isEnabled else { return .drop(.switchedOff) }
        if user.isControl { return .drop(.control) }
        if let objection = occasion.objection { return .drop(objection) }
        let channels: [UserPreferences.Channel]
        switch self.channels(of: occasion.kind) {
        case .success(let found): channels = found
        case .failure(let closed): return .drop(closed.reason)
        }
        if let other = otherMoment(of: occasion, at: now) { return other }
        if sentToday >= settings.caps.perDay { return .drop(.dailyCap) }
        if sentThisWeek >= settings.caps.perWeek { return .drop(.weeklyCap) }
        return .send(channels)
    }

    /// That no way is open.
    private struct Closed: Error {
        let reason: ReminderReason
    }

    /// The ways that are open: those that the workspace uses, the user wants, and lead somewhere.
    private func channels(
        of kind: ReminderKind
    ) -> Result<[UserPreferences.Channel], Closed> {
        let chosen = user.preferences.notifications[kind.preference]
        let wanted = settings[kind].channels.filter { chosen?.contains($0) ?? true }
        var reason = ReminderReason.preference
        let open = wanted.filter { channel in
            guard let obstacle = obstacle(on: channel) else { return true }
            reason = obstacle
            return false
        }
        return open.isEmpty ? .failure(Closed(reason: reason)) : .success(open)
    }

    private func obstacle(on channel: UserPreferences.Channel) -> ReminderReason? {
        switch channel {
        case .email:
            if !user.subscribesToEmails { return .noConsent }
            if user.email == nil { return .noAddress }
            return isSuppressed ? .suppressed : nil
        case .push: return user.deviceTokens?.isEmpty == false ? nil : .noAddress
        }
    }

    /// What is to be done instead of sending now, where this is not the moment.
    private func otherMoment(
        of occasion: ReminderOccasion,
        at now: Instant
    ) -> ReminderDecision? {
        guard now < occasion.closesAt else { return .drop(.tooLate) }
        let quiet = settings.quietHours
        guard let moment = occasion.moment(in: zone, avoiding: quiet) else {
            return .drop(.quietHours)
        }
        guard now >= moment else {
            let isQuiet = quiet?.holding(now, in: zone) != nil
            return .move(to: moment, isQuiet ? .quietHours : .notYet)
        }
        // Later than planned, this may be an hour at which nobody is disturbed.
        guard let next = occasion.moment(from: now, in: zone, avoiding: quiet) else {
            return .drop(.quietHours)
        }
        return next > now ? .move(to: next, .quietHours) : nil
    }
}
