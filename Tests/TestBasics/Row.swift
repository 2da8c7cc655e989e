import Testing

/// A named line of a table of rules.
package struct Row<Input: Sendable, Expected: Sendable>: Sendable, CustomTestStringConvertible {
    package let testDescription: String
    package let input: Input
    package let expected: Expected

    package init(_ name: String, _ input: Input, _ expected: Expected) {
        testDescription = name
        self.input = input
        self.expected = expected
    }
}
