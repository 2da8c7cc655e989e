/// The members of a JSON object, in the order they were written.
public struct JSONObject: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// A name and its value.
    public struct Member: Sendable, Equatable {
        /// The name.
        public let name: String
        /// The value.
        public let value: JSON
    }

    /// All members.
    public private(set) var members: [Member] = []
    /// Where each name stands, once there are too many to look through.
    private var index: [ExactName: Int] = [:]

    private static let indexedCount = 16

    /// No members.
    public init() {}

    /// The members given; a repeated name is a mistake in the program.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        for (name, value) in elements {
            precondition(append(name, value), "The name \(name) is repeated.")
        }
    }

    /// How many members there are.
    public var count: Int { members.count }

    /// The value of that name.
    public subscript(name: String) -> JSON? {
        position(of: name).map { members[$0].value }
    }

    /// Adds a member unless there is one of that name; says whether it did.
    @discardableResult
    public mutating func append(_ name: String, _ value: JSON) -> Bool {
        guard position(of: name) == nil else { return false }
        members.append(Member(name: name, value: value))
        if members.count == JSONObject.indexedCount {
            for (position, member) in members.enumerated() {
                index[ExactName(text: member.name)] = position
            }
        } else if members.count > JSONObject.indexedCount {
            index[ExactName(text: name)] = members.count - 1
        }
        return true
    }

    private func position(of name: String) -> Int? {
        guard members.count < JSONObject.indexedCount else { return index[ExactName(text: name)] }
        let name = ExactName(text: name)
        return members.firstIndex { ExactName(text: $0.name) == name }
    }

    /// Two objects are equal when they have the same members, in whatever order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.members.allSatisfy { right[$0.name] == $0.value }
    }
}

/// A name compared byte for byte: Swift holds `é` composed and decomposed for equal, JSON does not.
private struct ExactName: Hashable {
    let text: String

    static func == (left: ExactName, right: ExactName) -> Bool {
        left.text.utf8.count == right.text.utf8.count && left.text == right.text
            && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        // Equal bytes make equal text, so that the text's own hash will do.
        text.hash(into: &hasher)
    }
}
