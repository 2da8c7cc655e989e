import HTTP
import Synchronization

/// A streamed body, and the chunk that did not fit into the library's buffer.
///
/// The next chunk is made by a task. Like an exchange's, it may be there at once, or be waited for
/// while the connection is suspended; the state decides who of task and thread is late.
final class OutgoingStream: Suspended {
    /// What the library gets when it asks for more.
    enum Portion {
        case bytes(ArraySlice<UInt8>)
        /// The connection is suspended until there is more.
        case later
        case end
        case failure
    }

    private enum State {
        /// What is left of the last chunk; when nothing is, the next has to be made.
        case holding(ArraySlice<UInt8>)
        /// The task runs and has not suspended.
        case making
        /// The task is suspended, and so is the connection.
        case suspended(Task<Void, Never>)
        case ended
        case failed
    }

    private let source: ChunkSource
    private let connection: Connection
    private let front: Front
    private let state = Mutex(State.holding([]))

    init(_ source: ChunkSource, on connection: Connection, front: Front) {
        self.source = source
        self.connection = connection
        self.front = front
    }

    /// The next bytes, at most as many as asked for; called on the server's thread.
    func next(maximumBytes: Int) -> Portion {
        connection.makeProgress()
        while true {
            if let portion = take(maximumBytes) { return portion }
            let task = Task.immediate { await self.makeChunk() }
            if suspend(for: task) { return .later }
        }
    }

    /// What is there; nil when the next chunk has to be made, and the state then says so.
    private func take(_ maximumBytes: Int) -> Portion? {
        state.withLock { state in
            switch state {
            case .holding(let chunk) where !chunk.isEmpty:
                state = .holding(chunk.dropFirst(maximumBytes))
                return .bytes(chunk.prefix(maximumBytes))
            case .holding:
                state = .making
                return nil
            case .ended: return .end
            case .making, .suspended, .failed: return .failure
            }
        }
    }

    /// The task has run on this thread as far as it could; suspends the connection if it waits.
    private func suspend(for task: Task<Void, Never>) -> Bool {
        state.withLock { state in
            guard case .making = state else { return false }
            guard front.traffic.suspend(self) else {
                state = .failed
                task.cancel()
                return false
            }
            connection.suspend()
            state = .suspended(task)
            return true
        }
    }

    /// Makes chunks until one has bytes, or there are no more.
    private func makeChunk() async {
        do {
            while let chunk = try await source.next() {
                guard chunk.isEmpty else { return finish(.holding(chunk[...])) }
            }
            finish(.ended)
        } catch {
            front.log("A streamed response was cut: \(error)")
            finish(.failed)
        }
    }

    /// The task is done; called once for each, on any thread.
    private func finish(_ result: State) {
        state.withLock { state in
            switch state {
            case .making:
                state = result
            case .suspended:
                state = result
                // Before the thread goes on: it may suspend again, and must then be registered.
                front.traffic.resume(self)
                connection.resume()
            case .holding, .ended, .failed:
                break
            }
        }
    }

    /// There is no more time to wait for the task: half an answer is cut.
    func expire() {
        state.withLock { state in
            guard case .suspended(let task) = state else { return }
            task.cancel()
            state = .failed
            connection.resume()
        }
    }
}
