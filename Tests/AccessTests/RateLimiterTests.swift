import CivilTime
import Testing

@testable import Access

@Suite struct RateLimiterTests {
    private static let start = Instant(seconds: 1_772_366_400)

    /// A limiter with one limit for everybody.
    private struct Limited {
        let limiter: RateLimiter
        let limit: Int

        init(_ limit: Int, maximumCallers: Int = AccessLimits.maximumCountedCallers) {
            limiter = RateLimiter(maximumCallers: maximumCallers)
            self.limit = limit
        }

        func admit(_ caller: String, at now: Instant) -> RateVerdict {
            limiter.admit(caller, .key, requestsPerMinute: limit, at: now)
        }
    }

    @Test func `a minute's worth passes at once, and one more with every part of the minute`() {
        let limiter = Limited(60)
        for left in (0..<60).reversed() {
            let verdict = limiter.admit("key", at: Self.start)
            #expect(verdict.isAdmitted)
            #expect(verdict.remaining == left)
        }
        let refused = limiter.admit("key", at: Self.start)
        #expect(!refused.isAdmitted)
        #expect(refused.retryAfter == .seconds(1))
        #expect(refused.resetAt == Self.start.adding(seconds: 60))
        #expect(!limiter.admit("key", at: Self.start.adding(milliseconds: 999)).isAdmitted)
        #expect(limiter.admit("key", at: Self.start.adding(seconds: 1)).isAdmitted)
        #expect(!limiter.admit("key", at: Self.start.adding(seconds: 1)).isAdmitted)
    }

    @Test func `a bucket is never fuller than full`() {
        let limiter = Limited(2)
        _ = limiter.admit("key", at: Self.start)
        let later = Self.start.adding(seconds: 86_400)
        #expect(limiter.admit("key", at: later).remaining == 1)
    }

    @Test func `callers do not take from each other`() {
        let limiter = Limited(1)
        #expect(limiter.admit("a", at: Self.start).isAdmitted)
        #expect(limiter.admit("b", at: Self.start).isAdmitted)
        #expect(!limiter.admit("a", at: Self.start).isAdmitted)
    }

    @Test func `a clock that is set back takes nothing and gives nothing`() {
        let limiter = Limited(2)
        _ = limiter.admit("key", at: Self.start)
        let earlier = Self.start.adding(seconds: -3_600)
        #expect(limiter.admit("key", at: earlier).isAdmitted)
        #expect(!limiter.admit("key", at: earlier).isAdmitted)
        #expect(limiter.admit("key", at: earlier.adding(seconds: 30)).isAdmitted)
    }

    @Test func `however many callers come, memory is bounded, and the hasty are not forgotten`() {
        let limiter = Limited(1, maximumCallers: 100)
        for number in 0..<10_000 {
            _ = limiter.admit("\(number)", at: Self.start)
            // Whoever keeps asking is remembered for as long as it does.
            if number % 50 == 0 {
                #expect(limiter.admit("hasty", at: Self.start).isAdmitted == (number == 0))
            }
            #expect(limiter.limiter.callerCount <= 200)
        }
    }

    @Test func `a limit that is lowered takes what is too much, one that is raised gives time`() {
        let limiter = RateLimiter()
        func left(_ limit: Int, at seconds: Int64) -> Int {
            limiter.admit(
                "w",
                .workspace,
                requestsPerMinute: limit,
                at: Self.start.adding(seconds: seconds)
            ).remaining
        }
        #expect(left(100, at: 0) == 99)
        #expect(left(10, at: 0) == 9)
        #expect(left(100, at: 0) == 8)
        #expect(left(60, at: 2) == 9)
    }
}
