/// What is to change of something, field by field; what is not told stays.
///
/// A field is told by its own name, so that a new field of the subject needs no line here:
///
///     var edits = Edits<StreakRule>()
///     edits.gracePeriods = 2
///     edits.atRiskSeconds = .clear
///     edits.apply(to: &rule)
///
/// A field that may be empty takes a `Change`, which can clear it, and every other one a value.
@dynamicMemberLookup
public struct Edits<Subject: Sendable>: Sendable {
    private struct Edit: Sendable {
        let path: any AnyKeyPath & Sendable
        let value: any Sendable
        let apply: @Sendable (inout Subject) -> Void
    }

    private var edits: [Edit] = []

    /// A change of nothing yet.
    public init() {}

    /// Whether nothing is to change.
    public var isEmpty: Bool { edits.isEmpty }

    /// Makes the changes.
    public func apply(to subject: inout Subject) {
        for edit in edits { edit.apply(&subject) }
    }

    /// What a field is to become; nothing where it stays.
    public subscript<Value: Sendable>(
        dynamicMember path: any WritableKeyPath<Subject, Value> & Sendable
    ) -> Value? {
        get { value(at: path) as? Value }
        set { set(path, to: newValue) }
    }

    /// What a field that may be empty is to become.
    public subscript<Value: Sendable>(
        dynamicMember path: any WritableKeyPath<Subject, Value?> & Sendable
    ) -> Change<Value> {
        get {
            // An empty value that was told is something else than a value that was not.
            guard let told = value(at: path) else { return .keep }
            return (told as? Value).map(Change.set) ?? .clear
        }
        set {
            switch newValue {
            case .keep: set(path, to: nil)
            case .clear: set(path, to: .some(nil))
            case .set(let value): set(path, to: .some(value))
            }
        }
    }

    private func value(at path: AnyKeyPath) -> (any Sendable)? {
        edits.first { $0.path as AnyKeyPath == path }?.value
    }

    private mutating func set<Value: Sendable>(
        _ path: any WritableKeyPath<Subject, Value> & Sendable,
        to value: Value?
    ) {
        edits.removeAll { $0.path as AnyKeyPath == path }
        guard let value else { return }
        edits.append(Edit(path: path, value: value) { $0[keyPath: path] = value })
    }
}
