import HTTP
import JSONText
import Testing

@Suite struct QueryTests {
    @Test(arguments: [
        Row("nothing", "", []),
        Row("one", "a=1", ["a=1"]),
        Row("repeated", "ids=a&ids=b", ["ids=a", "ids=b"]),
        Row("no value", "a&b=", ["a=", "b="]),
        Row("no name", "=1", ["=1"]),
        Row("equals signs in the value", "a=b=c", ["a=b=c"]),
        Row("empty parts are dropped", "&a=1&&b=2&", ["a=1", "b=2"]),
        Row("a plus is a space", "a+b=c+d", ["a b=c d"]),
        Row("an escaped plus is a plus", "a=%2B", ["a=+"]),
        Row("an escaped separator belongs to the value", "a=%26%3D", ["a=&="]),
        Row("an emoji", "a=%F0%9F%94%A5", ["a=🔥"]),
        Row("digits of either case", "a=%c3%A9", ["a=é"]),
    ]) func `a query is read in order`(row: Row<String, [String]>) {
        let query = Query(row.input)
        #expect(query.items.map { "\($0.name)=\($0.value)" } == row.expected)
        #expect(query.problem == nil)
    }

    @Test(arguments: [
        Row("a broken escape", "a=1&b=%GG", #"The query parameter "b=%GG" is not"#),
        Row("a cut escape", "a=%", #"The query parameter "a=%" is not"#),
        Row("not UTF-8", "a=%FF%FE", #"The query parameter "a=%FF%FE" is not"#),
        Row("half an emoji", "%F0%9F=1", #"The query parameter "%F0%9F=1" is not"#),
        Row("an overlong slash", "a=%C0%AF", #"The query parameter "a=%C0%AF" is not"#),
    ]) func `what cannot be decoded is a problem that names it`(row: Row<String, String>) {
        let problem = Query(row.input).problem
        #expect(problem?.status == .badRequest)
        #expect(problem?.message == row.expected + " valid percent-encoded UTF-8.")
    }

    @Test func `a list may be repeated, separated by commas, or both`() {
        #expect(Query("ids=a&ids=b,c&x=1&ids=,d,").list("ids") == ["a", "b", "c", "d"])
        #expect(Query("ids=a,b").all("ids") == ["a,b"])
        #expect(Query("ids=a").list("other") == [])
    }

    @Test func `the first value counts`() {
        #expect(Query("a=1&a=2").first("a") == "1")
        #expect(Query("a=1").first("b") == nil)
    }

    @Test func `an integer is one or says so`() throws {
        #expect(try Query("limit=10").integer("limit") == 10)
        #expect(try Query("").integer("limit") == nil)
        let error = #expect(throws: InvalidInput.self) { try Query("limit=x").integer("limit") }
        #expect(error?.message == "limit must be an integer.")
    }

    @Test func `too many parameters are a problem`() {
        let text = String(repeating: "a=1&", count: 1_001)
        #expect(Query(text).problem?.message == "The query has more than 1000 parameters.")
        #expect(Query(String(repeating: "a=1&", count: 1_000)).problem == nil)
    }
}
