import Curl
import HTTP
import HistoryLines
import JSONText
import OperatingSystem

/// Sends an import to a running server: the lines of a user together, in requests of bounded size.
struct ImportUpload {
    private let client: HTTPClient
    private let url: String
    private let key: String
    private let options: [String: Bool]
    private let paths: [String]
    private let rejects: OutputFile?

    /// What became of everything.
    struct Result {
        var counts: [String: Int] = [:]
        var badLines = 0
        var refusedUsers = 0
    }

    /// How many lines a request has, how many bytes, and how often one is sent again.
    private static let lineLimit = 2_000
    private static let byteLimit = 1 << 20
    private static let attempts = 30

    /// A sender of the lines of some files.
    init(
        to url: String,
        key: String,
        options: [String: Bool],
        of sources: [ImportSource],
        rejects: OutputFile?
    ) {
        let everywhere = ["0.0.0.0/0", "::/0"].compactMap { AddressRange($0) }
        var limits = CurlLimits()
        limits.patience = .seconds(120)
        limits.maximumAnswerBytes = 8 << 20
        client = HTTPClient(to: OutgoingAddresses(alsoAllowing: everywhere), limits: limits)
        self.url = url
        self.key = key
        self.options = options
        paths = sources.map(\.path)
        self.rejects = rejects
    }

    /// A line as it waits to be sent: where it came from, and what it says.
    struct Waiting {
        let source: Int
        let number: Int
        let text: [UInt8]

        /// The line of a part.
        init?(_ line: [UInt8]) {
            let parts = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
            guard parts.count == 3, let source = Int(String(decoding: parts[0], as: UTF8.self)),
                let number = Int(String(decoding: parts[1], as: UTF8.self))
            else { return nil }
            self.source = source
            self.number = number
            text = Array(parts[2])
        }
    }

    /// Sends the lines of a part, user by user.
    func send(_ lines: [Waiting], isTrial: Bool, _ result: inout Result) async throws {
        var byUser: [String: [Waiting]] = [:]
        for line in lines { byUser[Self.userID(of: line), default: []].append(line) }
        var batch: [Waiting] = []
        var byteCount = 0
        for user in byUser.keys.sorted() {
            for line in byUser[user] ?? [] {
                if batch.count >= Self.lineLimit || byteCount >= Self.byteLimit {
                    try await post(batch, isTrial: isTrial, &result)
                    (batch, byteCount) = ([], 0)
                }
                batch.append(line)
                byteCount += line.text.count
            }
        }
        if !batch.isEmpty { try await post(batch, isTrial: isTrial, &result) }
    }

    private static func userID(of line: Waiting) -> String {
        guard let json = try? JSON(parsing: line.text),
            let fields = try? JSONCursor(json).fields()
        else { return "" }
        let cursor = fields.optional("user") ?? fields.optional("id")
        return cursor.map(\.json.text) ?? ""
    }

    private func post(
        _ lines: [Waiting],
        isTrial: Bool,
        _ result: inout Result
    ) async throws {
        let texts = lines.map { String(decoding: $0.text, as: UTF8.self) }
        var writer = JSONWriter()
        writer.object { object in
            for (name, value) in options.sorted(by: { $0.key < $1.key }) where value {
                object.field(name, true)
            }
            if isTrial { object.field("dryRun", true) }
            object.field("lines", rawJSON: "[\(texts.joined(separator: ","))]")
        }
        let request = OutgoingRequest(
            "POST",
            "\(url)/admin/v1/imports",
            headers: [("X-API-KEY", key), ("Content-Type", "application/json")],
            body: writer.finish()
        )
        try note(try await answer(to: request), of: lines, isTelling: isTrial, &result)
    }

    private func answer(to request: OutgoingRequest) async throws -> JSONFields {
        var attempt = 1
        while true {
            let result = await client.send(request)
            if result.isSuccess {
                return try JSONCursor(try JSON(parsing: result.body)).fields()
            }
            // What a server that is busy or starts anew has not done is sent again.
            let isPassing = result.status.map { $0 == 429 || $0 == 503 } ?? true
            guard isPassing, attempt < Self.attempts else {
                let told = String(decoding: result.body.prefix(500), as: UTF8.self)
                throw CommandFailure(
                    "\(url) answered \(result.status.map(String.init) ?? "nothing"): "
                        + (result.failure ?? told)
                )
            }
            attempt += 1
            try await Task.sleep(for: .seconds(1))
        }
    }

    private func note(
        _ answer: JSONFields,
        of lines: [Waiting],
        isTelling: Bool,
        _ result: inout Result
    ) throws {
        for name in ["users", "newUsers", "events", "repeatedEvents", "marks", "achievements"] {
            result.counts[name, default: 0] += Int(try answer.integer(name))
        }
        for entry in try answer.array("rejectedLines") {
            let fields = try entry.fields()
            let line = lines[Int(try fields.integer("index"))]
            result.badLines += 1
            // What is tried first is told then.
            guard isTelling else { continue }
            Console.print("\(paths[line.source]):\(line.number): \(try fields.string("reason"))")
            try rejects?.append(line.text + [UInt8(ascii: "\n")])
        }
        for entry in try answer.array("refusedUsers") {
            let fields = try entry.fields()
            let (user, reason) = (try fields.string("userId"), try fields.string("reason"))
            Console.printError("laurel: \(user) was not imported: \(reason)")
            result.refusedUsers += 1
        }
    }

    /// Ends the connections.
    func stop() { client.stop() }
}
