public import CivilTime

/// Takes in a tick of a streak, which counts once in a period.
public struct RecordTick: UserCommand {
    /// What it comes to.
    public typealias Outcome = StreakTick

    private var event: RecordEvent
    private let streakKey: String

    /// A tick of the streak with a key; now, unless its time is told.
    public init(user: UserKey, userID: String, streakKey: String, occurredAt: Instant?) {
        self.streakKey = streakKey
        event = RecordEvent(
            EventDraft(user: user, userID: userID, tickOf: streakKey, occurredAt: occurredAt)
        )
    }

    /// The user whose streak it is.
    public var user: UserKey {
        get { event.user }
        set { event.user = newValue }
    }

    /// The caller's own id of the user.
    public var callersID: String? { event.callersID }

    /// The event that it is.
    public var userTouches: [UserTouch] { event.userTouches }

    /// Takes it in, and tells what became of the streak.
    public func apply(
        in fold: Fold,
        number: Int64,
        to snapshot: inout Snapshot
    ) throws(Interruption) -> StreakTick {
        let recorded = try event.apply(in: fold, number: number, to: &snapshot)
        guard let tick = recorded.tick else { throw .refused(Refusal(.unknownStreak(streakKey))) }
        return tick
    }
}
