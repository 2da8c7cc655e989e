import HTTP
import HistoryLines
import JSONText
import OperatingSystem

/// Speaks the Model Context Protocol over standard input and output: a JSON-RPC message a line.
struct ToolServer {
    let tools: [Tool]
    let router: Router
    let key: String

    /// The version of the protocol that is spoken to whoever names none that is known.
    private static let version = "2025-06-18"
    private static let knownVersions: Set<String> = ["2024-11-05", "2025-03-26", "2025-06-18"]
    private static let pieceSize = 64 << 10

    private enum Code: Int {
        case noJSON = -32700
        case noRequest = -32600
        case unknownMethod = -32601
        case badParameters = -32602
    }

    /// Answers until standard input ends.
    func run() async throws {
        let input = try InputFile("-")
        var splitter = LineSplitter()
        while true {
            let bytes = try input.read(upTo: Self.pieceSize)
            for line in splitter.lines(in: bytes) {
                if let answer = await answer(line.bytes) { Console.print(answer) }
            }
            if bytes.isEmpty { break }
        }
        guard let line = splitter.lastLine(), let answer = await answer(line.bytes) else { return }
        Console.print(answer)
    }

    /// The answer to a message; nothing where none is wanted.
    func answer(_ line: [UInt8]) async -> String? {
        guard let json = try? JSON(parsing: line) else {
            return Self.failure(.noJSON, "The message is not JSON.", to: .null)
        }
        guard let message = try? JSONCursor(json).fields(),
            let method = try? message.string("method")
        else { return Self.failure(.noRequest, "The message is no request.", to: .null) }
        // What has no id is a notification, which is not answered.
        guard let id = message["id"]?.json else { return nil }
        let parameters = try? message.optionalObject("params")
        switch method {
        case "initialize": return Self.result(of: id) { write(parameters, to: &$0) }
        case "ping": return Self.result(of: id) { _ in }
        case "tools/list":
            return Self.result(of: id) { object in
                object.array("tools") { array in
                    for tool in tools { array.object { tool.write(to: &$0) } }
                }
            }
        case "tools/call": return await call(parameters, id)
        default: return Self.failure(.unknownMethod, "There is no method \(method).", to: id)
        }
    }

    private func write(_ parameters: JSONFields?, to object: inout JSONObjectWriter) {
        let wanted = try? parameters?.optionalString("protocolVersion")
        let version = wanted.flatMap { Self.knownVersions.contains($0) ? $0 : nil }
        object.field("protocolVersion", version ?? Self.version)
        object.object("capabilities") { $0.object("tools") { _ in } }
        object.object("serverInfo") { server in
            server.field("name", "laurel")
            server.field("version", CommandTable.version)
        }
        object.field(
            "instructions",
            "A gamification server: streaks, achievements, points. Ask the explain tools why a streak "
                + "is what it is."
        )
    }

    private func call(_ parameters: JSONFields?, _ id: JSON) async -> String {
        guard let parameters, let name = try? parameters.string("name"),
            let tool = tools.first(where: { $0.name == name })
        else { return Self.failure(.badParameters, "There is no such tool.", to: id) }
        do {
            let arguments = try parameters.optionalObject("arguments") ?? JSONFields(JSONObject())
            let response = await router.respond(to: try tool.request(arguments, key: key))
            let text = String(decoding: try await response.allBytes(), as: UTF8.self)
            return Self.content(text, isError: response.status.code >= 400, to: id)
        } catch {
            return Self.content(HTTPError(error).message, isError: true, to: id)
        }
    }
}

// MARK: - Messages

extension ToolServer {
    private static func content(_ text: String, isError: Bool, to id: JSON) -> String {
        result(of: id) { object in
            object.array("content") { array in
                array.object { part in
                    part.field("type", "text")
                    part.field("text", text)
                }
            }
            object.field("isError", isError)
        }
    }

    private static func result(
        of id: JSON,
        _ write: (inout JSONObjectWriter) -> Void
    ) -> String {
        message(id) { $0.object("result", write) }
    }

    private static func failure(_ code: Code, _ sentence: String, to id: JSON) -> String {
        message(id) { message in
            message.object("error") { error in
                error.field("code", code.rawValue)
                error.field("message", sentence)
            }
        }
    }

    private static func message(
        _ id: JSON,
        _ write: (inout JSONObjectWriter) -> Void
    ) -> String {
        var writer = JSONWriter()
        writer.object { object in
            object.field("jsonrpc", "2.0")
            object.field("id", rawJSON: id.text)
            write(&object)
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }
}

extension Response {
    /// The whole body, also of one that is made while it is sent.
    fileprivate func allBytes() async throws -> [UInt8] {
        switch body {
        case .bytes(let bytes): return bytes
        case .stream(let source):
            var bytes: [UInt8] = []
            while let piece = try await source.next() { bytes += piece }
            return bytes
        }
    }
}
