/// What an event's attribute can be to an expression.
///
/// Events that are stored keep their attributes as text. A text is also the number or the boolean
/// that it spells, so an expression judges an event in the same way before and after.
public struct AttributeValue: Hashable, Sendable {
    enum Form: Hashable, Sendable {
        case text(String)
        case number(ExactDecimal)
        case boolean(Bool)
    }

    let form: Form

    private init(_ form: Form) {
        self.form = form
    }

    /// A text, and the number or boolean that it may spell.
    public static func text(_ text: String) -> AttributeValue {
        AttributeValue(.text(text))
    }

    /// The number that a literal spells as JSON spells numbers; nothing when it spells none.
    public static func number(_ literal: String) -> AttributeValue? {
        ExactDecimal(literal).map { AttributeValue(.number($0)) }
    }

    /// True or false.
    public static func boolean(_ value: Bool) -> AttributeValue {
        AttributeValue(.boolean(value))
    }

    /// The value as text; numbers and booleans are none.
    var text: String? {
        guard case .text(let text) = form else { return nil }
        return text
    }

    /// The value as a number.
    var number: ExactDecimal? {
        switch form {
        case .text(let text): ExactDecimal(text)
        case .number(let number): number
        case .boolean: nil
        }
    }

    /// The value as a boolean.
    var boolean: Bool? {
        switch form {
        case .text("true"): true
        case .text("false"): false
        case .boolean(let value): value
        case .text, .number: nil
        }
    }
}
