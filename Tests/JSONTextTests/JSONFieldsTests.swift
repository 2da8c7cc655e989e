import JSONText
import Testing

@Suite struct JSONFieldsTests {
    private static let text = #"""
        {"user": {"id": 7, "tz": null, "name": "Ada", "tags": ["a", 1]},
         "value": 1e400, "count": 2.5, "isNew": "yes", "attributes": {"a": "b", "n": 1},
         "events": [{"value": "x"}, 5], "price": 10.50, "whole": 3.0}
        """#

    private static func fields() throws -> JSONFields {
        try JSONCursor(try JSON(parsing: text)).fields()
    }

    typealias Read = @Sendable (JSONFields) throws -> Void

    private static func line(
        _ name: String,
        _ read: @escaping Read,
        _ expected: String
    ) -> Row<Read, String> {
        Row(name, read, expected)
    }

    @Test(arguments: [
        line(
            "absent",
            { _ = try $0.string("id") },
            "id is required."
        ),
        line(
            "null is not a string",
            { _ = try $0.object("user").string("tz") },
            "user.tz must be a string, not null."
        ),
        line(
            "a number is not a string",
            { _ = try $0.object("user").string("id") },
            "user.id must be a string, not a number."
        ),
        line(
            "absent, below",
            { _ = try $0.object("user").number("age") },
            "user.age is required."
        ),
        line(
            "an object is not an array",
            { _ = try $0.array("user") },
            "user must be an array, not an object."
        ),
        line(
            "an array is not an object",
            { _ = try $0.optionalObject("events") },
            "events must be an object, not an array."
        ),
        line(
            "a string is not a boolean",
            { _ = try $0.optionalBool("isNew") },
            "isNew must be a boolean, not a string."
        ),
        line(
            "beyond a double",
            { _ = try $0.double("value") },
            "value must be a number that a double can hold."
        ),
        line(
            "a fraction is no integer",
            { _ = try $0.integer("count") },
            "count must be an integer of at most 64 bits."
        ),
        line(
            "a string is no integer",
            { _ = try $0.integer("isNew") },
            "isNew must be an integer, not a string."
        ),
        line(
            "an element",
            { _ = try $0.array("events")[1].fields() },
            "events[1] must be an object, not a number."
        ),
        line(
            "a field of an element",
            { _ = try $0.array("events")[0].fields().optionalNumber("value") },
            "events[0].value must be a number, not a string."
        ),
        line(
            "an element below",
            { _ = try $0.object("user").required("tags").strings() },
            "user.tags[1] must be a string, not a number."
        ),
        line(
            "a map of strings",
            { _ = try $0.stringMap("attributes") },
            "attributes.n must be a string, not a number."
        ),
        line(
            "a change",
            { _ = try $0.object("user").change("name") { try $0.bool() } },
            "user.name must be a boolean, not a string."
        ),
        line(
            "a finding of the caller",
            { throw $0.invalid("price", "must be positive") },
            "price must be positive."
        ),
    ]) func `an error names the field and what it must be`(row: Row<Read, String>) throws {
        let fields = try Self.fields()
        let error = #expect(throws: InvalidInput.self) { try row.input(fields) }
        #expect(error?.message == row.expected)
    }

    @Test func `values are read as what they are`() throws {
        let fields = try Self.fields()
        let user = try fields.object("user")
        #expect(try user.string("name") == "Ada")
        #expect(try user.integer("id") == 7)
        #expect(try user.optionalString("tz") == nil)
        #expect(try user.optionalString("absent") == nil)
        #expect(try fields.number("price").literal == "10.50")
        #expect(try fields.integer("whole") == 3)
        #expect(try fields.stringMap("absent") == [:])
        #expect(fields.has("value") && !fields.has("absent"))
        #expect(user.has("tz") && user.optional("tz")?.path == nil)
    }

    @Test func `a partial update tells absent from null`() throws {
        let user = try Self.fields().object("user")
        let read: (JSONCursor) throws -> String = { try $0.string() }
        #expect(try user.change("absent", read) == .keep)
        #expect(try user.change("tz", read) == .clear)
        #expect(try user.change("name", read) == .set("Ada"))
        #expect(FieldChange.keep.applied(to: 1) == 1)
        #expect(FieldChange.clear.applied(to: 1) == nil)
        #expect(FieldChange.set(2).applied(to: nil) == 2)
    }
}
