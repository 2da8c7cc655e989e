import Glibc
import HTTP

/// The running server: its threads, which share its socket and divide its connections.
struct Daemon: ~Copyable {
    private let threads: [ServerThread]

    /// Starts the threads.
    init(on socket: consuming ListeningSocket, threadCount: Int, front: Front) throws {
        let connectionCount = front.limits.maximumConnectionCount
        raiseDescriptorLimit(for: connectionCount)
        var threads: [ServerThread] = []
        do {
            for share in Daemon.shares(of: connectionCount, among: threadCount) {
                try threads.append(
                    ServerThread(accepting: socket, connectionCount: share, front: front)
                )
            }
        } catch {
            Daemon.stop(threads)
            throw error
        }
        self.threads = threads
    }

    /// Stops and joins the threads; no connection may be suspended.
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

    /// How many connections each thread may have; a thread that may have none is not made.
    static func shares(of connectionCount: Int, among threadCount: Int) -> [Int] {
        let threadCount = min(threadCount, connectionCount)
        let (share, rest) = connectionCount.quotientAndRemainder(dividingBy: threadCount)
        return (0..<threadCount).map { $0 < rest ? share + 1 : share }
    }
}

/// Lets the process have as many descriptors as connections, as far as the system allows.
private func raiseDescriptorLimit(for connectionCount: Int) {
    let spareDescriptors = 256
    let wanted = rlim_t(connectionCount + spareDescriptors)
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    guard limit.rlim_cur < wanted else { return }
    limit.rlim_cur = min(wanted, limit.rlim_max)
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
}
