/// The services that messages go to: how many are on their way to each, how quick it is, and whether
/// it is left alone for a while after too many in a row have failed.
///
/// One service that is slow or away has a bounded number of messages, and keeps nobody else waiting.
struct SendingGates: Sendable {
    /// What a service is called.
    typealias Service = String

    /// Whether a message may go.
    enum Admission: Hashable, Sendable {
        /// It goes to the devices at these services.
        case go(Set<Service>)
        /// None of its services takes it before this has passed.
        case wait(Duration)
    }

    /// What came of sending to a service.
    struct Outcome: Hashable, Sendable {
        let service: Service
        let duration: Duration
        /// Why it failed; nothing where the service has answered what it does with the message.
        let failure: String?
    }

    private struct Gate {
        var pace: SendingPace
        var underWay = 0
        var failures = 0
        var isLeftAloneUntil: ContinuousClock.Instant?
        /// How long a message took lately.
        var duration = Duration.milliseconds(200)
        /// When whoever comes next has a turn, of those who had to wait.
        var turnAt: ContinuousClock.Instant?
    }

    private let limits: RemindingLimits
    private var gates: [Service: Gate] = [:]

    init(_ limits: RemindingLimits) { self.limits = limits }

    /// How many messages are on their way.
    private(set) var underWay = 0

    /// How many more a service takes.
    func room(for service: Service, at now: ContinuousClock.Instant) -> Int {
        guard let gate = gates[service] else { return limits.sentAtOnce.lowerBound }
        if let until = gate.isLeftAloneUntil, now < until { return 0 }
        return max(0, gate.pace.count - gate.underWay)
    }

    /// How many more all services take that are known, and a few for one that is not.
    func room(at now: ContinuousClock.Instant) -> Int {
        let room = gates.keys.reduce(limits.sentAtOnce.lowerBound) {
            $0 + self.room(for: $1, at: now)
        }
        return max(0, min(room, limits.underWay - underWay))
    }

    /// Lets a message to some services go, or says when to come again.
    mutating func admit(
        _ services: Set<Service>,
        at now: ContinuousClock.Instant
    ) -> Admission {
        let open = services.filter { room(for: $0, at: now) > 0 }
        guard !open.isEmpty || services.isEmpty else {
            return .wait(services.map { turn(at: $0, now) }.min() ?? limits.breakerPause)
        }
        for service in open {
            var gate = gates[service] ?? Gate(pace: SendingPace(limits))
            gate.underWay += 1
            if gate.underWay >= gate.pace.count { gate.pace.fill() }
            gates[service] = gate
        }
        underWay += 1
        return .go(open)
    }

    /// A message that was let go is no longer on its way.
    mutating func release(_ services: Set<Service>) {
        underWay -= 1
        for service in services { gates[service]?.underWay -= 1 }
    }

    /// Learns what came of a message; says why its service is left alone, if it is from now on.
    mutating func note(_ outcome: Outcome, at now: ContinuousClock.Instant) -> String? {
        guard var gate = gates[outcome.service] else { return nil }
        defer {
            gates[outcome.service] = gate
            forgetIdle(at: now)
        }
        gate.pace.note(outcome.duration)
        // One that is quick again makes nobody wait as long as it was slow.
        if outcome.duration < gate.duration / 2 { gate.turnAt = nil }
        gate.duration = outcome.duration
        guard let failure = outcome.failure else {
            gate.failures = 0
            return nil
        }
        gate.failures += 1
        guard gate.failures >= limits.failuresInARow else { return nil }
        gate.failures = 0
        gate.isLeftAloneUntil = now + limits.breakerPause
        gate.turnAt = gate.isLeftAloneUntil
        return failure
    }

    /// Those who wait have turns one after the other, as far apart as the service is quick, so that
    /// they do not all come again and again.
    private mutating func turn(
        at service: Service,
        _ now: ContinuousClock.Instant
    ) -> Duration {
        guard var gate = gates[service] else { return .zero }
        let moment = max(gate.turnAt ?? now, now) + gate.duration / gate.pace.count
        gate.turnAt = min(moment, now + limits.longestTurn)
        gates[service] = gate
        return max(limits.shortestTurn, min(moment - now, limits.longestTurn))
    }

    /// Services are strangers' servers, and there may be any number of them.
    private mutating func forgetIdle(at now: ContinuousClock.Instant) {
        guard gates.count > limits.rememberedServices else { return }
        gates = gates.filter { _, gate in
            gate.underWay > 0 || gate.isLeftAloneUntil.map { now < $0 } ?? false
        }
    }
}
