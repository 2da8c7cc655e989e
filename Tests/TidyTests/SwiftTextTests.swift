import Testing

@Suite struct SwiftTextTests {
    @Test(arguments: [
        Row("code", "let a = 1", "let a = 1"),
        Row("a comment", "a // b\nc", "a     \nc"),
        Row("a block comment", "a /* b\n */", "a     \n */"),
        Row("a string", #"a("b")c"#, "a(   )c"),
        Row("a quote in a string", #"a("\"b")c"#, "a(     )c"),
        Row("a comment in a string", #"a("//")c"#, "a(    )c"),
        Row("a raw string", ##"a(#""{""#)c"##, "a(       )c"),
        Row("a string in an interpolation", #"a("\(b("{"))")c"#, "a(           )c"),
        Row("several lines", "a(\"\"\"\n{\n\"\"\")c", "a(   \n \n   )c"),
        Row("a raw identifier", "func `a { b`() {}", "func        () {}"),
    ]) func `only code is left, where it was`(row: Row<String, String>) {
        let blanked = SwiftText.blanked(row.input)
        #expect(blanked.replacing("*/", with: "  ") == row.expected.replacing("*/", with: "  "))
    }
}
