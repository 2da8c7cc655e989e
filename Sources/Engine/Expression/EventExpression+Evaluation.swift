extension EventExpression {
    /// Whether it is true for an event with some attributes.
    public func isTrue(for attributes: [String: AttributeValue]) -> Bool {
        Self.isTrue(root) { attributes[$0] }
    }

    /// Whether it is true for an event with some attributes, all of them text.
    public func isTrue(for attributes: [String: String]) -> Bool {
        Self.isTrue(root) { name in attributes[name].map { .text($0) } }
    }

    private static func isTrue(_ node: Node, _ value: (String) -> AttributeValue?) -> Bool {
        switch node {
        case .all(let nodes): nodes.allSatisfy { isTrue($0, value) }
        case .any(let nodes): nodes.contains { isTrue($0, value) }
        case .not(let node): !isTrue(node, value)
        case .isTrue(let name): value(name)?.boolean == true
        case .compare(let name, let comparison, let literal):
            value(name).map { comparison.holds(between: $0, and: literal) } ?? false
        case .isOne(let name, let literals):
            value(name).map { literals.hasOne(equalTo: $0) } ?? false
        }
    }
}

extension [EventExpression.Literal] {
    /// Whether one of them equals a value, of which text is read as a number once at most.
    fileprivate func hasOne(equalTo value: AttributeValue) -> Bool {
        lazy var number = value.number
        return contains { literal in
            guard case .number(let expected) = literal else {
                return EventExpression.Comparison.equal.holds(between: value, and: literal)
            }
            return number == expected
        }
    }
}

extension EventExpression.Comparison {
    /// Whether it holds; between different types nothing does.
    fileprivate func holds(
        between value: AttributeValue,
        and literal: EventExpression.Literal
    ) -> Bool {
        switch literal {
        case .text(let text): value.text.map { holds(Self.order($0, text)) } ?? false
        case .number(let number): value.number.map { holds(Self.order($0, number)) } ?? false
        case .boolean(let boolean): value.boolean.map { holds($0 == boolean ? 0 : 1) } ?? false
        }
    }

    /// Whether it holds for values of which the first is smaller (-1), equal (0) or larger (1).
    private func holds(_ order: Int) -> Bool {
        switch self {
        case .equal: order == 0
        case .notEqual: order != 0
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        case .greaterOrEqual: order >= 0
        }
    }

    /// By bytes: Swift holds texts for equal that only look alike.
    private static func order(_ left: String, _ right: String) -> Int {
        if left.utf8.elementsEqual(right.utf8) { return 0 }
        return left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
    }

    private static func order(_ left: ExactDecimal, _ right: ExactDecimal) -> Int {
        left == right ? 0 : left < right ? -1 : 1
    }
}
