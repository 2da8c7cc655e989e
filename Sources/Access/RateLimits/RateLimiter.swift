import CivilTime
private import Synchronization

/// Counts the requests of callers, each of whom has a bucket of tokens that fills up with time.
///
/// A bucket holds what a caller may do in a minute, so that a crowd of requests passes after a
/// silence, and fills up by the second. It is of this process: two processes let through twice as
/// much.
///
/// Anybody can make callers up, so only so many are remembered: those of two generations. When the
/// younger one is full, the older one is forgotten whole, which costs nothing to decide.
final class RateLimiter: Sendable {
    private struct Bucket {
        /// How many requests are left, and a part of the next one.
        var tokens: Double
        var filledAt: Instant
    }

    private struct Generations {
        var young: [String: Bucket] = [:]
        var old: [String: Bucket] = [:]

        subscript(caller: String) -> Bucket? { young[caller] ?? old[caller] }

        mutating func store(_ bucket: Bucket, of caller: String, maximum: Int) {
            if young.count >= maximum && young[caller] == nil {
                old = young
                young = [:]
            }
            young[caller] = bucket
        }
    }

    private let maximumCallers: Int
    private let generations = Mutex(Generations())

    /// A limiter that remembers so many callers at least, and at most twice as many.
    init(maximumCallers: Int = AccessLimits.maximumCountedCallers) {
        precondition(maximumCallers > 0, "somebody is counted")
        self.maximumCallers = maximumCallers
    }

    /// Counts a request of a caller who may make so many a minute, if there is a token left for it.
    func admit(
        _ caller: String,
        _ subject: RateVerdict.Subject,
        requestsPerMinute limit: Int,
        at now: Instant
    ) -> RateVerdict {
        precondition(limit > 0, "a limit lets somebody pass")
        return generations.withLock { generations in
            let known = generations[caller] ?? Bucket(tokens: Double(limit), filledAt: now)
            var bucket = Self.filled(known, limit, at: now)
            let isAdmitted = bucket.tokens >= 1
            if isAdmitted { bucket.tokens -= 1 }
            generations.store(bucket, of: caller, maximum: maximumCallers)
            let missing = Double(limit) - bucket.tokens
            let wait = isAdmitted ? 0 : Self.microseconds(for: 1 - bucket.tokens, limit)
            return RateVerdict(
                subject: subject,
                isAdmitted: isAdmitted,
                limit: limit,
                remaining: Int(bucket.tokens),
                resetAt: now.adding(microseconds: Self.microseconds(for: missing, limit)),
                retryAfter: .microseconds(wait)
            )
        }
    }

    /// How many callers are remembered.
    var callerCount: Int { generations.withLock { $0.young.count + $0.old.count } }

    private static func filled(_ bucket: Bucket, _ limit: Int, at now: Instant) -> Bucket {
        // A clock that was set back fills nothing, and takes nothing.
        let passed = Double(max(0, now.microseconds - bucket.filledAt.microseconds)) / 1_000_000
        let tokens = bucket.tokens + passed * Double(limit) / 60
        return Bucket(tokens: min(Double(limit), tokens), filledAt: now)
    }

    private static func microseconds(for tokens: Double, _ limit: Int) -> Int64 {
        Int64((tokens * 60_000_000 / Double(limit)).rounded(.up))
    }
}
