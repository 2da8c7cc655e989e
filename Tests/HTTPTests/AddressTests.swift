import HTTP
import Testing

/// Addresses, and who is believed about them.
@Suite struct AddressTests {
    @Test(arguments: [
        Row("version 4", "192.0.2.1", "192.0.2.1"),
        Row("version 4 within version 6", "::ffff:192.0.2.1", "192.0.2.1"),
        Row("version 6", "2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        Row("zeros at the end", "2001:db8::", "2001:db8::"),
        Row("the loopback", "::1", "::1"),
        Row("nothing but zeros", "::", "::"),
        Row("no gap", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        Row("one zero is no gap", "1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"),
        Row("three parts", "1.2.3", nil),
        Row("a leading zero", "01.2.3.4", nil),
        Row("a part too large", "1.2.3.256", nil),
        Row("a sign", "+1.2.3.4", nil),
        Row("two gaps", "1::2::3", nil),
        Row("nine groups", "1:2:3:4:5:6:7:8:9", nil),
        Row("a gap for nothing", "1:2:3:4::5:6:7:8", nil),
        Row("a group too long", "12345::", nil),
        Row("a name", "localhost", nil),
        Row("nothing", "", nil),
    ]) func `an address is read and written`(row: Row<String, String?>) {
        #expect(IPAddress(row.input)?.description == row.expected)
    }

    @Test(arguments: [
        Row("in a range", ("10.0.0.0/8", "10.255.1.2"), true),
        Row("outside", ("10.0.0.0/8", "11.0.0.1"), false),
        Row("itself", ("10.0.0.1", "10.0.0.1"), true),
        Row("its neighbour", ("10.0.0.1", "10.0.0.2"), false),
        Row("everybody of version 4", ("0.0.0.0/0", "203.0.113.7"), true),
        Row("nobody of version 6", ("0.0.0.0/0", "2001:db8::1"), false),
        Row("in a range of version 6", ("fd00::/8", "fdff::1"), true),
        Row("outside of it", ("fd00::/8", "fe00::1"), false),
        Row("beyond the first half", ("2001:db8::/96", "2001:db8::ffff:1"), true),
    ]) func `a range has its addresses`(row: Row<(String, String), Bool>) throws {
        let range = try #require(AddressRange(row.input.0))
        let address = try #require(IPAddress(row.input.1))
        #expect(range.contains(address) == row.expected)
    }

    @Test(arguments: ["10.0.0.0/33", "10.0.0.0/", "10.0.0.0/08", "::/129", "ten/8", "/8", ""])
    func `a range that is none is none`(text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test(
        arguments: [
            Row("nothing said", [:], "10.0.0.1"),
            Row("one hop", ["X-Forwarded-For": "203.0.113.7"], "203.0.113.7"),
            Row(
                "what the client says is left out",
                ["X-Forwarded-For": "1.1.1.1, 203.0.113.7"],
                "203.0.113.7"
            ),
            Row(
                "trusted hops are passed",
                ["X-Forwarded-For": "203.0.113.7, 10.0.0.2"],
                "203.0.113.7"
            ),
            Row("all are trusted", ["X-Forwarded-For": "10.0.0.3, 10.0.0.2"], "10.0.0.3"),
            Row(
                "a hop that is no address",
                ["X-Forwarded-For": "203.0.113.7, unknown"],
                "10.0.0.1"
            ),
            Row("a port", ["X-Forwarded-For": "203.0.113.7:4711"], "203.0.113.7"),
            Row("version 6", ["X-Forwarded-For": "2001:db8::1"], "2001:db8::1"),
            Row("in brackets", ["X-Forwarded-For": "[2001:db8::1]:80"], "2001:db8::1"),
            Row(
                "two lines",
                ["X-Forwarded-For": "1.1.1.1", "x-forwarded-for": "203.0.113.7"],
                "203.0.113.7"
            ),
            Row(
                "the standard",
                ["Forwarded": "for=1.1.1.1, For=\"[2001:db8::1]:80\";proto=https"],
                "2001:db8::1"
            ),
            Row("the standard without a client", ["Forwarded": "proto=https"], "10.0.0.1"),
            Row(
                "both, and they agree",
                ["X-Forwarded-For": "203.0.113.7", "Forwarded": "for=203.0.113.7"],
                "203.0.113.7"
            ),
            Row(
                "both, and they differ",
                ["X-Forwarded-For": "203.0.113.7", "Forwarded": "for=1.1.1.1"],
                "10.0.0.1"
            ),
        ] as [Row<Headers, String>]
    )
    func `a trusted proxy says who the client is`(
        row: Row<Headers, String>
    ) throws {
        let proxies = TrustedProxies([try #require(AddressRange("10.0.0.0/8"))])
        let headers = row.input
        var request = Request(.get, "/", headers: headers)
        proxies.note(try #require(IPAddress("10.0.0.1")), in: &request)
        #expect(request.clientAddress?.description == row.expected)
        proxies.note(try #require(IPAddress("192.0.2.9")), in: &request)
        #expect(request.clientAddress?.description == "192.0.2.9")
    }
}
