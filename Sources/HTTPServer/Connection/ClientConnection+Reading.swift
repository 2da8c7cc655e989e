import HTTP

// How a request arrives.
extension ClientConnection {
    /// Receives what is there; false when nothing came.
    private func receive() -> Bool {
        guard canReceive, !hasEnded else { return false }
        var room = thread.scratch.count
        if case .head = phase { room = ClientConnection.headBytes }
        switch socket.receive(into: &thread.scratch, atMost: room) {
        case .bytes(let count):
            dropReadInput()
            input += thread.scratch[..<count]
            activeAt = thread.now
            // The system tells of more; of an end that it has told already it does not tell again.
            if count < room, !clientIsDone { canReceive = false }
            return true
        case .nothing:
            canReceive = false
            return false
        case .end:
            hasEnded = true
            return true
        case .lost:
            lose()
            return false
        }
    }

    /// Forgets what has been read; what is left moves to the context.
    private func dropReadInput() {
        guard inputStart > 0 else { return }
        input.removeSubrange(..<inputStart)
        inputStart = 0
    }

    /// Gives up the memory of input that has been read, unless it is little.
    private func releaseInput() {
        guard !hasInput else { return }
        inputStart = 0
        if input.capacity > ClientConnection.keptInputBytes {
            input = []
        } else {
            input.removeAll(keepingCapacity: true)
        }
    }

    private static let keptInputBytes = 4 << 10
    /// How much is received before it is known that it is welcome: it stays in memory for as long
    /// as the request before it is served.
    private static let headBytes = 16 << 10

    /// Passes over empty lines between requests, which begin none.
    private func skipEmptyLines() {
        guard !isCounted else { return }
        while hasInput {
            if input[inputStart] == UInt8(ascii: "\n") {
                inputStart += 1
            } else if input[inputStart] == UInt8(ascii: "\r"), inputStart + 1 < input.count,
                input[inputStart + 1] == UInt8(ascii: "\n")
            {
                inputStart += 2
            } else {
                return
            }
        }
    }

    /// Reads on in a head, once there is more.
    func readHead() -> Bool {
        skipEmptyLines()
        if hasInput {
            beginTraffic()
            do throws(HeadRefusal) {
                if let head = try parser.next(in: input, at: &inputStart) {
                    begin(head)
                    return true
                }
            } catch {
                refuse(error.error, path: error.path)
                return true
            }
        }
        if hasEnded {
            close()
            return false
        }
        return receive()
    }

    private func beginTraffic() {
        guard !isCounted else { return }
        isCounted = true
        isCountedAsArriving = true
        waitsSince = thread.now
        context.traffic.begin()
    }

    private func begin(_ head: RequestHead) {
        var head = head
        context.proxies.note(peer, in: &head.request)
        if head.request.host == nil { head.request.host = socket.ownAddress?.urlHost }
        self.head = head
        hasServed = true
        leftover = nil
        closesAfterAnswer = !head.keepsConnection
        guard head.framing != .none else { return respond(to: head.request, holding: nil) }
        guard let (request, body) = wholeRequest(head) else { return admit(head.request) }
        respond(to: request, holding: body)
    }

    /// The request, if its body is there already and is none that has to be judged first.
    private func wholeRequest(_ head: RequestHead) -> (Request, ArrivingBody)? {
        guard case .length(let count) = head.framing, count <= input.count - inputStart,
            count
                <= context.application.maximumBodyBytes(
                    for: head.request.method,
                    path: head.request.path
                )
        else { return nil }
        let body = ArrivingBody(in: context.bodyMemory)
        let range = inputStart..<inputStart + count
        guard body.append(input[range], maximumBytes: count) else { return nil }
        inputStart = range.upperBound
        var request = head.request
        request.body = body.takeBytes()
        return (request, body)
    }

    private func respond(to request: Request, holding body: ArrivingBody?) {
        endArrival()
        releaseInput()
        let application = context.application
        wait {
            defer { withExtendedLifetime(body) {} }
            return await application.respond(to: request)
        }
    }

    private func wait(for work: @escaping @Sendable () async -> Response) {
        let path = head?.request.path ?? ""
        let isBrief = context.application.isBrief(path)
        let awaited = Awaited<Response>(context.traffic, wake: thread.wake(for: self)) {
            [context] in context.shuttingDown(path)
        }
        guard let response = awaited.start(goingOnAt: isBrief ? thread : nil, work) else {
            phase = .answering(awaited)
            return
        }
        answer(response)
    }

    private func admit(_ request: Request) {
        let awaited = Awaited<Admission>(context.traffic, wake: thread.wake(for: self)) {
            [context] in .refused(context.shuttingDown(request.path))
        }
        let application = context.application
        guard let admission = awaited.start({ await application.admit(request) }) else {
            phase = .admitting(awaited)
            return
        }
        decide(admission)
    }

    /// Lets the body come, or says why it need not.
    func decide(_ admission: Admission) {
        guard let head else { return close() }
        switch admission {
        case .refused(let response): refuse(response)
        case .admitted(let maximum, let answer):
            let reader = BodyReader(head.framing)
            let maximum = min(maximum, context.limits.maximumRouteBodyBytes)
            // Whether there is anything in it, only waiting for it would tell.
            guard maximum > 0 else { return refuseBody(.bodyNotTaken) }
            guard reader.announcedByteCount <= maximum else {
                return refuseBody(.payloadTooLarge(maximumBytes: maximum))
            }
            if head.waitsForContinue, !hasInput { promiseToReadOn() }
            phase = .body(
                Upload(
                    reader: reader,
                    body: ArrivingBody(in: context.bodyMemory),
                    maximumBytes: maximum,
                    answer: answer
                )
            )
        }
    }

    /// Reads on in a body.
    func readBody() -> Bool {
        guard case .body(var upload) = phase else { return false }
        do throws(HTTPError) {
            switch try upload.reader.next(in: input, at: &inputStart) {
            case .data(let range): take(range, &upload)
            case .end: finish(upload)
            case .more:
                phase = .body(upload)
                if canSend, outgoing.unsentCount > 0 { flush() }
                if hasEnded { close() }
                return !isClosed && receive()
            }
        } catch {
            refuse(error)
        }
        return true
    }

    private func take(_ range: Range<Int>, _ upload: inout Upload) {
        leftover = upload.reader
        guard upload.body.bytes.count + range.count <= upload.maximumBytes else {
            return refuseBody(.payloadTooLarge(maximumBytes: upload.maximumBytes))
        }
        let announced = upload.body.bytes.count + range.count + upload.reader.announcedByteCount
        let isChunked = head?.framing == .chunked
        guard
            upload.body.append(
                input[range],
                maximumBytes: isChunked ? upload.maximumBytes : announced
            )
        else {
            return refuseBody(
                .unavailable(
                    "Too many large requests arrive at once. Nothing was stored. Try again.",
                    retryAfter: context.limits.retryAfter
                )
            )
        }
        leftover = nil
        phase = .body(upload)
    }

    private func finish(_ upload: Upload) {
        endArrival()
        releaseInput()
        wait {
            defer { withExtendedLifetime(upload.body) {} }
            return await upload.answer(upload.body.takeBytes())
        }
    }

    /// Throws the rest of a refused body away.
    func discard() -> Bool {
        guard case .discarding(var reader) = phase else { return false }
        do throws(HTTPError) {
            switch try reader.next(in: input, at: &inputStart) {
            case .data(let range):
                discardedCount += range.count
                guard discardedCount <= context.limits.maximumDiscardedBytes else { break }
                phase = .discarding(reader)
                return true
            case .end:
                awaitRequest()
                return true
            case .more:
                phase = .discarding(reader)
                guard !hasEnded else { break }
                return receive()
            }
        } catch {}
        close()
        return false
    }

    /// Throws away what the client still sends, until it has read the last answer and closes.
    func linger() -> Bool {
        discardedCount += input.count - inputStart
        inputStart = input.count
        guard !hasEnded, discardedCount <= context.limits.maximumDiscardedBytes else {
            close()
            return false
        }
        return receive()
    }

    /// The next request may come.
    func awaitRequest() {
        phase = .head
        waitsSince = thread.now
        releaseInput()
    }
}
