/// Which addresses the server may send requests to that strangers have named.
///
/// Whoever registers an address of a webhook could name one that only this machine can reach: its
/// own ports, the network behind it, the data that a cloud tells its machines. So only addresses of
/// the public Internet are allowed, and what the operator allows besides. It is asked about the
/// address that a socket is about to connect to, after every name was looked up, so no spelling of
/// an address and no answer of a name server goes around it.
public struct OutgoingAddresses: Hashable, Sendable {
    private let allowed: [AddressRange]

    /// The public Internet, and some ranges besides.
    public init(alsoAllowing ranges: [AddressRange] = []) {
        allowed = ranges
    }

    /// Whether a request may go to an address.
    public func allows(_ address: IPAddress) -> Bool {
        allowed.contains { $0.contains(address) } || Self.isPublic(address)
    }

    private static func isPublic(_ address: IPAddress) -> Bool {
        if address.isVersion4 { return !closedRanges.contains { $0.contains(address) } }
        // A network that translates reaches the address of version 4 in the last four bytes.
        if translated.contains(address) {
            return isPublic(IPAddress(version4: UInt32(truncatingIfNeeded: address.low)))
        }
        return unicast.contains(address) && !closedRanges.contains { $0.contains(address) }
    }

    private static let unicast = range("2000::/3")
    private static let translated = range("64:ff9b::/96")

    private static let closedRanges = [
        "0.0.0.0/8",  // this network
        "10.0.0.0/8",  // private
        "100.64.0.0/10",  // shared by customers of a provider
        "127.0.0.0/8",  // this machine
        "168.63.129.16/32",  // a cloud's own services, at an address that looks public
        "169.254.0.0/16",  // link-local, and the metadata of clouds
        "172.16.0.0/12",  // private
        "192.0.0.0/24",  // assigned by protocols
        "192.0.2.0/24",  // for documents
        "192.88.99.0/24",  // relays from version 6 to 4
        "192.168.0.0/16",  // private
        "198.18.0.0/15",  // for measurements
        "198.51.100.0/24",  // for documents
        "203.0.113.0/24",  // for documents
        "224.0.0.0/4",  // multicast
        "240.0.0.0/4",  // reserved, and broadcast
        "2001::/23",  // tunnels (Teredo) and other protocols
        "2001:db8::/32",  // for documents
        "2002::/16",  // tunnels to any address of version 4 (6to4)
        "3fff::/20",  // for documents
    ].map(range)

    private static func range(_ text: String) -> AddressRange {
        guard let range = AddressRange(text) else {
            preconditionFailure("\(text) is no range of addresses")
        }
        return range
    }
}
