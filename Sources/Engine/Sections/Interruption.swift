/// Why a command was not applied.
public enum Interruption: Error, Sendable {
    /// It is against the rules.
    case refused(Refusal)
    /// Something has to be looked up first; then it can be applied from the beginning.
    case lacking(Set<Want>)
}
