import Synchronization

/// Lets many who ask for the same at the same time wait for one read of it, where a read goes through
/// much.
///
/// Of each thing at most one read runs and one more is to come. Who asks while one runs shares the one to
/// come: it begins later than the question, so that whatever the caller has seen stored is in it.
final class SharedReads<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private typealias Answer = Task<Value, any Error>

    private struct Line {
        let running: Answer
        var next: Answer?
    }

    private let lines = Mutex<[Key: Line]>([:])

    /// What a read of something finds, which begins after this call.
    func value(
        of key: Key,
        _ read: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let answer = lines.withLock { lines -> Answer in
            guard let line = lines[key] else {
                let answer = begin(key, read)
                lines[key] = Line(running: answer)
                return answer
            }
            if let next = line.next { return next }
            let next = Answer { [self] in
                _ = await line.running.result
                defer { end(key) }
                return try await read()
            }
            lines[key]?.next = next
            return next
        }
        return try await answer.value
    }

    private func begin(
        _ key: Key,
        _ read: @escaping @Sendable () async throws -> Value
    ) -> Answer {
        Answer { [self] in
            defer { end(key) }
            return try await read()
        }
    }

    /// A read is done: the next one, if anybody waits for it, is now the one that runs.
    private func end(_ key: Key) {
        lines.withLock { lines in
            lines[key] = lines[key]?.next.map { Line(running: $0) }
        }
    }
}
