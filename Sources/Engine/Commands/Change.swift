/// What a caller wants of one property: an absent field keeps it, `null` clears it.
public enum Change<Value: Sendable>: Sendable {
    case keep
    case clear
    case set(Value)
}

extension Change: Equatable where Value: Equatable {}

extension Change {
    /// The property after the change.
    public func applied(to value: Value?) -> Value? {
        switch self {
        case .keep: value
        case .clear: nil
        case .set(let newValue): newValue
        }
    }
}
