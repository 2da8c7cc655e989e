import HTTP
import JSONText
import Wire

/// The key that marks a repetition as one, as Bricqs' wire has it: a header field, or, as it was
/// before, a field of the body.
enum IdempotencyKey {
    /// The header field.
    static let parameter = Parameter.header(
        "Idempotency-Key",
        .name(upTo: BricqsLimits.maximumIdempotencyKeyLength),
        "What marks a repetition as one: letters, digits, and _ - : ."
    )
    /// The field of a body.
    static let field = JSONSchema.Field.optional(
        name,
        .name(upTo: BricqsLimits.maximumIdempotencyKeyLength).orNull
    )

    private static let name = "idempotency_key"
    private static let rule = TextRule.filled(BricqsLimits.maximumIdempotencyKeyLength)

    /// The key that the head of a request has.
    static func inHead(of request: Request) throws -> String? {
        guard let key = try request.headers.one(parameter.name) else { return nil }
        let isName = NameAlphabet.dotted.isName(key.filter { $0 != ":" })
        if let problem = rule.problem(with: key) ?? (isName ? nil : "may only have \(words)") {
            throw InvalidInput(path: parameter.name, problem: problem)
        }
        return key
    }

    /// The key of a body, which a header field may tell as well.
    static func of(_ fields: JSONFields, besides head: String?) throws(InvalidInput) -> String? {
        let told = try fields.optionalText(name, rule)
        if let told, let head, !told.utf8.elementsEqual(head.utf8) {
            throw fields.invalid(name, "differs from the header field \(parameter.name); send one")
        }
        return told ?? head
    }

    /// The key of one item of a batch: its own or, from the key of the whole, one for its place.
    static func of(
        _ fields: JSONFields,
        at index: Int,
        of head: String?
    ) throws(InvalidInput) -> String? {
        try fields.optionalText(name, rule) ?? head.map { "\($0):\(index)" }
    }

    private static let words = "letters, digits, \"_\", \"-\", \":\" and \".\""
}
