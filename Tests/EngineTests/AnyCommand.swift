import Engine

/// A command of any kind, for histories that mix them.
enum AnyCommand {
    case record([EventDraft])
    case identify(IdentifyUser)
    case deleteEvent(EventID)
    case mark(MarkStreak)
    case prefer(ChoosePreferences)
    case settleStreak(StreakDefinitionID, of: UserKey)

    /// The command as the fold takes it.
    var command: any Command {
        switch self {
        case .record(let drafts): RecordEvents(drafts)
        case .identify(let command): command
        case .deleteEvent(let id): DeleteEvent(id)
        case .mark(let command): command
        case .prefer(let command): command
        case .settleStreak(let id, let user): SettleStreak(id, of: user)
        }
    }
}
