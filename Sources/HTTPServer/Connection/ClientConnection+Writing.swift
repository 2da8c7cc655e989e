import HTTP

// How an answer goes out.
extension ClientConnection {
    /// Refuses what arrives, and closes: it is in doubt where the request ends, or it takes too long.
    func refuse(_ error: HTTPError, path: String? = nil) {
        closesAfterAnswer = true
        leftover = nil
        let path = path ?? head?.request.path ?? ""
        answer(context.application.response(to: error, path: path))
    }

    /// Refuses a request whose body has not arrived or is not wanted.
    func refuseBody(_ error: HTTPError) {
        refuse(context.application.response(to: error, path: head?.request.path ?? ""))
    }

    /// Refuses a request at once.
    ///
    /// The connection is kept if the rest of the body is worth reading: many clients read no answer before they have sent everything.
    func refuse(_ response: Response) {
        guard let head else { return close() }
        let rest = leftover ?? BodyReader(head.framing)
        leftover = rest
        if head.waitsForContinue || rest.announcedByteCount > context.limits.maximumDiscardedBytes {
            closesAfterAnswer = true
        }
        answer(response)
    }

    /// Tells a client that waits for it to send the body; what the system does not take of it now,
    /// as the client has not read the answers before, follows when it does.
    func promiseToReadOn() {
        outgoing.bytes = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
    }

    /// Begins to send an answer.
    func answer(_ response: Response) {
        endArrival()
        activeAt = thread.now
        let isOld = head?.isOld ?? false
        let hasContent = response.status != .noContent && response.status != .notModified
        if context.traffic.isDraining || response.headers["Connection"]?.lowercased() == "close" {
            closesAfterAnswer = true
        }
        var framing = ResponseHead.Framing.unsaid
        switch response.body {
        case .bytes(let body): if hasContent { framing = .length(body.count) }
        case .stream: if isOld { closesAfterAnswer = true } else { framing = .chunked }
        }
        let header = ResponseHead(
            response: response,
            framing: framing,
            connection: closesAfterAnswer ? "close" : isOld ? "keep-alive" : nil,
            date: thread.date,
            log: context.log
        )
        let isWithBody = hasContent && head?.request.method != .head
        let unsent = outgoing.bytes[outgoing.sentCount...]
        outgoing = ClientConnection.outgoing(response.body, header, isWithBody, isChunked: !isOld)
        if !unsent.isEmpty { outgoing.bytes.insert(contentsOf: unsent, at: 0) }
        phase = .sending
    }

    private static func outgoing(
        _ body: Response.Body,
        _ header: ResponseHead,
        _ isWithBody: Bool,
        isChunked: Bool
    ) -> Outgoing {
        guard isWithBody else { return Outgoing(bytes: header.bytes(roomForBody: 0)) }
        switch body {
        case .bytes(let bytes) where bytes.count <= Outgoing.copiedBytes:
            return Outgoing(bytes: header.bytes(roomForBody: bytes.count) + bytes)
        case .bytes(let bytes):
            return Outgoing(bytes: header.bytes(roomForBody: 0), rest: bytes)
        case .stream(let source):
            return Outgoing(
                bytes: header.bytes(roomForBody: 0),
                source: source,
                isChunked: isChunked
            )
        }
    }

    /// Sends what the system takes; asks a stream for more only when it does take it.
    func send() -> Bool {
        guard canSend else { return false }
        if let source = outgoing.source, outgoing.unsentCount < Outgoing.streamedBytes {
            return ask(source)
        }
        flush()
        guard !isClosed, outgoing.unsentCount == 0 else { return false }
        if outgoing.source == nil { finishAnswer() }
        return true
    }

    private func ask(_ source: ChunkSource) -> Bool {
        let awaited = Awaited<Outgoing.Portion>(context.traffic, wake: thread.wake(for: self)) {
            .failure
        }
        let log = context.log
        let portion = awaited.start {
            do {
                return try await source.next().map(Outgoing.Portion.chunk) ?? .end
            } catch {
                log("A streamed response was cut: \(error)")
                return .failure
            }
        }
        guard let portion else {
            phase = .streaming(awaited)
            flush()
            return false
        }
        return take(portion)
    }

    /// Takes what a stream has made, or sends what is left while it makes more.
    func goOnStreaming(_ awaited: Awaited<Outgoing.Portion>) -> Bool {
        guard let portion = awaited.take() else {
            if canSend { flush() }
            return false
        }
        phase = .sending
        return take(portion)
    }

    private func take(_ portion: Outgoing.Portion) -> Bool {
        switch portion {
        case .chunk(let bytes): outgoing.add(bytes)
        case .end: outgoing.end()
        case .failure:
            // Half an answer must not look like a whole one.
            socket.abort()
            close()
            return false
        }
        return true
    }

    func flush() {
        while outgoing.unsentCount > 0 {
            let count = socket.send(
                outgoing.bytes[outgoing.sentCount...],
                hasMore: !outgoing.rest.isEmpty
            )
            guard let count else { return lose() }
            guard count > 0 else {
                canSend = false
                return
            }
            activeAt = thread.now
            outgoing.sent(count)
        }
    }

    private func finishAnswer() {
        endTraffic()
        outgoing = Outgoing()
        let rest = leftover
        leftover = nil
        head = nil
        discardedCount = 0
        if closesAfterAnswer {
            socket.finishSending()
            phase = .lingering
            waitsSince = thread.now
        } else if let rest {
            phase = .discarding(rest)
            waitsSince = thread.now
        } else {
            awaitRequest()
        }
    }
}
