import HTTP
import Testing

/// Which addresses strangers may have the server connect to.
@Suite struct OutgoingAddressTests {
    @Test(arguments: [
        Row("the first of all", "0.0.0.0", false),
        Row("this network", "0.1.2.3", false),
        Row("private, large", "10.255.255.255", false),
        Row("shared by a provider's customers", "100.64.0.1", false),
        Row("metadata of a cloud among them", "100.100.100.200", false),
        Row("this machine", "127.0.0.1", false),
        Row("this machine by another number", "127.255.255.254", false),
        Row("services of a cloud", "168.63.129.16", false),
        Row("metadata of clouds", "169.254.169.254", false),
        Row("private, middle", "172.31.255.255", false),
        Row("metadata of another cloud", "192.0.0.192", false),
        Row("private, small", "192.168.1.1", false),
        Row("measurements", "198.19.0.1", false),
        Row("multicast", "224.0.0.1", false),
        Row("reserved", "240.0.0.1", false),
        Row("broadcast", "255.255.255.255", false),
        Row("nothing", "::", false),
        Row("this machine, version 6", "::1", false),
        Row("this machine, mapped", "::ffff:127.0.0.1", false),
        Row("this machine, mapped, in groups", "::ffff:7f00:1", false),
        Row("private, mapped", "::ffff:10.0.0.1", false),
        Row("this machine, the old way", "::127.0.0.1", false),
        Row("this machine, translated", "64:ff9b::127.0.0.1", false),
        Row("metadata, translated", "64:ff9b::a9fe:a9fe", false),
        Row("translated within a network", "64:ff9b:1::8.8.8.8", false),
        Row("tunnel to a private network", "2002:7f00:1::", false),
        Row("Teredo", "2001:0:4136:e378:8000:63bf:3fff:fdd2", false),
        Row("unique local", "fd00:ec2::254", false),
        Row("unique local, the other half", "fc00::1", false),
        Row("link-local", "fe80::1", false),
        Row("site-local, of old", "fec0::1", false),
        Row("multicast, version 6", "ff02::1", false),
        Row("documents", "2001:db8::1", false),
        Row("unassigned", "4000::1", false),
        Row("discarded", "100::1", false),
    ])
    func `an address that is not of the public Internet is refused`(row: Row<String, Bool>) throws {
        let address = try #require(IPAddress(row.input))
        #expect(OutgoingAddresses().allows(address) == row.expected)
    }

    @Test(arguments: [
        "8.8.8.8", "1.1.1.1", "9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0",
        "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "223.255.255.255",
        "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
    ])
    func `an address of the public Internet is allowed`(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(OutgoingAddresses().allows(address))
    }

    @Test func `an operator allows more`() throws {
        let range = try #require(AddressRange("10.1.0.0/16"))
        let addresses = OutgoingAddresses(alsoAllowing: [range])
        let inside = try #require(IPAddress("::ffff:10.1.2.3"))
        let outside = try #require(IPAddress("10.2.0.1"))
        #expect(addresses.allows(inside))
        #expect(!addresses.allows(outside))
    }
}
