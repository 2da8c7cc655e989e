import HTTP
import JSONText
import Testing

@Suite struct JSONFieldsBodyTests {
    @Test(arguments: [
        Row("empty", "", "400 The request body is empty; it must be a JSON object."),
        Row(
            "malformed",
            #"{"a":}"#,
            "400 Malformed JSON at line 1, column 6 (byte 5): expected a value, found '}'."
        ),
        Row("an array", "[]", "422 The request body must be an object, not an array."),
    ]) func `a body must be an object`(row: Row<String, String>) {
        let error = #expect(throws: (any Error).self) { try JSONFields(Array(row.input.utf8)) }
        #expect(error.map { HTTPError($0).description } == row.expected)
    }
}
