import Engine
import JSONText

extension JSONFields {
    /// What a caller wants of a property: absent keeps it, null clears it.
    func wanted<Value: Sendable>(
        _ name: String,
        _ read: (JSONCursor) throws -> Value
    ) throws -> Change<Value> {
        switch try change(name, read) {
        case .keep: .keep
        case .clear: .clear
        case .set(let value): .set(value)
        }
    }
}
