/// Why a command was not applied.
public enum Interruption: Error, Sendable {
    /// It is against the rules.
    case refused(Refusal)
    /// More has to be looked up about a user's streak first; then it can be tried again.
    case lacking(StreakGap, of: UserKey)
    /// Everything that a user did has to be looked up first, since it is to be dated anew.
    case lackingHistory(of: UserKey)
}
