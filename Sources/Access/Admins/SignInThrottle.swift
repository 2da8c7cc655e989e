import CivilTime
private import Synchronization

/// Slows down those who guess passwords.
///
/// Failures are counted for an address with an account, for an address, and for an account. The
/// first is the strictest, so that somebody elsewhere cannot keep an admin out for long. It is of
/// this process, and what it remembers is bounded: two generations, as in `RateLimiter`.
final class SignInThrottle: Sendable {
    private struct Failures {
        var count = 0
        var blockedUntil = Instant.distantPast
        var lastAt = Instant.distantPast
    }

    private struct State {
        var young: [String: Failures] = [:]
        var old: [String: Failures] = [:]
    }

    private let state = Mutex(State())
    private let maximumCallers: Int

    init(maximumCallers: Int = AccessLimits.maximumCountedCallers) {
        self.maximumCallers = maximumCallers
    }

    /// For how long somebody has to wait; nothing if not at all.
    func wait(_ email: String, from address: String, at now: Instant) -> Duration? {
        state.withLock { state in
            let until = Self.subjects(email, address).compactMap { subject, _ in
                (state.young[subject] ?? state.old[subject])?.blockedUntil
            }.max()
            guard let until, until > now else { return nil }
            return .microseconds(until.microseconds - now.microseconds)
        }
    }

    /// Counts a failure.
    func noteFailure(_ email: String, from address: String, at now: Instant) {
        state.withLock { state in
            for (subject, free) in Self.subjects(email, address) {
                var failures = state.young[subject] ?? state.old[subject] ?? Failures()
                if failures.lastAt < now - Self.memory { failures.count = 0 }
                failures.count += 1
                failures.lastAt = now
                if failures.count >= free {
                    let doublings = min(failures.count - free, 5)
                    let seconds = Self.firstBlock << Int64(doublings)
                    failures.blockedUntil = now.adding(microseconds: seconds * 1_000_000)
                }
                if state.young.count >= maximumCallers, state.young[subject] == nil {
                    state.old = state.young
                    state.young = [:]
                }
                state.young[subject] = failures
            }
        }
    }

    /// Forgets the failures of somebody who knew the password.
    func noteSuccess(_ email: String, from address: String) {
        let subject = Self.subjects(email, address)[0].subject
        state.withLock { state in
            state.young[subject] = nil
            state.old[subject] = nil
        }
    }

    /// In how many seconds the first one too many may try again; each failure doubles it.
    private static let firstBlock: Int64 = 15
    /// After how long without a failure the earlier ones are forgotten.
    private static let memory = Duration.seconds(3_600)

    /// What failures are counted in, and how many have no consequence.
    private static func subjects(
        _ email: String,
        _ address: String
    ) -> [(subject: String, free: Int)] {
        [("\(email) \(address)", 5), (" \(address)", 30), ("\(email) ", 100)]
    }
}
