import Curl
import JSONText
import OperatingSystem

/// What happens on a running server, as it happens.
enum TailCommand {
    static let command = Command(
        name: "tail",
        summary: "Prints what happens on a running server, as it happens",
        options: RemoteServer.options + [
            .value("--type", "TYPES", "Only events of these types, with commas (streak.*)"),
            .value("--user", "USERS", "Only events of these users, with commas"),
            .value("--after", "ID", "Begins after this event, and not at the present"),
            .value("--count", "COUNT", "Ends after so many events"),
            .flag("--json", "Prints each event as a line of JSON, with its id"),
        ],
        details: """
            When the connection is lost, it comes back and goes on after the last event: nothing is
            missing, and nothing comes twice. It ends at SIGINT, and when the key is refused.

            \(RemoteServer.details)
            """
    ) { arguments in
        try arguments.allowWords(0)
        let count = try arguments.integer("--count", in: 1...1_000_000_000, default: .max)
        let query = [("type", arguments["--type"]), ("userId", arguments["--user"])]
            .compactMap { name, value in value.map { "\(name)=\($0.percentEncoded)" } }
        let path = "/v1/stream" + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
        let server = try RemoteServer(arguments)
        var tail = Tail(lastID: arguments["--after"], left: count, isJSON: arguments.has("--json"))
        TerminationSignals.ignoreBrokenPipes()
        do {
            try await tail.follow(path, of: server)
        } catch is Tail.Finished {}
    }
}

/// A stream that is followed, across as many connections as it takes.
private struct Tail {
    var lastID: String?
    /// How many events are still wanted.
    var left: Int
    let isJSON: Bool

    /// Nobody wants more.
    struct Finished: Error {}

    /// How long to wait before coming back, as the stream says itself.
    private static let pause = Duration.seconds(2)

    mutating func follow(_ path: String, of server: RemoteServer) async throws {
        while true {
            var block = EventBlock()
            let headers = lastID.map { [(name: "Last-Event-ID", value: $0)] } ?? []
            var seen = self
            let result = try await server.readLines(path, headers: headers) { line in
                if let event = block.take(line, lastID: &seen.lastID) { try seen.show(event) }
            }
            self = seen
            let isPassing = result.status.map { [200, 408, 429].contains($0) || $0 >= 500 } ?? true
            guard isPassing else { throw server.failure(result) }
            if result.status != 200 {
                let told = server.failure(result).message
                Console.printError("laurel: \(told); trying again in \(Self.pause)")
            }
            try await Task.sleep(for: Self.pause)
        }
    }

    private mutating func show(_ event: EventBlock.Event) throws {
        guard Console.tryPrint(isJSON ? event.json : event.text) else { throw Finished() }
        left -= 1
        if left == 0 { throw Finished() }
    }
}

/// The lines of one event of a stream.
struct EventBlock {
    /// An event of the stream.
    struct Event: Equatable {
        let id: String?
        let type: String
        let data: JSON
    }

    private var id: String?
    private var type = ""
    private var data = ""

    /// Takes a line; gives the event that it ends.
    ///
    /// Its id counts once the event is whole: one that was cut off comes again.
    mutating func take(_ line: String, lastID: inout String?) -> Event? {
        guard line.isEmpty else {
            read(line)
            return nil
        }
        defer { self = EventBlock() }
        lastID = id ?? lastID
        guard !data.isEmpty, let json = try? JSON(parsing: Array(data.utf8)) else { return nil }
        return Event(id: id, type: type, data: json)
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

extension EventBlock.Event {
    /// A line for people: when, what, who, and the rest.
    fileprivate var text: String {
        guard case .object(let object) = data else { return "\(type) \(data.text)" }
        func word(_ name: String) -> String? {
            guard case .string(let text)? = object[name] else { return nil }
            return text.printable
        }
        var rest = JSONObject()
        for member in object.members where !["user_id", "occurred_at"].contains(member.name) {
            _ = rest.append(member.name, member.value)
        }
        return [
            word("occurred_at"), type, word("user_id"),
            rest.count == 0 ? nil : JSON.object(rest).text.printable,
        ].compactMap(\.self).joined(separator: "  ")
    }

    /// A line for programs.
    fileprivate var json: String {
        var writer = JSONWriter()
        writer.object { object in
            object.fieldIfPresent("id", id)
            object.field("type", type)
            object.field("data", data)
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }
}
