/// A word of an expression, and where it begins.
struct ExpressionToken: Hashable {
    enum Kind: Hashable {
        case name(String)
        case text(String)
        case number(ExactDecimal, literal: String)
        case symbol(String)
        case end
    }

    let kind: Kind
    let column: Int

    /// The token as a message names it.
    var name: String {
        switch kind {
        case .name(let name): "'\(name.excerpt)'"
        case .text: "a string"
        case .number(_, let literal): "the number \(literal.excerpt)"
        case .symbol(let symbol): "'\(symbol)'"
        case .end: "the end"
        }
    }
}
