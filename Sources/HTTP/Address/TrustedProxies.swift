/// The proxies whose word is taken for who a request comes from.
///
/// A proxy says so in `X-Forwarded-For` or `Forwarded`. Anybody can send these fields, so they are
/// read only where the connection comes from a trusted proxy, and from the right, where the
/// nearest proxy has written: the first address there that is no trusted proxy is the client's.
public struct TrustedProxies: Sendable {
    private let ranges: [AddressRange]

    /// Nobody is believed unless named.
    public init(_ ranges: [AddressRange] = []) {
        self.ranges = ranges
    }

    /// Whether an address is a trusted proxy's.
    public func contains(_ address: IPAddress) -> Bool {
        ranges.contains { $0.contains(address) }
    }

    /// Notes in a request where it comes from, and by which address the client knows us.
    ///
    /// The host is what the nearest proxy says that is trusted, or else what the client says; where
    /// neither is a host, nobody has said so.
    public func note(_ peer: IPAddress, in request: inout Request) {
        request.clientAddress = peer
        request.scheme = "http"
        let host = request.headers["Host"]
        request.host = host.flatMap { Request.isHost($0) ? $0 : nil }
        guard contains(peer) else { return }
        request.clientAddress = client(behind: peer, request.headers)
        let scheme = TrustedProxies.last(request.headers.all("X-Forwarded-Proto"))?.lowercased()
        if scheme == "https" || scheme == "http" { request.scheme = scheme ?? "http" }
        if let host = TrustedProxies.last(request.headers.all("X-Forwarded-Host")),
            Request.isHost(host)
        {
            request.host = host
        }
    }

    /// The client's address.
    ///
    /// A proxy that writes one of the two fields passes the other on as the client sent it. Where
    /// they differ neither is believed.
    private func client(behind peer: IPAddress, _ headers: Headers) -> IPAddress {
        let usual = headers.all("X-Forwarded-For").flatMap { $0.split(separator: ",") }
            .map { TrustedProxies.trimmed($0) }
        let standard = headers.all("Forwarded").flatMap { $0.split(separator: ",") }
            .map { TrustedProxies.origin(in: $0) }
        switch (usual.isEmpty, standard.isEmpty) {
        case (true, true): return peer
        case (false, true): return client(behind: peer, usual)
        case (true, false): return client(behind: peer, standard)
        case (false, false):
            let first = client(behind: peer, usual)
            return first == client(behind: peer, standard) ? first : peer
        }
    }

    private func client(behind peer: IPAddress, _ hops: [Substring]) -> IPAddress {
        var client = peer
        for hop in hops.reversed() {
            guard let address = TrustedProxies.address(hop) else { return client }
            client = address
            guard contains(address) else { return client }
        }
        return client
    }

    /// What `for=` names in an element of `Forwarded`.
    private static func origin(in element: Substring) -> Substring {
        for pair in element.split(separator: ";") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, trimmed(parts[0]).lowercased() == "for" else { continue }
            let value = trimmed(parts[1])
            return value.hasPrefix("\"") && value.hasSuffix("\"") && value.count > 1
                ? value.dropFirst().dropLast() : value
        }
        return ""
    }

    /// The address of a hop, whose port does not matter: `192.0.2.1:4711`, `[2001:db8::1]:80`.
    private static func address(_ hop: Substring) -> IPAddress? {
        if hop.hasPrefix("[") {
            guard let end = hop.firstIndex(of: "]") else { return nil }
            return IPAddress(hop[hop.index(after: hop.startIndex)..<end])
        }
        let parts = hop.split(separator: ":", omittingEmptySubsequences: false)
        return IPAddress(parts.count == 2 ? parts[0] : hop)
    }

    private static func last(_ values: [String]) -> String? {
        guard let element = values.last?.split(separator: ",").last else { return nil }
        let text = trimmed(element)
        return text.isEmpty ? nil : String(text)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first == " " || text.first == "\t" { text = text.dropFirst() }
        while text.last == " " || text.last == "\t" { text = text.dropLast() }
        return text
    }
}
