import HTTP
import Synchronization

/// One request and its answer.
///
/// The server's thread drives it by three calls: the header has arrived, some of the body has, all
/// has. The request's task may finish on any thread: before the server's thread has seen that it
/// must wait, or after it has suspended the connection. The phase decides, under a lock, who of the
/// two is late, so that a connection is resumed exactly when it has been suspended.
final class Exchange: Suspended {
    /// What the server's thread is to do next.
    enum Step {
        case goOn
        case answer(Response)
        case cut
    }

    private enum Phase {
        /// The header is being read.
        case arriving
        /// The body is being read.
        case reading(Request, maximumBytes: Int)
        /// The body is being thrown away, so that the client reads the refusal at its end.
        case discarding(Response, byteCount: Int)
        /// The task runs and has not suspended.
        case running
        /// The task is suspended, and so is the connection.
        case suspended(Connection, Task<Void, Never>)
        /// The answer is there, and the server's thread will fetch it.
        case answered(Response)
        /// The server's thread has the answer.
        case done
    }

    private static let usualBodyBytes = 64 << 10

    private let front: Front
    private let target: String?
    private let phase = Mutex(Phase.arriving)

    /// An exchange about a target, which is nil when it is not text.
    init(front: Front, target: String?) {
        self.front = front
        self.target = target
        front.traffic.begin()
    }

    deinit {
        let wasArriving = phase.withLock { phase in
            switch phase {
            case .arriving, .reading, .discarding: true
            case .running, .suspended, .answered, .done: false
            }
        }
        front.traffic.end(wasArriving: wasArriving)
    }

    /// Whether the header has not been seen yet.
    var isArriving: Bool {
        phase.withLock { phase in
            if case .arriving = phase { true } else { false }
        }
    }

    /// The header has arrived.
    func headerArrived(
        _ method: Method,
        _ headers: Headers,
        version: String,
        problem: HTTPError?
    ) -> Step {
        var request = Request(method: method, path: "", headers: headers)
        let body = AnnouncedBody(headers)
        if let refusal = problem ?? refusal(of: headers, version) ?? body.problem
            ?? read(target, into: &request)
        {
            return refuse(refusal, request.path, body)
        }
        guard body.isPresent else { return enter(.reading(request, maximumBytes: 0)) }
        let maximum = min(
            front.application.maximumBodyBytes(for: method, path: request.path),
            front.limits.maximumRouteBodyBytes
        )
        guard body.byteCount ?? 0 <= maximum else {
            return refuse(.payloadTooLarge(maximumBytes: maximum), request.path, body)
        }
        // A length is only announced; memory for more than a usual body is taken as it comes.
        request.body.reserveCapacity(min(body.byteCount ?? 0, Exchange.usualBodyBytes))
        return enter(.reading(request, maximumBytes: maximum))
    }

    /// Some of the body has arrived.
    func bodyArrived(_ chunk: some Collection<UInt8>) -> Step {
        phase.withLock { phase in
            switch phase {
            case .reading(var request, let maximumBytes):
                guard request.body.count + chunk.count <= maximumBytes else {
                    let error = HTTPError.payloadTooLarge(maximumBytes: maximumBytes)
                    let response = front.application.response(to: error, path: request.path)
                    phase = .discarding(response, byteCount: request.body.count + chunk.count)
                    return .goOn
                }
                // The phase lets go of the body, so that appending does not copy it.
                phase = .arriving
                request.body.append(contentsOf: chunk)
                phase = .reading(request, maximumBytes: maximumBytes)
                return .goOn
            case .discarding(let response, let byteCount):
                let total = byteCount + chunk.count
                phase = .discarding(response, byteCount: total)
                return total <= front.limits.maximumDiscardedBytes ? .goOn : .cut
            case .arriving, .running, .suspended, .answered, .done:
                return .cut
            }
        }
    }

    /// The request is whole, or its connection has been resumed.
    func proceed(on connection: Connection) -> Step {
        let (step, request) = phase.withLock { phase -> (Step, Request?) in
            switch phase {
            case .reading(let request, _):
                front.traffic.arrive()
                phase = .running
                return (.goOn, request)
            case .discarding(let response, _):
                front.traffic.arrive()
                phase = .done
                return (.answer(response), nil)
            case .answered(let response):
                phase = .done
                return (.answer(response), nil)
            case .running, .suspended:
                return (.goOn, nil)
            case .arriving, .done:
                return (.cut, nil)
            }
        }
        guard let request else { return step }
        let task = Task.immediate {
            self.finish(await self.front.application.respond(to: request))
        }
        return fetchAnswer(or: task, on: connection)
    }

    /// The task has run on this thread as far as it could: it has finished, or waits.
    private func fetchAnswer(or task: Task<Void, Never>, on connection: Connection) -> Step {
        phase.withLock { phase in
            if case .answered(let response) = phase {
                phase = .done
                return .answer(response)
            }
            guard front.traffic.suspend(self) else {
                phase = .done
                task.cancel()
                return .answer(shuttingDown)
            }
            connection.suspend()
            phase = .suspended(connection, task)
            return .goOn
        }
    }

    /// The task has an answer; called once, on any thread.
    private func finish(_ response: Response) {
        let wasSuspended = phase.withLock { phase in
            switch phase {
            case .running:
                phase = .answered(response)
                return false
            case .suspended(let connection, _):
                phase = .answered(response)
                connection.resume()
                return true
            case .arriving, .reading, .discarding, .answered, .done:
                return false
            }
        }
        if wasSuspended { front.traffic.resume(self) }
    }

    /// There is no more time to wait for the task.
    func expire() {
        phase.withLock { phase in
            guard case .suspended(let connection, let task) = phase else { return }
            task.cancel()
            phase = .answered(shuttingDown)
            connection.resume()
        }
    }

    private var shuttingDown: Response {
        let message = "The server is shutting down. Try again."
        let error = HTTPError.unavailable(message, retryAfter: .seconds(1))
        return front.application.response(to: error, path: target ?? "")
    }

    private func enter(_ next: consuming Phase) -> Step {
        phase.withLock { $0 = next }
        return .goOn
    }
}

extension Exchange {
    private func refusal(of headers: Headers, _ version: String) -> HTTPError? {
        let limits = front.limits
        guard version == "HTTP/1.0" || headers["Host"] != nil else {
            return .badRequest("The header field Host is missing.")
        }
        guard headers.fields.count <= limits.maximumHeaderCount else {
            let count = limits.maximumHeaderCount
            return HTTPError(.headersTooLarge, "At most \(count) header fields are accepted.")
        }
        let byteCount = headers.fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        guard byteCount <= limits.maximumHeaderBytes else {
            let count = limits.maximumHeaderBytes
            return HTTPError(.headersTooLarge, "At most \(count) bytes of header are accepted.")
        }
        return nil
    }

    /// Reads the target into path and query, or says what is wrong with it.
    private func read(_ target: String?, into request: inout Request) -> HTTPError? {
        guard let target else {
            return .badRequest("The path is not UTF-8. Percent-encode it.")
        }
        guard !target.utf8.contains(UInt8(ascii: " ")) else {
            return .badRequest("The path has a space. Percent-encode it.")
        }
        let read = Request(request.method, Exchange.relative(target), limits: front.limits)
        request.path = read.path
        request.query = read.query
        guard target.utf8.count <= front.limits.maximumTargetBytes else {
            let count = front.limits.maximumTargetBytes
            let message = "The path and query are too long: at most \(count) bytes are accepted."
            return HTTPError(.targetTooLong, message)
        }
        return nil
    }

    /// The target without the scheme and host that a proxy's client puts before it.
    private static func relative(_ target: String) -> String {
        guard !target.hasPrefix("/") else { return target }
        guard let scheme = target.firstRange(of: "://") else { return target }
        return String(target[scheme.upperBound...].drop { $0 != "/" && $0 != "?" })
    }

    /// Refuses the request once its body has been thrown away, or at once when the client waits to
    /// be told to send it, or when it is too long to be worth reading.
    ///
    /// Answering while a client still sends would close the connection under its hands, and many
    /// clients then report the closed connection instead of the answer.
    private func refuse(_ error: HTTPError, _ path: String, _ body: AnnouncedBody) -> Step {
        let response = front.application.response(to: error, path: path)
        let isWorthReading = body.byteCount ?? 0 <= front.limits.maximumDiscardedBytes
        guard body.waitsForContinue || !body.hasEnd || !isWorthReading else {
            return enter(.discarding(response, byteCount: 0))
        }
        front.traffic.arrive()
        phase.withLock { $0 = .done }
        return .answer(response)
    }
}

/// What a header says about the body that follows it.
private struct AnnouncedBody {
    /// Why the body's end is in doubt, if it is.
    let problem: HTTPError?
    let isPresent: Bool
    /// Nil when the body is chunked, or its length is not a number, which the library refuses.
    let byteCount: Int?
    let waitsForContinue: Bool
    /// Whether the library finds the end of the body.
    let hasEnd: Bool

    init(_ headers: Headers) {
        let length = headers["Content-Length"]
        let isChunked = headers["Transfer-Encoding"] != nil
        byteCount = isChunked ? nil : length.map { Int($0) ?? .max }
        isPresent = isChunked || length != nil
        waitsForContinue = headers["Expect"] != nil
        let encodings = headers.all("Transfer-Encoding")
        hasEnd = encodings.first?.lowercased() ?? "chunked" == "chunked"
        problem = AnnouncedBody.problem(
            lengths: headers.all("Content-Length").count,
            encodings: encodings
        )
    }

    /// Who announces two ends may mean to hide a second request from a proxy behind the first.
    private static func problem(lengths: Int, encodings: [String]) -> HTTPError? {
        guard lengths + encodings.count > 1 else { return problem(with: encodings.first) }
        let message = "A request has one Content-Length or one Transfer-Encoding, not both."
        return HTTPError(.badRequest, message, headers: ["Connection": "close"])
    }

    private static func problem(with encoding: String?) -> HTTPError? {
        guard let encoding, encoding.lowercased() != "chunked" else { return nil }
        let message = "The only Transfer-Encoding that is understood is chunked."
        return HTTPError(.notImplemented, message, headers: ["Connection": "close"])
    }
}
