import HTTP

/// What bounds those who connect, and whose word is taken about them.
struct EdgeOptions {
    static let options: [Option] = [
        .value("--max-connections", "NUMBER", "Open connections (10000)"),
        .value(
            "--max-connections-per-address",
            "NUMBER",
            "Open connections from one address; trusted proxies may have more (2500)"
        ),
        .value(
            "--max-body-memory",
            "MEBIBYTES",
            "Memory for the bodies of all requests together; more is answered 503 (256)"
        ),
        .value(
            "--trusted-proxy",
            "RANGES",
            "Proxies that say who the client is: addresses or ranges, with commas (none)"
        ),
    ]

    let limits: HTTPLimits
    let proxies: TrustedProxies

    init(_ arguments: Arguments) throws {
        var limits = HTTPLimits.standard
        limits.maximumConnectionCount = try arguments.integer(
            "--max-connections",
            in: 1...1_000_000,
            default: limits.maximumConnectionCount
        )
        limits.maximumConnectionCountPerAddress = try arguments.integer(
            "--max-connections-per-address",
            in: 1...1_000_000,
            default: limits.maximumConnectionCountPerAddress
        )
        limits.maximumBodyMemoryBytes =
            try arguments.integer(
                "--max-body-memory",
                in: limits.maximumRouteBodyBytes >> 20...1 << 20,
                default: limits.maximumBodyMemoryBytes >> 20
            ) << 20
        self.limits = limits
        proxies = TrustedProxies(try EdgeOptions.ranges(arguments["--trusted-proxy"] ?? ""))
    }

    private static func ranges(_ text: String) throws(UsageError) -> [AddressRange] {
        var ranges: [AddressRange] = []
        for part in text.split(separator: ",") {
            guard let range = AddressRange(part) else {
                throw UsageError(
                    "--trusted-proxy \(part) is no address and no range, such as 10.0.0.0/8"
                )
            }
            ranges.append(range)
        }
        return ranges
    }
}
