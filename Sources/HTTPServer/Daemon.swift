/// The running server: its threads, which share its socket and divide its connections.
struct Daemon: ~Copyable {
    private let threads: [ServerThread]

    /// Starts the threads.
    init(on socket: consuming ListeningSocket, threadCount: Int, context: ServerContext) throws {
        var threads: [ServerThread] = []
        for _ in 0..<threadCount {
            try threads.append(ServerThread(accepting: socket, context: context))
        }
        var started: [ServerThread] = []
        do {
            for thread in threads {
                try thread.start(beside: threads)
                started.append(thread)
            }
        } catch {
            Daemon.stop(started)
            throw error
        }
        self.threads = threads
    }

    /// Stops and joins the threads.
    deinit {
        Daemon.stop(threads)
    }

    /// Closes the listening socket; open connections are served on.
    func stopAccepting() {
        for thread in threads { thread.stopAccepting() }
    }

    private static func stop(_ threads: [ServerThread]) {
        for thread in threads { thread.stop() }
        for thread in threads { thread.join() }
    }
}
