import HTTP

/// Makes a request of the lines of its head.
struct HeadReader {
    let bytes: [UInt8]
    let limits: HTTPLimits

    private static let space = UInt8(ascii: " ")
    private static let tab = UInt8(ascii: "\t")

    func read(_ lines: [Range<Int>]) throws(HeadRefusal) -> RequestHead {
        var (request, isOld) = try requestLine(lines[0])
        do throws(HTTPError) {
            guard lines.count - 1 <= limits.maximumHeaderCount else {
                let count = limits.maximumHeaderCount
                throw HTTPError(.headersTooLarge, "At most \(count) header fields are accepted.")
            }
            for line in lines.dropFirst() {
                let field = try field(line)
                request.headers.add(field.name, field.value)
            }
            try checkSize(of: request.headers)
            try checkHost(of: request.headers, isOld: isOld)
            var head = RequestHead(request: request)
            head.isOld = isOld
            head.framing = try HeadReader.framing(of: request.headers, isOld: isOld)
            head.keepsConnection = HeadReader.keepsConnection(request.headers, isOld: isOld)
            let expectation = request.headers["Expect"]?.lowercased()
            head.waitsForContinue = expectation == "100-continue" && !isOld
            return head
        } catch {
            throw HeadRefusal(error: error, path: request.path)
        }
    }

    private func requestLine(
        _ line: Range<Int>
    ) throws(HeadRefusal) -> (request: Request, isOld: Bool) {
        guard let first = bytes[line].firstIndex(of: Self.space),
            let last = bytes[line].lastIndex(of: Self.space), first < last
        else { throw Self.noRequestLine }
        let target = bytes[first + 1..<last]
        let method = bytes[line.lowerBound..<first]
        guard !method.isEmpty, method.allSatisfy(Token.isCharacter), !target.isEmpty
        else { throw Self.noRequestLine }
        let isOld = try isOld(bytes[last + 1..<line.upperBound])
        guard target.count <= limits.maximumTargetBytes else {
            let count = limits.maximumTargetBytes
            throw HeadRefusal(
                error: HTTPError(
                    .targetTooLong,
                    "The path and query are too long: at most \(count) bytes are accepted."
                ),
                path: HeadReader.path(of: String(decoding: target, as: UTF8.self))
            )
        }
        guard let text = String(validating: target, as: UTF8.self) else {
            throw HeadRefusal(error: .badRequest("The path is not UTF-8. Percent-encode it."))
        }
        if let byte = target.first(where: { $0 <= Self.space || $0 == 0x7f }) {
            let what = byte == Self.space ? "a space" : "a control character"
            throw HeadRefusal(
                error: .badRequest("The path has \(what). Percent-encode it."),
                path: HeadReader.path(of: text)
            )
        }
        let name = String(decoding: method, as: UTF8.self)
        return (
            Request(Method(name), HeadReader.relative(text), limits: limits), isOld
        )
    }

    private static let noRequestLine = HeadRefusal(
        error: .badRequest(
            "The request line must be a method, a path and HTTP/1.1, with one space between."
        )
    )

    private func isOld(_ version: ArraySlice<UInt8>) throws(HeadRefusal) -> Bool {
        switch String(decoding: version, as: UTF8.self) {
        case "HTTP/1.1": return false
        case "HTTP/1.0": return true
        default: break
        }
        guard version.count == 8, version.starts(with: "HTTP/".utf8) else {
            throw Self.noRequestLine
        }
        throw HeadRefusal(
            error: HTTPError(.versionNotSupported, "Laurel speaks HTTP/1.1. Use that version.")
        )
    }

    private func field(_ line: Range<Int>) throws(HTTPError) -> Headers.Field {
        var colon = line.lowerBound
        while colon < line.upperBound, Token.isCharacter(bytes[colon]) { colon += 1 }
        guard colon > line.lowerBound, colon < line.upperBound, bytes[colon] == UInt8(ascii: ":")
        else { throw problem(withNameOf: line) }
        let name = String(decoding: bytes[line.lowerBound..<colon], as: UTF8.self)
        let range = trimmed(colon + 1..<line.upperBound)
        for index in range where Self.isControl(bytes[index]) {
            throw .badRequest("The header field \(name) has \(Self.words(for: bytes[index])).")
        }
        guard let value = String(validating: bytes[range], as: UTF8.self) else {
            throw .badRequest("The header field \(name) is not UTF-8.")
        }
        return Headers.Field(name: name, value: value)
    }

    private static func isControl(_ byte: UInt8) -> Bool {
        byte < space && byte != tab || byte == 0x7f
    }

    /// Why a line does not begin with a name and a colon.
    private func problem(withNameOf line: Range<Int>) -> HTTPError {
        guard bytes[line.lowerBound] != Self.space, bytes[line.lowerBound] != Self.tab else {
            return .badRequest("A header field spans lines.")
        }
        guard let colon = bytes[line].firstIndex(of: UInt8(ascii: ":")) else {
            return .badRequest("A header line has no colon.")
        }
        let last = bytes[line.lowerBound..<colon].last
        return .badRequest(
            last == Self.space || last == Self.tab
                ? "White space stands between the name of a header field and its colon."
                : "The name of a header field has a character that is not allowed there."
        )
    }

    private static func words(for byte: UInt8) -> String {
        switch byte {
        case 0: "a NUL"
        case UInt8(ascii: "\r"): "a carriage return"
        default: "a control character"
        }
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, bytes[start] == Self.space || bytes[start] == Self.tab { start += 1 }
        while start < end, bytes[end - 1] == Self.space || bytes[end - 1] == Self.tab { end -= 1 }
        return start..<end
    }

    private func checkSize(of headers: Headers) throws(HTTPError) {
        let count = headers.fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        guard count <= limits.maximumHeaderBytes else {
            let maximum = limits.maximumHeaderBytes
            throw HTTPError(.headersTooLarge, "At most \(maximum) bytes of header are accepted.")
        }
    }

    private static let isOfHost: [Bool] = (0...255).map { byte in
        byte > space && !"/\\@,?#\"<>".utf8.contains(byte)
    }

    private func checkHost(of headers: Headers, isOld: Bool) throws(HTTPError) {
        let hosts = headers.all("Host")
        guard hosts.count <= 1 else {
            throw .badRequest("The header field Host stands there more than once.")
        }
        guard isOld || hosts.count == 1 else {
            throw .badRequest("The header field Host is missing.")
        }
        guard isOld || hosts.first?.isEmpty == false else {
            throw .badRequest("The header field Host is empty.")
        }
        let isPlain = hosts.first?.utf8.allSatisfy { Self.isOfHost[Int($0)] }
        guard isPlain ?? true else {
            throw .badRequest(
                "The header field Host must be a host, and perhaps a colon and a port."
            )
        }
    }
}

extension HeadReader {
    /// The target without the scheme and host that a proxy's client puts before it.
    private static func relative(_ target: String) -> String {
        guard target.utf8.first != UInt8(ascii: "/") else { return target }
        let start = target.prefix(8).lowercased()
        guard let scheme = ["http://", "https://"].first(where: start.hasPrefix) else {
            return target
        }
        let rest = target.dropFirst(scheme.count).drop { $0 != "/" && $0 != "?" }
        return rest.first == "/" ? String(rest) : "/\(rest)"
    }

    /// The path that a head seems to be about, so that its refusal is worded as clients of that path
    /// expect; empty when there seems to be none.
    static func likelyPath(in head: ArraySlice<UInt8>) -> String {
        let maximumBytes = 1 << 10
        let line = head.prefix(maximumBytes).prefix { $0 != UInt8(ascii: "\n") }
        let words = line.split(separator: space, maxSplits: 2)
        guard words.count > 1 else { return "" }
        return path(of: String(decoding: words[1], as: UTF8.self))
    }

    private static func path(of target: String) -> String {
        String(relative(target).prefix { $0 != "?" })
    }

    /// Where the body ends.
    ///
    /// Who announces two ends may mean to hide a second request from a proxy
    /// behind the first.
    private static func framing(
        of headers: Headers,
        isOld: Bool
    ) throws(HTTPError) -> BodyFraming {
        let lengths = headers.all("Content-Length")
        let codings = headers.all("Transfer-Encoding")
        guard lengths.count + codings.count <= 1 else {
            throw .badRequest(
                "A request has one Content-Length or one Transfer-Encoding, not both."
            )
        }
        if let coding = codings.first {
            guard !isOld else {
                throw .badRequest("HTTP/1.0 knows no Transfer-Encoding. Use HTTP/1.1.")
            }
            guard coding.lowercased() == "chunked" else {
                throw HTTPError(
                    .notImplemented,
                    "The only Transfer-Encoding that is understood is chunked."
                )
            }
            return .chunked
        }
        guard let length = lengths.first else { return .none }
        guard !length.isEmpty, length.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .badRequest("Content-Length must be a number.")
        }
        guard let count = Int(length) else {
            throw HTTPError(.payloadTooLarge, "The request body is too large.")
        }
        return count == 0 ? .none : .length(count)
    }

    private static func keepsConnection(_ headers: Headers, isOld: Bool) -> Bool {
        let options = headers.all("Connection")
            .flatMap { $0.split(separator: ",") }
            .map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
        return isOld
            ? options.contains("keep-alive") && !options.contains("close")
            : !options.contains("close")
    }
}
