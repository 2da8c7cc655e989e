import Foundation
public import Trophy

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// What Laurel has beyond Trophy's API.
public struct LaurelCalls: Sendable {
    private let client: TrophyApiClient

    /// The calls of a client.
    public init(_ client: TrophyApiClient) { self.client = client }

    /// Every streak of a user, by every definition.
    public func streaks(ofUser id: String) async throws(TrophyError) -> [UserStreak] {
        try await client.http.send("GET", "/users/\(HTTPClient.escaped(id))/streaks")
    }

    /// Why a user's streak stands where it stands.
    public func explain(
        user id: String,
        streak key: String
    ) async throws(TrophyError) -> Explanation {
        try await client.http.send(
            "GET",
            "/users/\(HTTPClient.escaped(id))/streaks/\(HTTPClient.escaped(key))/explain"
        )
    }

    /// Facts as they happen: a request that does not end, and begins again after the last one
    /// where the connection is lost.
    public func facts(
        types: [String] = [],
        after id: String? = nil
    ) -> AsyncThrowingStream<LiveFact, any Error> {
        AsyncThrowingStream { continuation in
            let reader = StreamReader(client: client, types: types, lastID: id, continuation)
            let task = Task { await reader.run() }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}

extension TrophyApiClient {
    /// What Laurel has beyond Trophy's API.
    public var laurel: LaurelCalls { LaurelCalls(self) }
}

/// One of a user's streaks.
public struct UserStreak: Codable, Hashable, Sendable {
    public let key: String
    public let name: String
    public let length: Int
    public let longest: Int
    public let status: String
    public let isAtRisk: Bool
    public let deadline: String?
}

/// Why a streak stands where it stands.
public struct Explanation: Codable, Hashable, Sendable {
    public let rule: String
    public let sentences: [String]
}

/// Something that happened.
public struct LiveFact: Hashable, Sendable {
    /// Its place: give it to go on after it.
    public let id: String
    /// What happened.
    public let type: String
    /// What belongs to it.
    public let data: JSONValue
}

/// Reads the lines of the stream, and comes back after the last one when it ends.
private final class StreamReader: Sendable {
    private let client: TrophyApiClient
    private let types: [String]
    private let firstID: String?
    private let continuation: AsyncThrowingStream<LiveFact, any Error>.Continuation

    init(
        client: TrophyApiClient,
        types: [String],
        lastID: String?,
        _ continuation: AsyncThrowingStream<LiveFact, any Error>.Continuation
    ) {
        self.client = client
        self.types = types
        firstID = lastID
        self.continuation = continuation
    }

    func run() async {
        var lastID = firstID
        while !Task.isCancelled {
            do {
                let query = [("type", types.isEmpty ? nil : types.joined(separator: ","))]
                let request = try client.http.request(
                    "GET",
                    "/stream",
                    query,
                    ["Last-Event-ID": lastID]
                )
                let delegate = LineDelegate()
                let lines = delegate.lines(of: request)
                var block = StreamBlock()
                for try await line in lines {
                    guard let fact = block.take(line, lastID: &lastID) else { continue }
                    continuation.yield(fact)
                }
            } catch let error as HTTPError
                where (400..<500).contains(error.statusCode) && error.statusCode != 429
            {
                return continuation.finish(throwing: TrophyError.httpError(error))
            } catch {
                // The network is away: the next try begins after the last one.
            }
            try? await Task.sleep(nanoseconds: 2_000_000_000)
        }
        continuation.finish()
    }
}

/// The lines of one event of the stream.
struct StreamBlock {
    private var id: String?
    private var type = ""
    private var data = ""

    /// Takes a line; gives the event that it ends.
    ///
    /// Its id counts once the event is whole: one that was cut off comes again.
    mutating func take(_ line: String, lastID: inout String?) -> LiveFact? {
        guard line.isEmpty else {
            read(line)
            return nil
        }
        defer { self = StreamBlock() }
        lastID = id ?? lastID
        guard !data.isEmpty, let id = lastID,
            let value = try? JSONDecoder().decode(JSONValue.self, from: Data(data.utf8))
        else { return nil }
        return LiveFact(id: id, type: type, data: value)
    }

    private mutating func read(_ line: String) {
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let text = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
        switch parts[0] {
        case "id": id = text
        case "event": type = text
        case "data": data += text
        default: break
        }
    }
}

/// Gives a body's lines as they come, which Foundation has on no other systems but Apple's.
private final class LineDelegate: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    // A session calls its delegate on one queue, so that this is touched by one thread at a time.
    private var rest = Data()
    private var status = 200
    private var continuation: AsyncThrowingStream<String, any Error>.Continuation?

    func lines(of request: URLRequest) -> AsyncThrowingStream<String, any Error> {
        AsyncThrowingStream { continuation in
            self.continuation = continuation
            let session = URLSession(configuration: .ephemeral, delegate: self, delegateQueue: nil)
            let task = session.dataTask(with: request)
            continuation.onTermination = { _ in
                task.cancel()
                session.finishTasksAndInvalidate()
            }
            task.resume()
        }
    }

    func urlSession(
        _ session: URLSession,
        dataTask: URLSessionDataTask,
        didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        status = (response as? HTTPURLResponse)?.statusCode ?? 200
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        rest += data
        guard status == 200 else { return }
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            continuation?.yield(String(decoding: rest[rest.startIndex..<end], as: UTF8.self))
            rest = Data(rest[(end + 1)...])
        }
    }

    func urlSession(
        _ session: URLSession,
        task: URLSessionTask,
        didCompleteWithError error: (any Error)?
    ) {
        if let error {
            continuation?.finish(throwing: error)
        } else if status != 200 {
            let text = String(decoding: rest, as: UTF8.self)
            continuation?.finish(
                throwing: HTTPError(statusCode: status, message: text, requestID: nil)
            )
        } else {
            continuation?.finish()
        }
    }
}
