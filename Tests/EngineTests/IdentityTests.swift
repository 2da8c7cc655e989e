import Engine
import Testing

@Suite struct IdentityTests {
    @Test func `the id of an event is a UUID of version 7 that leads back to it`() throws {
        var random = SplitMix64(state: 0xE1)
        for _ in 0..<2_000 {
            let number = Int64(random.next() >> 4)
            let id = EventID(number: number, user: UserKey(hash: random.next()))
            let text = id.description
            #expect(EventID(text) == id)
            #expect(EventID(text.uppercased()) == id)
            #expect(Array(text.utf8)[14] == UInt8(ascii: "7"))
            #expect("89ab".utf8.contains(Array(text.utf8)[19]))
        }
    }

    @Test func `ids sort by when their events were taken in`() {
        let user = UserKey(1)
        let texts = [1, 4_095, 4_096, 1 << 40, 1 << 59].map {
            EventID(number: $0, user: user).description
        }
        #expect(texts == texts.sorted())
    }

    @Test(arguments: [
        Row("version 4", "b1c2d3e4-f5a6-4789-8abc-def012345678", false),
        Row("another variant", "018bcfe5-6800-7000-4000-000000000001", false),
        Row("the nil UUID", "00000000-0000-0000-0000-000000000000", false),
        Row("version 7", "018bcfe5-6800-7000-8000-000000000001", true),
        Row("the largest numbers", "ffffffff-ffff-7fff-bfff-ffffffffffff", true),
    ])
    func `a foreign UUID names no event`(row: Row<String, Bool>) {
        #expect((EventID(row.input) != nil) == row.expected)
    }

    @Test(arguments: [
        Row("lower case", "018bcfe5-6800-7abc-8000-0000000000ff", true),
        Row("upper case", "018BCFE5-6800-7ABC-8000-0000000000FF", true),
        Row("nothing", "", false),
        Row("no hyphens", "018bcfe568007abc80000000000000ff", false),
        Row("a hyphen astray", "018bcfe-56800-7abc-8000-0000000000ff", false),
        Row("too short", "018bcfe5-6800-7abc-8000-0000000000f", false),
        Row("too long", "018bcfe5-6800-7abc-8000-0000000000fff", false),
        Row("braces", "{018bcfe5-6800-7abc-8000-00000000000}", false),
        Row("a letter beyond f", "018bcfe5-6800-7abc-8000-0000000000fg", false),
        Row("hyphens only", String(repeating: "-", count: 36), false),
        Row("a digit of another script", "018bcfe5-6800-7abc-8000-00000000\u{0660}\u{0661}", false),
        Row("NUL inside", "018bcfe5-6800-7abc-8000-0000000000f\u{0}", false),
    ])
    func `a UUID has 32 digits and four hyphens in their places`(row: Row<String, Bool>) {
        #expect(UUIDText.isValid(row.input) == row.expected)
    }

    @Test func `the halves of a UUID lead back to its text`() throws {
        let text = "01234567-89ab-cdef-fedc-ba9876543210"
        let halves = try #require(UUIDText.halves(of: text))
        #expect(halves == (0x0123_4567_89ab_cdef, 0xfedc_ba98_7654_3210))
        #expect(UUIDText.text(high: halves.high, low: halves.low) == text)
    }

    @Test func `ids that only look alike are two`() {
        #expect("e\u{301}" == "\u{e9}")
        #expect(!"e\u{301}".isSameID(as: "\u{e9}"))
        #expect("a".isSameID(as: "a"))
        #expect(!"a".isSameID(as: "A"))
    }
}
