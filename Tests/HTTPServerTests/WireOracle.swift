import HTTP

/// What a connection's bytes mean, told by the plainest code: it looks at all of them at once, and
/// shares nothing with the parsers that it judges.
struct WireOracle {
    /// A request as far as its place and its end are concerned.
    struct Message: Equatable, CustomStringConvertible {
        var method: String
        var path: String
        var fields: [String]
        var body: [UInt8] = []
        var keeps: Bool

        var description: String { "\(method) \(path) \(fields) \(body.count) \(keeps)" }
    }

    /// How the bytes end.
    enum End: Equatable {
        /// Between requests, or in the middle of one.
        case more
        /// Something is not in order.
        case refused
    }

    struct Refusal: Error {}

    private let bytes: [UInt8]
    private let limits: HTTPLimits
    private var place = 0

    private init(_ bytes: [UInt8], _ limits: HTTPLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// All requests, and what follows the last.
    static func read(_ bytes: [UInt8], _ limits: HTTPLimits) -> ([Message], End) {
        var oracle = WireOracle(bytes, limits)
        var messages: [Message] = []
        do {
            while let message = try oracle.message() { messages.append(message) }
            return (messages, .more)
        } catch {
            return (messages, .refused)
        }
    }

    private mutating func message() throws(Refusal) -> Message? {
        guard let lines = try head() else { return nil }
        var message = try Self.requestLine(lines[0], limits)
        let isOld = lines[0].hasSuffix("/1.0")
        var named: [String: [String]] = [:]
        if lines.count - 1 > limits.maximumHeaderCount { throw Refusal() }
        var size = 0
        for line in lines.dropFirst() {
            let (name, value) = try Self.field(line)
            named[name.lowercased(), default: []].append(value)
            message.fields.append("\(name): \(value)")
            size += name.utf8.count + value.utf8.count
        }
        if size > limits.maximumHeaderBytes { throw Refusal() }
        let hosts = named["host"] ?? []
        guard hosts.count == 1 || isOld && hosts.isEmpty else { throw Refusal() }
        if !isOld, hosts.joined().isEmpty { throw Refusal() }
        for byte in hosts.joined().utf8 where " \t/\\@,?#\"<>".utf8.contains(byte) {
            throw Refusal()
        }
        let options = (named["connection"] ?? []).joined(separator: ",").lowercased()
            .split(separator: ",").map { $0.filter { $0 != " " && $0 != "\t" } }
        message.keeps = (!isOld || options.contains("keep-alive")) && !options.contains("close")
        guard let body = try body(named, isOld: isOld) else { return nil }
        message.body = body
        return message
    }

    /// The lines of the next head, without their ends.
    private mutating func head() throws(Refusal) -> [String]? {
        guard place < bytes.count else { return nil }
        guard Self.isToken(bytes[place]) || bytes[place] == 13 || bytes[place] == 10 else {
            throw Refusal()
        }
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        for index in place..<bytes.count {
            let size = index + 1 - place
            if bytes[index] != 10 {
                line.append(bytes[index])
                // The last byte may be a return that belongs to the line's end.
                let maximum = limits.maximumTargetBytes + 64
                if lines.isEmpty, line.count > maximum, index + 1 < bytes.count {
                    let isEnd = line.last == 13 && bytes[index + 1] == 10
                    if line.count > maximum + 1 || !isEnd { throw Refusal() }
                }
            } else {
                if line.last == 13 { line.removeLast() }
                if !line.isEmpty { lines.append(line) }
                if line.isEmpty, !lines.isEmpty, size <= limits.maximumHeadBytes {
                    place = index + 1
                    return Self.texts(lines)
                }
                line = []
            }
            if size > limits.maximumHeadBytes { throw Refusal() }
        }
        return nil
    }

    /// Bytes that are no text become a sign that no part of a head may have.
    private static func texts(_ lines: [[UInt8]]) -> [String] {
        lines.map { String(validating: $0, as: UTF8.self) ?? "\u{0}" }
    }

    private static func requestLine(
        _ line: String,
        _ limits: HTTPLimits
    ) throws(Refusal) -> Message {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count >= 3 else { throw Refusal() }
        let target = words[1..<(words.count - 1)].joined(separator: " ")
        let version = String(words.last ?? "")
        guard !words[0].isEmpty, words[0].utf8.allSatisfy(isToken), !target.isEmpty else {
            throw Refusal()
        }
        guard version == "HTTP/1.1" || version == "HTTP/1.0" else { throw Refusal() }
        guard target.utf8.count <= limits.maximumTargetBytes else { throw Refusal() }
        guard target.utf8.allSatisfy({ $0 > 32 && $0 != 127 }) else { throw Refusal() }
        return Message(
            method: String(words[0]),
            path: String(origin(target).prefix { $0 != "?" }),
            fields: [],
            keeps: true
        )
    }

    /// The path and query that a target stands for.
    private static func origin(_ target: String) -> String {
        let lower = target.lowercased()
        guard let scheme = ["http://", "https://"].first(where: lower.hasPrefix) else {
            return target
        }
        let rest = target.dropFirst(scheme.count)
        let path = String(rest.drop { $0 != "/" && $0 != "?" })
        return path.hasPrefix("/") ? path : "/" + path
    }

    private static func field(_ line: String) throws(Refusal) -> (String, String) {
        guard let colon = line.utf8.firstIndex(of: 58) else { throw Refusal() }
        let name = String(line[..<colon])
        var value = Array(line.utf8[line.utf8.index(after: colon)...])
        while value.first == 32 || value.first == 9 { value.removeFirst() }
        while value.last == 32 || value.last == 9 { value.removeLast() }
        guard !name.isEmpty, name.utf8.allSatisfy(isToken),
            value.allSatisfy({ $0 >= 32 && $0 != 127 || $0 == 9 })
        else { throw Refusal() }
        return (name, String(decoding: value, as: UTF8.self))
    }

    private mutating func body(
        _ fields: [String: [String]],
        isOld: Bool
    ) throws(Refusal) -> [UInt8]? {
        let lengths = fields["content-length"] ?? []
        let codings = fields["transfer-encoding"] ?? []
        if lengths.count + codings.count > 1 { throw Refusal() }
        if let coding = codings.first {
            if isOld { throw Refusal() }
            if coding.lowercased() != "chunked" { throw Refusal() }
            return try chunks()
        }
        guard let length = lengths.first else { return [] }
        guard !length.isEmpty, length.utf8.allSatisfy({ 48...57 ~= $0 }) else {
            throw Refusal()
        }
        guard let count = Int(length) else { throw Refusal() }
        guard bytes.count - place >= count else { return nil }
        defer { place += count }
        return Array(bytes[place..<place + count])
    }

    private static func isToken(_ byte: UInt8) -> Bool {
        48...57 ~= byte || 65...90 ~= byte || 97...122 ~= byte
            || "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
}

// Chunked bodies.
extension WireOracle {
    private mutating func chunks() throws(Refusal) -> [UInt8]? {
        var body: [UInt8] = []
        while true {
            let size = bytes[place...].prefix(while: Self.isHexadecimal)
            if size.count > 15 { throw Refusal() }
            guard let line = try line() else { return nil }
            let rest = line[size.endIndex...]
            let extensions = rest.drop { $0 == 32 || $0 == 9 }
            guard !size.isEmpty, rest.isEmpty || extensions.first == 59 else { throw Refusal() }
            let count = Int(String(decoding: size, as: UTF8.self), radix: 16) ?? 0
            if count == 0 { return try trailer() ? body : nil }
            guard bytes.count - place >= count else { return nil }
            body += bytes[place..<place + count]
            place += count
            for byte: UInt8 in [13, 10] {
                guard place < bytes.count else { return nil }
                guard bytes[place] == byte else { throw Refusal() }
                place += 1
            }
        }
    }

    /// Whether the lines behind the last chunk are there, the empty one included.
    private mutating func trailer() throws(Refusal) -> Bool {
        while place < bytes.count {
            if bytes[place] == 13 { return try line() != nil }
            // A name, as far as it has come, and then its colon.
            let name = bytes[place...].prefix(while: Self.isToken)
            if name.endIndex < bytes.count {
                guard !name.isEmpty, bytes[name.endIndex] == 58 else { throw Refusal() }
            }
            guard try line() != nil else { return false }
        }
        return false
    }

    /// A line that ends with CR LF and has no other control character; nil when it goes on.
    private mutating func line() throws(Refusal) -> ArraySlice<UInt8>? {
        let line = bytes[place...].prefix { $0 == 9 || $0 >= 32 && $0 != 127 }
        for (offset, byte): (Int, UInt8) in [(0, 13), (1, 10)] {
            guard line.endIndex + offset < bytes.count else { return nil }
            guard bytes[line.endIndex + offset] == byte else { throw Refusal() }
        }
        place = line.endIndex + 2
        return line
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        48...57 ~= byte || 65...70 ~= byte || 97...102 ~= byte
    }
}
