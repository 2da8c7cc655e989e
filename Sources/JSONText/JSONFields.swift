/// The fields of a JSON object, read one by one with errors that name them.
///
/// Fields that nobody reads are ignored. Every `optional…` treats `null` like an absent field;
/// `change(_:_:)` tells the two apart.
public struct JSONFields: Sendable {
    /// The object.
    public let object: JSONObject
    /// Where it stands; empty for the whole body.
    public let path: String

    /// The fields of an object that stands at the path.
    public init(_ object: JSONObject, path: String = "") {
        self.object = object
        self.path = path
    }

    /// Whether there is a field of that name, `null` included.
    public func has(_ name: String) -> Bool {
        object[name] != nil
    }

    /// Refuses fields that are not among some, where to ignore one would be to do something else
    /// than was asked for.
    public func allowOnly(_ names: some Sequence<String>) throws(InvalidInput) {
        // A few names are looked through faster than a set of them is made.
        guard let other = object.members.first(where: { !names.contains($0.name) })?.name
        else { return }
        let list = Set(names).sorted().joined(separator: ", ")
        throw invalid(other, "is not a field here; there may be \(list)")
    }

    /// The value of a field, unless it is absent.
    public subscript(name: String) -> JSONCursor? {
        object[name].map { JSONCursor($0, field: name, of: path) }
    }

    /// A finding about a field; the problem is the rest of a sentence.
    public func invalid(_ name: String, _ problem: String) -> InvalidInput {
        JSONCursor(.null, field: name, of: path).invalid(problem)
    }

    /// The value of a field that must be there.
    public func required(_ name: String) throws(InvalidInput) -> JSONCursor {
        guard let value = self[name] else { throw invalid(name, "is required") }
        return value
    }

    /// The value of a field, unless it is absent or `null`.
    public func optional(_ name: String) -> JSONCursor? {
        guard let value = self[name], !value.isNull else { return nil }
        return value
    }

    /// What a partial update asks for: absent keeps, `null` clears, a value sets.
    public func change<Value>(
        _ name: String,
        _ read: (JSONCursor) throws -> Value
    ) throws -> FieldChange<Value> {
        guard let value = self[name] else { return .keep }
        return value.isNull ? .clear : .set(try read(value))
    }
}

/// What a partial update asks for, for one field.
public enum FieldChange<Value> {
    /// The field was absent.
    case keep
    /// The field was `null`.
    case clear
    /// The field had a value.
    case set(Value)

    /// The value after the change.
    public func applied(to current: Value?) -> Value? {
        switch self {
        case .keep: current
        case .clear: nil
        case .set(let value): value
        }
    }
}

extension FieldChange: Sendable where Value: Sendable {}
extension FieldChange: Equatable where Value: Equatable {}
