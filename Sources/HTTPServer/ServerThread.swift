import CLinux
import Glibc
import HTTP
import Synchronization

/// A thread that accepts, reads, starts requests, and writes, for its share of the connections.
///
/// It may be passed between threads: all but the orders, the load and the bell is used by the
/// thread alone from the moment that it runs until it is joined.
final class ServerThread: @unchecked Sendable {
    private struct Orders {
        var mustQuiesce = false
        var mustStop = false
        var hasEnded = false
        var woken: [UInt64] = []
        var adopted: [NewConnection] = []
        /// Parts of tasks that go on.
        var jobs: [UnownedJob] = []
    }

    /// A connection that no thread serves yet.
    struct NewConnection {
        let descriptor: CInt
        let peer: IPAddress
    }

    /// What the requests that it serves need.
    let context: ServerContext
    /// When the present round began.
    private(set) var now = ContinuousClock.now
    /// The value of `Date` in answers.
    private(set) var date = ""
    /// What is received lands here first.
    var scratch = [UInt8](repeating: 0, count: 64 << 10)

    private let bell: Bell
    private let load = Atomic(0)
    private let orders = Mutex(Orders())
    private let listener: CInt
    private var poller: Poller
    private var peers: [ServerThread] = []
    private var thread = pthread_t()
    /// Itself, as the system names it, once it runs.
    private let identity = Atomic<UInt>(0)
    /// Connections that it has woken itself.
    private var wokenHere: [UInt64] = []

    private var connections: [UInt64: ClientConnection] = [:]
    private var nextTag = ServerThread.firstTag
    private var unfinished: [ClientConnection] = []
    private var dispensable: [(tag: UInt64, since: ContinuousClock.Instant)] = []
    private var lastLook = ContinuousClock.now
    private var isListening = false
    private var lacksDescriptors = false
    private var isQuiet = false

    private static let listenerTag: UInt64 = 0
    private static let bellTag: UInt64 = 1
    private static let firstTag: UInt64 = 2
    private static let lookPause = Duration.seconds(1)
    private static let acceptedPerRound = 64
    /// What the system says when it has no room for a connection that waits.
    private static let meansShortage: Set<CInt> = [EMFILE, ENFILE, ENOBUFS, ENOMEM]

    init(accepting socket: borrowing ListeningSocket, context: ServerContext) throws {
        self.context = context
        bell = try Bell()
        poller = try Poller()
        listener = try socket.duplicate()
        guard poller.watch(readable: bell.descriptor, tag: Self.bellTag, isShared: false) else {
            close(listener)
            throw Self.failure
        }
    }

    deinit {
        if !isQuiet { close(listener) }
        for new in orders.withLock({ $0.adopted }) { close(new.descriptor) }
    }

    /// Begins to run; connections go to whichever of the threads has the fewest.
    func start(beside peers: [ServerThread]) throws {
        self.peers = peers
        let retained = unsafe Unmanaged.passRetained(self)
        let code = unsafe pthread_create(&thread, nil, runServerThread, retained.toOpaque())
        guard code == 0 else {
            unsafe retained.release()
            self.peers = []
            throw Self.failure
        }
    }

    private static var failure: HTTPServerError {
        HTTPServerError(.cannotStart, "The server's threads could not be started.")
    }

    /// Closes its listening socket; open connections are served on.
    func stopAccepting() {
        orders.withLock { $0.mustQuiesce = true }
        bell.ring()
    }

    /// Closes its connections and ends, soon.
    func stop() {
        orders.withLock { $0.mustStop = true }
        bell.ring()
    }

    /// Returns when the thread has ended.
    func join() {
        pthread_join(thread, nil)
    }

    /// A connection has what it waited for; may be called on any thread.
    func wake(_ tag: UInt64) {
        guard pthread_self() != identity.load(ordering: .relaxed) else {
            return wokenHere.append(tag)
        }
        orders.withLock { $0.woken.append(tag) }
        bell.ring()
    }

    /// What wakes a connection.
    func wake(for connection: ClientConnection) -> Wake {
        Wake(thread: self, tag: connection.tag)
    }
}

// What follows happens on the thread itself.
extension ServerThread {
    fileprivate func run() {
        identity.store(pthread_self(), ordering: .relaxed)
        blockBrokenPipes()
        beginRound()
        listen()
        while !heedOrders() {
            let events = poller.wait(milliseconds: patience)
            beginRound()
            for event in events { heed(event) }
            takeUpUnfinished()
            look()
            if !isListening, !isQuiet, !lacksDescriptors, hasRoom() { listen() }
        }
        quiesce()
        for connection in Array(connections.values) { connection.close() }
        unfinished = []
        peers = []
        endWork()
    }

    private func beginRound() {
        now = .now
        if now - lastLook >= Self.lookPause || date.isEmpty { date = HTTPDate.now() }
    }

    /// How long to wait for the next event; nil is for ever.
    private var patience: CInt? {
        if !unfinished.isEmpty { return 0 }
        return connections.isEmpty && isListening ? nil : 1_000
    }

    private func heed(_ event: linux_event) {
        switch event.tag {
        case Self.listenerTag: accept()
        case Self.bellTag: bell.silence()
        default: connections[event.tag]?.heed(event)
        }
    }

    /// Does what others have asked for; true when that is to end.
    private func heedOrders() -> Bool {
        let given = orders.withLock { orders in
            defer { orders = Orders(mustStop: orders.mustStop) }
            return orders
        }
        for job in given.jobs { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
        if given.mustStop {
            for new in given.adopted { reject(new) }
            return true
        }
        if given.mustQuiesce { quiesce() }
        for new in given.adopted { serve(new) }
        for tag in given.woken { connections[tag]?.wakeUp() }
        while !wokenHere.isEmpty {
            let woken = wokenHere
            wokenHere = []
            for tag in woken { connections[tag]?.wakeUp() }
        }
        return false
    }

    private func takeUpUnfinished() {
        guard !unfinished.isEmpty else { return }
        let connections = unfinished
        unfinished = []
        for connection in connections { connection.advance() }
    }

    /// The connection has more to do; others come first.
    func takeUpAgain(_ connection: ClientConnection) {
        unfinished.append(connection)
    }

    /// Gives up on clients that take too long.
    private func look() {
        guard now - lastLook >= Self.lookPause else { return }
        lastLook = now
        lacksDescriptors = false
        for connection in Array(connections.values) { connection.checkTime(now) }
    }

    /// A client that has left must not end the process.
    private func blockBrokenPipes() {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGPIPE)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}

// Tasks that began on the thread go on there, without a third thread between whoever they waited
// for and their connection.
extension ServerThread: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isTaken = orders.withLock { orders in
            guard !orders.hasEnded else { return false }
            orders.jobs.append(job)
            return true
        }
        guard isTaken else { return Self.runElsewhere(job) }
        bell.ring()
    }

    /// Tasks that are left when the thread ends go on elsewhere.
    private func endWork() {
        let left = orders.withLock { orders in
            orders.hasEnded = true
            defer { orders.jobs = [] }
            return orders.jobs
        }
        for job in left { Self.runElsewhere(job) }
    }

    private static func runElsewhere(_ job: UnownedJob) {
        globalConcurrentExecutor.enqueue(job)
    }
}

// Letting connections in, and cutting them when there are too many.
extension ServerThread {
    private func listen() {
        isListening = poller.watch(readable: listener, tag: Self.listenerTag, isShared: true)
    }

    private func stopListening() {
        guard isListening else { return }
        isListening = false
        poller.unwatch(listener)
    }

    private func quiesce() {
        guard !isQuiet else { return }
        stopListening()
        isQuiet = true
        close(listener)
    }

    private func accept() {
        for _ in 0..<Self.acceptedPerRound where isListening {
            guard hasRoom() else {
                context.isFull.store(true, ordering: .relaxed)
                return stopListening()
            }
            var address: InlineArray<16, UInt8> = .init(repeating: 0)
            var span = address.mutableSpan
            let descriptor = unsafe span.withUnsafeMutableBufferPointer { buffer in
                unsafe linux_accept(listener, buffer.baseAddress)
            }
            guard descriptor >= 0 else {
                let code = errno
                guard ServerThread.meansShortage.contains(code) else { return }
                if code == EMFILE || code == ENFILE, cutOldest() { continue }
                // The connection stays in line, and nothing tells when there is a descriptor or
                // memory for it: ask again in a second.
                lacksDescriptors = true
                return stopListening()
            }
            let bytes = address.span.indices.map { address[$0] }
            admit(NewConnection(descriptor: descriptor, peer: IPAddress(version6: bytes)))
        }
    }

    private func admit(_ new: NewConnection) {
        guard context.addresses.enter(new.peer) else {
            sayTooMany(to: new)
            close(new.descriptor)
            return
        }
        context.connectionCount.add(1, ordering: .relaxed)
        let least = peers.min {
            $0.load.load(ordering: .relaxed) < $1.load.load(ordering: .relaxed)
        }
        let own = load.load(ordering: .relaxed)
        guard let least, least !== self, least.load.load(ordering: .relaxed) < own else {
            load.add(1, ordering: .relaxed)
            return serve(new)
        }
        least.adopt(new)
    }

    /// Another thread hands a connection over.
    private func adopt(_ new: NewConnection) {
        load.add(1, ordering: .relaxed)
        orders.withLock { $0.adopted.append(new) }
        bell.ring()
    }

    private func serve(_ new: NewConnection) {
        let tag = nextTag
        nextTag += 1
        let socket = ClientSocket(descriptor: new.descriptor)
        socket.prepare(maximumUnsentBytes: context.limits.maximumUnsentBytes)
        guard poller.watch(connection: new.descriptor, tag: tag) else {
            return leave(new.peer)
        }
        let connection = ClientConnection(socket, from: new.peer, tag: tag, on: self)
        connections[tag] = connection
        connection.advance()
    }

    private func reject(_ new: NewConnection) {
        close(new.descriptor)
        leave(new.peer)
    }

    /// The connection is closed.
    func forget(_ connection: ClientConnection) {
        connections[connection.tag] = nil
        leave(connection.peer)
    }

    private func leave(_ peer: IPAddress) {
        load.subtract(1, ordering: .relaxed)
        context.connectionCount.subtract(1, ordering: .relaxed)
        context.addresses.leave(peer)
        // Threads that do not listen for want of room hear that there is some.
        if context.isFull.exchange(false, ordering: .relaxed) {
            for peer in peers where peer !== self { peer.bell.ring() }
        }
    }

    /// Whether one more connection may come; makes room by cutting the one that is missed least.
    private func hasRoom() -> Bool {
        let maximum = context.limits.maximumConnectionCount
        return context.connectionCount.load(ordering: .relaxed) < maximum || cutOldest()
    }

    /// Cuts the oldest connection that waits for its client; false if there is none.
    private func cutOldest() -> Bool {
        for hasLooked in [false, true] {
            while let next = dispensable.popLast() {
                guard let connection = connections[next.tag],
                    connection.waitsSince == next.since, connection.dispensability != nil
                else { continue }
                connection.close()
                return true
            }
            if !hasLooked { findDispensable() }
        }
        return false
    }

    /// Finds some at a time, as a flood would have everything looked through for each.
    private func findDispensable() {
        let sorted = connections.values.compactMap { connection in
            connection.dispensability.map { (connection, $0) }
        }.sorted { first, second in
            first.1 == second.1
                ? first.0.waitsSince < second.0.waitsSince : first.1 > second.1
        }
        let least = sorted.prefix { $0.1 == sorted[0].1 }.prefix(64)
        dispensable = least.reversed().map { ($0.0.tag, $0.0.waitsSince) }
    }

    private func sayTooMany(to new: NewConnection) {
        let error = HTTPError.unavailable(
            "There are too many connections from your address. Close some, or use one for several "
                + "requests.",
            retryAfter: context.limits.retryAfter
        )
        let response = context.application.response(to: error, path: "")
        let body = response.bytes ?? []
        let head = ResponseHead(
            response: response,
            framing: .length(body.count),
            connection: "close",
            date: date,
            log: context.log
        )
        let bytes = head.bytes(roomForBody: body.count) + body
        _ = unsafe bytes.withUnsafeBytes { buffer in
            unsafe send(new.descriptor, buffer.baseAddress, buffer.count, CInt(MSG_NOSIGNAL))
        }
        _ = linux_finish_sending(new.descriptor)
    }
}

private func runServerThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    unsafe Unmanaged<ServerThread>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
