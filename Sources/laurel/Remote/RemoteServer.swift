import Curl
import HTTP
import JSONText
import OperatingSystem

/// A running server, as commands call it: where it is, and the key that is shown to it.
struct RemoteServer {
    static let options: [Option] = [
        .value("--server", "URL", "The server (LAUREL_SERVER, else http://127.0.0.1:8080)"),
        .value("--tenant", "ID", "The tenant that is meant, by your own id"),
    ]

    static let details = """
        LAUREL_API_KEY has the key. It says which environment is meant. It is no option, because other
        users of a machine may read the command lines of processes.
        """

    private let address: String
    private let headers: [(name: String, value: String)]

    /// The server that options and the environment name.
    init(_ arguments: Arguments) throws {
        let named = arguments["--server"] ?? Environment.value("LAUREL_SERVER")
        let text = named ?? "http://127.0.0.1:8080"
        guard ["http://", "https://"].contains(where: text.hasPrefix), !text.hasSuffix("//"),
            !text.contains(where: { $0.isWhitespace || $0 == "?" || $0 == "#" })
        else {
            throw UsageError("the server must be an address of http or https, not \"\(text)\"")
        }
        guard let key = Environment.value("LAUREL_API_KEY"), !key.isEmpty else {
            throw CommandFailure("the variable LAUREL_API_KEY must have an API key")
        }
        let tenant = arguments["--tenant"].map { [("Tenant-ID", $0)] } ?? []
        let program = ("User-Agent", "laurel/\(CommandTable.version)")
        let headers = [("X-API-KEY", key), program] + tenant
        // A field with a line break would be two.
        guard headers.allSatisfy({ !$0.1.utf8.contains { $0 < 0x20 } }) else {
            throw CommandFailure("a key or a tenant's id has no control characters")
        }
        address = text.hasSuffix("/") ? String(text.dropLast()) : text
        self.headers = headers.map { (name: $0.0, value: $0.1) }
    }

    /// Whatever is asked is meant, so every address is allowed.
    private static func client() -> HTTPClient {
        let everywhere = ["0.0.0.0/0", "::/0"].compactMap { AddressRange($0) }
        var limits = CurlLimits()
        limits.maximumAnswerBytes = 8 << 20
        return HTTPClient(to: OutgoingAddresses(alsoAllowing: everywhere), limits: limits)
    }

    /// A request to the server.
    private func request(_ path: String) -> OutgoingRequest {
        OutgoingRequest("GET", address + path, headers: headers)
    }

    /// Asks for the documents behind some paths, one after the other.
    func get(_ paths: String...) async throws -> [JSON] {
        let client = Self.client()
        defer { client.stop() }
        var documents: [JSON] = []
        for path in paths {
            let result = await client.send(request(path))
            guard result.isSuccess else { throw failure(result) }
            documents.append(try JSON(parsing: result.body))
        }
        return documents
    }

    /// Reads a stream until it ends, line by line; the answer says how it ended.
    func readLines(
        _ path: String,
        headers more: [(name: String, value: String)],
        _ take: (String) throws -> Void
    ) async throws -> OutgoingResult {
        let client = Self.client()
        defer { client.stop() }
        let (pieces, arriving) = AsyncStream.makeStream(of: [UInt8].self)
        var request = request(path)
        request.headers += more
        request.onBytes = { arriving.yield($0) }
        let ending = Task { [request] in
            let result = await client.send(request)
            arriving.finish()
            return result
        }
        var rest: [UInt8] = []
        for await piece in pieces {
            rest += piece
            let lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            rest = Array(lines.last ?? [])
            for line in lines.dropLast() { try take(String(decoding: line, as: UTF8.self)) }
        }
        return await ending.value
    }

    /// What a call came to that did not go well.
    func failure(_ result: OutgoingResult) -> CommandFailure {
        guard let status = result.status else {
            return CommandFailure("\(address) cannot be reached: \(result.failure ?? "no answer")")
        }
        let fields = try? JSONCursor(try JSON(parsing: result.body)).fields()
        let told = (try? fields?.optionalString("error")) ?? nil
        let text = told ?? String(decoding: result.body.prefix(500), as: UTF8.self)
        return CommandFailure("\(address) answered \(status): \(text.printable)")
    }
}

extension String {
    /// The text as a part of an address.
    var percentEncoded: String {
        var encoded = ""
        for byte in utf8 {
            let scalar = UnicodeScalar(byte)
            let isPlain =
                byte < 0x80
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "-._~".utf8.contains(byte))
            if isPlain {
                encoded.unicodeScalars.append(scalar)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }

    /// The text without what a terminal would obey: names come from others.
    var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
                    default: scalar
                    }
                }
            )
        )
    }
}
