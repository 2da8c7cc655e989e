import Glibc
import HTTP
import HTTPServer
import Testing

/// Clients that send whole conversations by chance, in pieces, and leave when they like: every
/// answer must be the one to the request at its place.
@Suite struct RandomClientTests {
    private static let router: Router = {
        let guarded = Route(.post, "/guarded", maximumBodyBytes: 100_000) { head in
            if head.headers["X-Late"] != nil { await TestApplication.hop() }
            guard head.headers["X-Word"] != nil else {
                throw HTTPError.unauthorized("Say the word.")
            }
        } _: { request, _ in
            Response(.created, body: .bytes(request.body))
        }
        return Router([
            Route(.get, "/now/{id}", TestApplication.echoID),
            Route(.get, "/hop/{id}", TestApplication.hopThenEchoID),
            Route(.post, "/echo", maximumBodyBytes: 100_000, TestApplication.echoBody),
            Route(.get, "/nothing") { _ in Response(.noContent) },
            Route(.get, "/stream/{count}", TestApplication.stream),
            Route(.get, "/hopping-stream/{count}", TestApplication.hoppingStream),
            Route(.get, "/long/{id}") { request in
                let line = Array("\(request.parameter("id")) ".utf8)
                return Response(
                    .ok,
                    body: .bytes(Array(repeatElement(line, count: 9_000).joined()))
                )
            },
            guarded,
        ])
    }()

    @Test(arguments: 0..<6)
    func `answers stay with their requests, whatever a client does`(seed: UInt64) async throws {
        try await withServer(threadCount: 1 + Int(seed % 2), router: Self.router) { server in
            try await withThrowingTaskGroup(of: String?.self) { group in
                for number in 0..<4 {
                    group.addTask {
                        try await onThread { [port = server.port] in
                            var random = SplitMix64(state: seed &* 1_000 &+ UInt64(number))
                            return try Self.converse(port, &random)
                        }
                    }
                }
                for try await problem in group {
                    if let problem { Issue.record("seed \(seed): \(problem)") }
                }
            }
            let end = ContinuousClock.now + .seconds(20)
            while server.connectionCount > 0 || server.bodyMemoryBytes > 0 {
                try #require(.now < end, "A connection or its memory is left behind.")
                await Task.yield()
            }
        }
    }

    /// What went wrong, or nil.
    private static func converse(_ port: UInt16, _ random: inout SplitMix64) throws -> String? {
        for _ in 0..<12 {
            let client = try WireClient(port: port)
            let steps = conversation(&random)
            send(steps, to: client, &random)
            switch Int.random(in: 0...9, using: &random) {
            case 0: continue  // It leaves without reading.
            case 1: client.reset()
            case 2: client.finishSending()
            default: break
            }
            if client.isReset { continue }
            for (number, step) in steps.enumerated() {
                let answer = try? client.receive(isHead: step.isHead)
                guard let answer, answer.status == step.status,
                    step.body == nil || answer.body == step.body
                else {
                    let sent = steps[...number].map { String($0.bytes.prefix(60)) }
                    return "answer \(number) to \(sent) is \(answer?.status ?? 0) "
                        + "\(answer?.body.prefix(60) ?? "none"), not \(step.status)"
                }
            }
            if steps.last?.closes == true, !client.isClosed() { return "it is not closed" }
        }
        return nil
    }

    /// Some requests; one whose answer closes is the last.
    private static func conversation(_ random: inout SplitMix64) -> [Step] {
        var steps: [Step] = []
        for number in 0..<Int.random(in: 1...8, using: &random) {
            let step = Step.make(number, &random)
            steps.append(step)
            if step.closes { break }
        }
        return steps
    }

    /// Sends in pieces of any size, with pauses now and then that are too short to count on.
    private static func send(
        _ steps: [Step],
        to client: WireClient,
        _ random: inout SplitMix64
    ) {
        var bytes = steps.flatMap { Array($0.bytes.utf8) }[...]
        let longest = [3, 200, 5_000, 1 << 20].randomElement(using: &random) ?? 200
        // Very short pieces for a while only, as a body may be long.
        for _ in 0..<200 where !bytes.isEmpty {
            let piece = bytes.prefix(Int.random(in: 1...longest, using: &random))
            client.sendWhileReceiving(Array(piece))
            bytes = bytes.dropFirst(piece.count)
            if Int.random(in: 0...9, using: &random) == 0 { usleep(300) }
        }
        client.sendWhileReceiving(Array(bytes))
    }
}

/// A request, and how it must be answered.
private struct Step {
    var bytes: String
    var status: Int
    /// Nil when it is not compared.
    var body: String?
    var isHead = false
    var closes = false

    static func make(_ number: Int, _ random: inout SplitMix64) -> Step {
        let id = "\(number)-\(Int.random(in: 0...99_999, using: &random))"
        let echoed = #"{"id":"\#(id)"}"#
        switch Int.random(in: 0...15, using: &random) {
        case 0: return Step(bytes: head("GET", "/now/\(id)"), status: 200, body: echoed)
        case 1: return Step(bytes: head("GET", "/hop/\(id)"), status: 200, body: echoed)
        case 2: return Step(bytes: head("HEAD", "/now/\(id)"), status: 200, isHead: true)
        case 3:
            return Step(
                bytes: "\r\n" + head("GET", "http://a/now/\(id)"),
                status: 200,
                body: echoed
            )
        case 4: return Step(bytes: head("GET", "/nothing"), status: 204, body: "")
        case 5: return Step(bytes: head("get", "/now/\(id)"), status: 405)
        case 6: return Step(bytes: head("OPTIONS", "*"), status: 404)
        case 7: return Step(bytes: head("GET", "/stream/3"), status: 200, body: lines)
        case 8: return Step(bytes: head("GET", "/hopping-stream/3"), status: 200, body: lines)
        case 9:
            let body = String(repeating: "\(id) ", count: 9_000)
            return Step(bytes: head("GET", "/long/\(id)"), status: 200, body: body)
        case 10: return last(id, echoed, &random)
        default: return post(id, &random)
        }
    }

    private static let lines = "line 1\nline 2\nline 3\n"

    private static func head(_ method: String, _ target: String, _ fields: String...) -> String {
        ([method + " " + target + " HTTP/1.1", "Host: a"] + fields).joined(separator: "\r\n")
            + "\r\n\r\n"
    }

    /// A request with a body: taken, refused by its head, or found too long.
    private static func post(_ id: String, _ random: inout SplitMix64) -> Step {
        let count = [0, 1, 10, 3_000, 30_000].randomElement(using: &random) ?? 0
        let body = String(repeating: id, count: 1 + count / id.utf8.count)
        let (target, fields, status): (String, [String], Int) =
            switch Int.random(in: 0...5, using: &random) {
            case 0: ("/guarded", [], 401)
            case 1: ("/guarded", ["X-Late: a"], 401)
            case 2: ("/guarded", ["X-Late: a", "X-Word: a"], 201)
            case 3: ("/nowhere", [], 404)
            case 4: ("/echo", [], 413)
            default: ("/echo", [], 201)
            }
        let sent =
            status == 413 ? String(repeating: body, count: 100_001 / body.utf8.count + 1) : body
        let (field, content) = framed(sent, &random)
        let first = (["POST \(target) HTTP/1.1", "Host: a", field] + fields)
            .joined(separator: "\r\n")
        return Step(
            bytes: first + "\r\n\r\n" + content,
            status: status,
            body: status == 201 ? body : nil
        )
    }

    private static func framed(_ body: String, _ random: inout SplitMix64) -> (String, String) {
        guard Bool.random(using: &random) else {
            return ("Content-Length: \(body.utf8.count)", body)
        }
        let longest = max(body.utf8.count / 20, 1)
        var content = ""
        var rest = Array(body.utf8)[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(Int.random(in: 1...longest, using: &random))
            rest = rest.dropFirst(chunk.count)
            content += String(chunk.count, radix: 16) + "\r\n"
            content += String(decoding: chunk, as: UTF8.self) + "\r\n"
        }
        return ("Transfer-Encoding: chunked", content + "0\r\nX-Trailer: a\r\n\r\n")
    }

    /// One after which the server closes.
    private static func last(
        _ id: String,
        _ echoed: String,
        _ random: inout SplitMix64
    ) -> Step {
        let (bytes, status): (String, Int) =
            switch Int.random(in: 0...5, using: &random) {
            case 0: ("GET /now/\(id) HTTP/1.0\r\n\r\n", 200)
            case 1: (head("GET", "/now/\(id)", "Connection: close"), 200)
            case 2: (head("GET", "/now/\(id)", "Content-Length: x"), 400)
            case 3: (head("POST", "/echo", "Transfer-Encoding: chunked") + "2\r\nabc\r\n", 400)
            case 4: (head("GET", "/now/\(id)", " folded"), 400)
            default: ("GET /now/\(id) HTTP/3.0\r\nHost: a\r\n\r\n", 505)
            }
        return Step(bytes: bytes, status: status, body: status == 200 ? echoed : nil, closes: true)
    }
}
