import CivilTime
private import Synchronization

/// Counts the requests of callers, each of whom has a bucket of tokens that fills up with time.
///
/// A bucket holds what a caller may do in a minute, so that a crowd of requests passes after a
/// silence, and fills up by the second. It is of this process: two processes let through twice as
/// much.
final class RateLimiter: Sendable {
    private struct Bucket {
        /// How many requests are left, and a part of the next one.
        var tokens: Double
        var filledAt: Instant
    }

    private let limit: Int
    private let buckets = Mutex<[String: Bucket]>([:])

    /// A limit for each caller.
    init(requestsPerMinute limit: Int) {
        precondition(limit > 0, "a limit lets somebody pass")
        self.limit = limit
    }

    /// Counts a request of a caller, if there is a token left for it.
    func admit(_ caller: String, at now: Instant) -> RateVerdict {
        buckets.withLock { buckets in
            if buckets[caller] == nil { makeRoom(in: &buckets, at: now) }
            let known = buckets[caller] ?? Bucket(tokens: Double(limit), filledAt: now)
            var bucket = filled(known, at: now)
            let isAdmitted = bucket.tokens >= 1
            if isAdmitted { bucket.tokens -= 1 }
            buckets[caller] = bucket
            return verdict(on: bucket, isAdmitted: isAdmitted, at: now)
        }
    }

    private func filled(_ bucket: Bucket, at now: Instant) -> Bucket {
        // A clock that was set back fills nothing, and takes nothing.
        let passed = Double(max(0, now.microseconds - bucket.filledAt.microseconds)) / 1_000_000
        let tokens = bucket.tokens + passed * Double(limit) / 60
        return Bucket(tokens: min(Double(limit), tokens), filledAt: now)
    }

    private func verdict(on bucket: Bucket, isAdmitted: Bool, at now: Instant) -> RateVerdict {
        let missing = Double(limit) - bucket.tokens
        return RateVerdict(
            isAdmitted: isAdmitted,
            limit: limit,
            remaining: Int(bucket.tokens),
            resetAt: now.adding(microseconds: microseconds(for: missing)),
            retryAfter: .microseconds(isAdmitted ? 0 : microseconds(for: 1 - bucket.tokens))
        )
    }

    private func microseconds(for tokens: Double) -> Int64 {
        Int64((tokens * 60_000_000 / Double(limit)).rounded(.up))
    }

    /// Forgets callers whose buckets are full again; if there are none, everybody.
    private func makeRoom(in buckets: inout [String: Bucket], at now: Instant) {
        guard buckets.count >= ServiceLimits.maximumCountedCallers else { return }
        buckets = buckets.filter { filled($0.value, at: now).tokens < Double(limit) }
        if buckets.count >= ServiceLimits.maximumCountedCallers { buckets.removeAll() }
    }
}
