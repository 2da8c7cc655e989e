import CivilTime
import Testing

@testable import Service

@Suite struct RateLimiterTests {
    private static let start = Instant(seconds: 1_772_366_400)

    @Test func `a minute's worth passes at once, and one more with every part of the minute`() {
        let limiter = RateLimiter(requestsPerMinute: 60)
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
        let limiter = RateLimiter(requestsPerMinute: 2)
        _ = limiter.admit("key", at: Self.start)
        let later = Self.start.adding(seconds: 86_400)
        #expect(limiter.admit("key", at: later).remaining == 1)
    }

    @Test func `callers do not take from each other`() {
        let limiter = RateLimiter(requestsPerMinute: 1)
        #expect(limiter.admit("a", at: Self.start).isAdmitted)
        #expect(limiter.admit("b", at: Self.start).isAdmitted)
        #expect(!limiter.admit("a", at: Self.start).isAdmitted)
    }

    @Test func `a clock that is set back takes nothing and gives nothing`() {
        let limiter = RateLimiter(requestsPerMinute: 2)
        _ = limiter.admit("key", at: Self.start)
        let earlier = Self.start.adding(seconds: -3_600)
        #expect(limiter.admit("key", at: earlier).isAdmitted)
        #expect(!limiter.admit("key", at: earlier).isAdmitted)
        #expect(limiter.admit("key", at: earlier.adding(seconds: 30)).isAdmitted)
    }

    @Test func `however many callers come, the first one in a hurry is not forgotten`() {
        let limiter = RateLimiter(requestsPerMinute: 1)
        let others = ServiceLimits.maximumCountedCallers - 1
        for number in 0..<others { _ = limiter.admit("\(number)", at: Self.start) }
        let later = Self.start.adding(seconds: 60)
        #expect(limiter.admit("hasty", at: later).isAdmitted)
        // The others have waited long enough, so that they can be forgotten.
        for number in 0..<others { _ = limiter.admit("new-\(number)", at: later) }
        #expect(!limiter.admit("hasty", at: later).isAdmitted)
    }
}
