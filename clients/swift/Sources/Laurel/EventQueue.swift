import Foundation
public import Trophy

/// Events that are kept on the disk until the server has taken them.
///
/// An event is in the file before `record` returns, with the time at which it happened and a key of
/// its own. Events are sent in order, each until it is taken; a repeat counts nothing twice. What a
/// crash leaves is sent by the next queue on the same file. One process uses a file at a time.
///
///     let queue = try EventQueue(file: url, client: client)
///     try await queue.record("lessons", user: UpsertedUser(id: "ada"), value: 1)
///     try await queue.send()
public actor EventQueue {
    /// Why an event was not kept.
    public enum Problem: Error, Sendable {
        /// So many wait already.
        case full(maximumCount: Int)
        /// The file cannot be opened or written.
        case file(any Error)
    }

    /// An event as it is kept.
    private struct Entry: Codable {
        let metric: String
        let request: Requests.MetricsEventRequest
        let idempotencyKey: String
    }

    /// An event that the server refused for good.
    public struct Refused: Sendable {
        public let metric: String
        public let request: Requests.MetricsEventRequest
        public let error: TrophyError
    }

    private let file: URL
    private let client: TrophyApiClient
    private let maximumCount: Int
    private var entries: [Entry] = []
    private var handle: FileHandle
    /// How many lines at the beginning of the file have been taken.
    private var takenCount = 0
    private var isSending = false

    /// A queue on a file, which is made if it is missing.
    public init(file: URL, client: TrophyApiClient, maximumCount: Int = 10_000) throws(Problem) {
        self.file = file
        self.client = client
        self.maximumCount = maximumCount
        do {
            let kept = try Self.read(file)
            entries = kept
            try Self.write(kept, to: file)
            handle = try FileHandle(forWritingTo: file)
            try handle.seekToEnd()
        } catch {
            throw .file(error)
        }
    }

    /// How many events wait.
    public var count: Int { entries.count }

    /// Keeps an event.
    ///
    /// It is on the disk when this returns.
    public func record(
        _ metric: String,
        user: UpsertedUser,
        value: Double = 1,
        attributes: [String: String]? = nil,
        at moment: Date = Date(),
        idempotencyKey: String = UUID().uuidString
    ) throws(Problem) {
        guard entries.count < maximumCount else { throw .full(maximumCount: maximumCount) }
        let entry = Entry(
            metric: metric,
            request: .init(
                user: user,
                value: value,
                attributes: attributes,
                timestamp: Self.text(of: moment)
            ),
            idempotencyKey: idempotencyKey
        )
        do {
            try handle.write(contentsOf: Self.line(entry))
            try handle.synchronize()
        } catch {
            throw .file(error)
        }
        entries.append(entry)
    }

    /// Sends what waits, in order; gives what the server refused for good, which waits no longer.
    ///
    /// It ends with an error once the server cannot be reached. What was not sent stays.
    @discardableResult
    public func send() async throws -> [Refused] {
        guard !isSending else { return [] }
        isSending = true
        defer { isSending = false }
        var refused: [Refused] = []
        while let entry = entries.first {
            do {
                _ = try await client.metrics.event(
                    key: entry.metric,
                    idempotencyKey: entry.idempotencyKey,
                    request: entry.request
                )
            } catch let error {
                guard error.isFinal else { throw error }
                refused.append(Refused(metric: entry.metric, request: entry.request, error: error))
            }
            try removeFirst()
        }
        return refused
    }

    /// The first event has been taken.
    ///
    /// A crash before the file says so sends it again, under its key.
    private func removeFirst() throws {
        entries.removeFirst()
        takenCount += 1
        guard takenCount >= 100 || entries.isEmpty else { return }
        try handle.close()
        try Self.write(entries, to: file)
        handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
        takenCount = 0
    }

    // The file: a line of JSON for each event.

    private static func line(_ entry: Entry) throws -> Data {
        try HTTPClient.encoder.encode(entry) + Data("\n".utf8)
    }

    /// What the file has; a line that a crash cut off was never promised to anybody.
    private static func read(_ file: URL) throws -> [Entry] {
        guard FileManager.default.fileExists(atPath: file.path) else { return [] }
        let lines = try Data(contentsOf: file).split(separator: UInt8(ascii: "\n"))
        return lines.compactMap { try? HTTPClient.decoder.decode(Entry.self, from: $0) }
    }

    /// Puts a new file into the place of the old one, whole or not at all.
    private static func write(_ entries: [Entry], to file: URL) throws {
        var data = Data()
        for entry in entries { data += try line(entry) }
        try data.write(to: file, options: .atomic)
    }

    private static func text(of moment: Date) -> String {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        return formatter.string(from: moment)
    }
}

extension TrophyError {
    /// Whether another try would come to the same.
    var isFinal: Bool {
        guard case .httpError(let error) = self else { return false }
        return (400..<500).contains(error.statusCode)
            && ![401, 403, 408, 429].contains(error.statusCode)
    }
}
