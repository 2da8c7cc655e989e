import JSONText
import Testing
import Wire

/// What schemas take, and what they say of the rest.
@Suite struct SchemaTests {
    private enum Colour: String, CaseIterable {
        case red
        case green
    }

    private static let thing = JSONSchema.object(
        .field("id", .uuid),
        .field("name", .name(upTo: 3).orNull),
        .optional("colour", .word(of: Colour.self)),
        .optional("sizes", .array(.integer(1...9), 0...2))
    )
    private static let id = #""id":"550e8400-e29b-41d4-a716-446655440000""#

    static let rows: [Row<(JSONSchema, String), [String]>] = [
        Row("anything", (.any, "[1]"), []),
        Row("null", (.null, "null"), []),
        Row("not null", (.null, "0"), ["the body: 0"]),
        Row("a boolean", (.boolean, "true"), []),
        Row("a number", (.number, "1.5"), []),
        Row("no number", (.number, #""1.5""#), [#"the body: "1.5""#]),
        Row("an integer", (.integer, "5.0"), []),
        Row("a fraction", (.integer, "5.5"), ["the body: 5.5"]),
        Row("a negative count", (.count, "-1"), ["the body: -1"]),
        Row("a day", (.date, #""2026-02-28""#), []),
        Row("no such day", (.date, #""2026-02-30""#), [#"the body: "2026-02-30""#]),
        Row("an instant", (.instant, #""2026-02-28T10:00:00Z""#), []),
        Row("no instant", (.instant, #""2026-02-28""#), [#"the body: "2026-02-28""#]),
        Row("a long text", (.text(upTo: 2), #""abc""#), [#"the body: "abc""#]),
        Row("a text of two characters", (.text(upTo: 2), #""éé""#), []),
        Row("an empty name", (.name(upTo: 2), #""""#), [#"the body: """#]),
        Row("a map", (.map(.integer), #"{"a":1,"b":"2"}"#), [#".b: "2""#]),
        Row(
            "a whole thing",
            (thing, "{\(id),\"name\":null,\"colour\":\"red\",\"sizes\":[1,2]}"),
            []
        ),
        Row("a thing without a name", (thing, "{\(id)}"), ["name: is missing"]),
        Row(
            "a thing with more",
            (thing, "{\(id),\"name\":\"a\",\"weight\":1}"),
            [": has the undeclared field weight"]
        ),
        Row(
            "a thing with wrong parts",
            (thing, "{\(id),\"name\":\"long\",\"colour\":\"blue\",\"sizes\":[0,1,2]}"),
            [
                #"name: "long""#, #"colour: "blue""#, "sizes: 3 elements",
                "sizes[0]: 0",
            ]
        ),
        Row("something else", (thing, "[]"), [": not an object"]),
        Row("a named thing", (.named("Thing", thing), "{\(id)}"), ["name: is missing"]),
        Row(
            "the nearest of several",
            (.oneOf([.object(.field("a", .integer)), thing]), #"{"a":"1"}"#),
            [#"a: "1""#]
        ),
    ]

    @Test(arguments: rows) func `each problem is told with its place`(
        row: Row<(JSONSchema, String), [String]>
    ) throws {
        let json = try JSON(parsing: row.input.1)
        #expect(row.input.0.problems(in: json) == row.expected)
    }

    @Test func `what changes an object has the same fields, and needs none`() throws {
        let change = Self.thing.partial.with(.optional("scope", .text))
        #expect(change.problems(in: .object([:])).isEmpty)
        #expect(change.problems(in: .object(["scope": .string("all")])).isEmpty)
        #expect(change.fields.map(\.name) == ["id", "name", "colour", "sizes", "scope"])
    }
}
