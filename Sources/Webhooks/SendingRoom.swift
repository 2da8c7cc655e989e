import CivilTime

/// What is known of how soon a webhook answers.
enum ReceiverPace: Sendable, Equatable {
    /// Nothing: it has not been asked yet, or has not answered yet.
    case unproven
    /// It answered the last time, and soon.
    case prompt
    /// It did not answer the last time, or late; or nothing has come back for a while.
    case slow
}

/// How many requests may begin, by what is known of whom they are for.
///
/// A request that is not answered stays for long. So those that are slow and those of which nothing is
/// known share a part of the connections, and the others never wait for them.
struct SendingRoom {
    private var all = WebhookLimits.maximumUnderWay
    private var doubtful = WebhookLimits.maximumDoubtful
    private var slow = WebhookLimits.maximumSlow
    private var prompt = WebhookLimits.maximumPrompt

    /// The room that what is under way leaves.
    init(beside receivers: some Sequence<Receiver>, at now: Instant) {
        for receiver in receivers {
            take(receiver.underWayCount, receiver.pace(at: now))
        }
    }

    /// Whether one more may begin.
    func has(_ pace: ReceiverPace) -> Bool {
        guard all > 0 else { return false }
        return switch pace {
        case .prompt: prompt > 0
        case .unproven: doubtful > 0
        case .slow: doubtful > 0 && slow > 0
        }
    }

    /// So many have begun.
    mutating func take(_ count: Int, _ pace: ReceiverPace) {
        all -= count
        switch pace {
        case .prompt: prompt -= count
        case .unproven: doubtful -= count
        case .slow:
            doubtful -= count
            slow -= count
        }
    }
}
