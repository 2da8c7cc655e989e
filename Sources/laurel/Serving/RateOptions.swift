import Access

/// How many requests a minute may come: the options for it, and what they say.
enum RateOptions {
    static let options: [Option] = [
        .value(
            "--rate-limit",
            "NUMBER",
            "Requests a minute of each key under /api/v1; 0 for any number (1200000)"
        ),
        .value(
            "--rate-limit-key",
            "NUMBER",
            "Requests a minute of each key and token's user; 0 for any number (0)"
        ),
        .value(
            "--rate-limit-workspace",
            "NUMBER",
            "Requests a minute of each workspace; 0 for any number (0)"
        ),
        .value(
            "--rate-limit-address",
            "NUMBER",
            "Requests a minute of each client's address; 0 for any number (0)"
        ),
    ]

    static func limits(_ arguments: Arguments) throws -> RateLimits {
        var limits = RateLimits()
        limits.ofKeyByItself = try limit(
            "--rate-limit",
            arguments,
            default: limits.ofKeyByItself
        )
        limits.ofKey = try limit("--rate-limit-key", arguments)
        limits.ofWorkspace = try limit("--rate-limit-workspace", arguments)
        limits.ofAddress = try limit("--rate-limit-address", arguments)
        return limits
    }

    private static func limit(
        _ name: String,
        _ arguments: Arguments,
        default standard: Int? = nil
    ) throws -> Int? {
        let limit = try arguments.integer(name, in: 0...1_000_000_000, default: standard ?? 0)
        return limit == 0 ? nil : limit
    }
}
