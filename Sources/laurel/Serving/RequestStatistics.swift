import HTTP
import Service
import Synchronization

/// How many requests each route answered, how, and how fast.
final class RequestStatistics: Sendable {
    struct Route: Hashable, Sendable {
        let method: String
        let pattern: String
    }

    struct Figures: Sendable {
        var statuses: [Int: Int] = [:]
        var durations = Histogram(
            bounds: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5])

        mutating func note(status: Int, duration: Duration) {
            statuses[status, default: 0] += 1
            durations.record(duration.seconds)
        }
    }

    private let state = Mutex<[Route: Figures]>([:])

    var figures: [Route: Figures] { state.withLock { $0 } }

    /// Notes an answer.
    ///
    /// Patterns come from the table of routes, and methods that HTTP does not know share a name,
    /// so there are only so many: what a client makes up must not fill the memory.
    func note(method: Method, pattern: String, status: Int, duration: Duration) {
        let route = Route(method: Self.label(method), pattern: pattern)
        state.withLock { $0[route, default: Figures()].note(status: status, duration: duration) }
    }

    private static func label(_ method: Method) -> String {
        if case .other = method { "other" } else { method.name }
    }
}
