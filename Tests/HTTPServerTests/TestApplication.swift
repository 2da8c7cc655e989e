import Foundation
import HTTP
import JSONText
import Synchronization

/// An application with one route for every way to answer.
struct TestApplication {
    let gate = Gate()

    /// The routes, on one screen.
    var router: Router {
        Router([
            Route(.get, "/now/{id}", TestApplication.echoID),
            Route(.get, "/yield/{id}", TestApplication.yieldThenEchoID),
            Route(.get, "/hop/{id}", TestApplication.hopThenEchoID),
            Route(.get, "/gate/{id}") { [gate] request in
                await gate.pass()
                return try await TestApplication.echoID(request)
            },
            Route(.post, "/echo", maximumBodyBytes: 100_000, TestApplication.echoBody),
            Route(.post, "/hop") { request in
                await TestApplication.hop()
                return try await TestApplication.echoBody(request)
            },
            Route(.get, "/stream/{count}", TestApplication.stream),
            Route(.get, "/broken-stream", TestApplication.brokenStream),
            Route(.get, "/gated-stream", gatedStream),
            Route(.get, "/hopping-stream/{count}", TestApplication.hoppingStream),
            Route(.get, "/throw") { _ in throw HTTPError.conflict("Not again.") },
            Route(.get, "/nothing") { _ in Response(.noContent) },
            Route(.get, "/page") { _ in
                let body = Response.Body.bytes(Array("<p>".utf8))
                return Response(
                    .ok,
                    headers: ["Content-Type": "text/html", "X-A": "1"],
                    body: body
                )
            },
            Route(.get, "/split-header") { _ in
                Response(.ok, headers: ["X-Bad": "a\r\nX-Injected: b", "X-Good": "c"])
            },
            Route(.get, "/query") { request in
                .json(value: request.query.list("ids") + [request.headers["x-note"] ?? ""])
            },
        ])
    }

    static let echoID: Handler = { request in
        .json { $0.object { $0.field("id", request.parameter("id")) } }
    }

    static let yieldThenEchoID: Handler = { request in
        for _ in 0..<3 { await Task.yield() }
        return try await echoID(request)
    }

    static let hopThenEchoID: Handler = { request in
        await hop()
        return try await echoID(request)
    }

    static let echoBody: Handler = { request in
        Response(.created, body: .bytes(request.body))
    }

    /// Comes back on a thread that is not one of the concurrency runtime's.
    static func hop() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume() }
        }
    }

    static let stream: Handler = { request in
        let count = Int(request.parameter("count")) ?? 0
        let position = Mutex(0)
        let source = ChunkSource {
            let line = position.withLock { position in
                position += 1
                return position
            }
            // Empty chunks do not end the body.
            if line > count { return nil }
            return line.isMultiple(of: 7) ? [] : Array("line \(line)\n".utf8)
        }
        return Response(.ok, headers: ["Content-Type": "text/plain"], body: .stream(source))
    }

    /// Waits at the gate before its second chunk.
    @Sendable private func gatedStream(_ request: Request) async throws -> Response {
        let position = Mutex(0)
        let source = ChunkSource { [gate] in
            let number = position.withLock { position in
                position += 1
                return position
            }
            if number == 2 { await gate.pass() }
            return number <= 3 ? Array("\(number)\n".utf8) : nil
        }
        return Response(.ok, headers: ["Content-Type": "text/plain"], body: .stream(source))
    }

    /// Makes every chunk on another thread.
    static let hoppingStream: Handler = { request in
        guard case .stream(let source) = try await stream(request).body else { throw Torn() }
        let hopping = ChunkSource {
            await hop()
            return try await source.next()
        }
        return Response(.ok, headers: ["Content-Type": "text/plain"], body: .stream(hopping))
    }

    struct Torn: Error {}

    static let brokenStream: Handler = { _ in
        let isFirst = Mutex(true)
        let source = ChunkSource {
            let isFirst = isFirst.withLock { isFirst in
                defer { isFirst = false }
                return isFirst
            }
            guard isFirst else { throw Torn() }
            return Array("half".utf8)
        }
        return Response(.ok, body: .stream(source))
    }
}
