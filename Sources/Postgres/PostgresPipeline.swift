import Storage

/// What is sent to a server without waiting, and answered in its order.
struct PostgresPipeline: ~Copyable {
    /// What a request is for.
    enum Purpose {
        /// To be carried out.
        case statement
        /// To be known under a name from now on.
        case preparation
        /// To make a transaction durable.
        case commit
        /// To end a transaction that has only read, or one that failed.
        case end
        /// To have everything before it answered.
        case endOfRound
    }

    /// Something that was sent and has not been answered.
    private struct Request {
        let text: String
        let purpose: Purpose
        let time: Duration
        var answer: PostgresAnswer?
    }

    private let handle: PostgresHandle
    private let roundTrips: PostgresRoundTrips
    private var requests: [Request] = []
    private var names: [String: String] = [:]
    private var nameCount = 0
    /// Whether the server has carried out anything for whoever has the connection now.
    private(set) var hasAnswered = false
    /// Whether the connection is of no use any more.
    private(set) var isLost = false
    /// Whether a COMMIT was sent and nobody knows what came of it.
    private(set) var isCommitOpen = false

    init(
        _ target: String,
        _ notices: PostgresNotices,
        _ roundTrips: PostgresRoundTrips
    ) throws(StorageError) {
        handle = try PostgresHandle(target, notices)
        self.roundTrips = roundTrips
    }

    /// The host, port and database, without user or password.
    var address: String { handle.address }

    /// Whether more can be sent.
    var isConnected: Bool { !isLost && handle.isConnected }

    /// Whether something was sent and has not been answered.
    var isWaiting: Bool { !requests.isEmpty }

    /// Begins to serve somebody else; all that is left of the one before is how it ended.
    mutating func beginServing() {
        hasAnswered = false
        isCommitOpen = false
    }
}

// MARK: - Sending

extension PostgresPipeline {
    /// Sends a statement that is prepared once for as long as the connection lasts.
    mutating func send(
        _ text: String,
        _ values: [String?] = [],
        _ purpose: Purpose = .statement,
        for answer: PostgresAnswer? = nil,
        within time: Duration
    ) throws(StorageError) {
        let name = try prepared(text, within: time)
        try orLose { (handle) throws(StorageError) in try handle.execute(name, text, values) }
        if purpose == .commit { isCommitOpen = true }
        requests.append(Request(text: text, purpose: purpose, time: time, answer: answer))
    }

    /// Sends a statement that is used too seldom to be prepared.
    mutating func sendUnprepared(_ text: String, within time: Duration) throws(StorageError) {
        try orLose { (handle) throws(StorageError) in try handle.send(text) }
        requests.append(Request(text: text, purpose: .statement, time: time))
    }

    /// Has all that was sent up to here answered, without waiting for that: after an error, the
    /// server goes on with what comes behind.
    mutating func endRound(within time: Duration) throws(StorageError) {
        guard let last = requests.last, last.purpose != .endOfRound else { return }
        try orLose { (handle) throws(StorageError) in try handle.endRound() }
        requests.append(Request(text: last.text, purpose: .endOfRound, time: time))
    }

    private mutating func prepared(
        _ text: String,
        within time: Duration
    ) throws(StorageError) -> String {
        if let name = names[text] { return name }
        // Texts come from the code alone, so there are only so many of them; the bound is for a
        // mistake of ours that splices values in.
        if names.count >= PostgresLimits.maximumStatements {
            try sendUnprepared("DEALLOCATE ALL", within: time)
            names.removeAll()
        }
        // A name is never given again: whether one that failed is still known depends on the server.
        nameCount += 1
        let name = "laurel_\(nameCount)"
        try orLose { (handle) throws(StorageError) in try handle.prepare(text, as: name) }
        names[text] = name
        requests.append(Request(text: text, purpose: .preparation, time: time))
        return name
    }
}

// MARK: - Reading

extension PostgresPipeline {
    /// Waits until all that was sent has been answered; throws the first error among the answers.
    ///
    /// Each answer has its own time, from the one before it on, so that a silent server is found out
    /// however much it was asked.
    mutating func settle(within time: Duration) throws(StorageError) {
        try endRound(within: time)
        guard let first = requests.first else { return }
        roundTrips.add()
        var failure: StorageError?
        do throws(StorageError) {
            var since = ContinuousClock.now
            try handle.flush(first.text, until: since + first.time)
            for request in requests {
                if let error = try answer(request, until: since + request.time), failure == nil {
                    failure = error
                    // What follows a statement that failed is left out, a COMMIT too.
                    if request.purpose != .commit || error.code != .disconnected {
                        isCommitOpen = false
                    }
                }
                since = .now
            }
        } catch {
            lose()
            // A server that goes says why first, and that is what there is to tell.
            throw failure ?? error
        }
        requests.removeAll(keepingCapacity: true)
        if let failure { throw failure }
    }

    /// Takes in what the server says to a request; gives back the error if it is one.
    private mutating func answer(
        _ request: Request,
        until deadline: ContinuousClock.Instant
    ) throws(StorageError) -> StorageError? {
        guard let result = try handle.result(of: request.text, until: deadline) else {
            throw handle.loss(in: request.text)
        }
        if request.purpose == .endOfRound {
            guard result.meaning == .endOfRound else { throw handle.loss(in: request.text) }
            return nil
        }
        // It ends with nothing.
        while try handle.result(of: request.text, until: deadline) != nil {}
        switch result.meaning {
        case .success:
            request.answer?.result = result
            if request.purpose == .statement { hasAnswered = true }
            if request.purpose == .commit { isCommitOpen = false }
            return nil
        case .omission, .failure, .endOfRound:
            if request.purpose == .preparation { names[request.text] = nil }
            return result.meaning == .failure ? handle.error(of: result, in: request.text) : nil
        }
    }

    private mutating func lose() {
        isLost = true
        requests.removeAll()
    }

    /// Whatever cannot be sent is the end of a connection.
    private mutating func orLose(
        _ body: (borrowing PostgresHandle) throws(StorageError) -> Void
    ) throws(StorageError) {
        do throws(StorageError) {
            try body(handle)
        } catch {
            lose()
            throw error
        }
    }
}
