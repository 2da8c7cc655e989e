/// Makes requests as they stand on the wire, by chance: in order, or damaged.
enum WireMaker {
    /// Some requests, one behind the other.
    static func bytes(isDamaged: Bool, _ random: inout SplitMix64) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            bytes += Array(request(isOdd: isDamaged, &random).utf8)
        }
        guard isDamaged else { return bytes }
        for _ in 0..<Int.random(in: 0...3, using: &random) { damage(&bytes, &random) }
        return bytes
    }

    private static func request(isOdd: Bool, _ random: inout SplitMix64) -> String {
        var text = one(of: ["", "", "", "\r\n", "\n", "\r\n\r\n"], &random)
        let end = one(of: ["\r\n", "\r\n", "\r\n", "\n"], &random)
        text += one(of: methods, &random) + " "
        text += one(of: isOdd ? targets + oddTargets : targets, &random) + " "
        text += one(of: isOdd ? versions + oddVersions : versions, &random) + end
        var fields = ["Host: a"]
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            fields.append(one(of: isOdd ? plainFields + oddFields : plainFields, &random))
        }
        let (field, body) = body(&random)
        if let field { fields.append(field) }
        fields.shuffle(using: &random)
        return text + fields.map { $0 + end }.joined() + end + body
    }

    private static func body(_ random: inout SplitMix64) -> (String?, String) {
        let content = String(repeating: "x\r\n0", count: Int.random(in: 0...12, using: &random))
        switch Int.random(in: 0...3, using: &random) {
        case 0: return (nil, "")
        case 1: return ("Content-Length: \(content.utf8.count)", content)
        case 2:
            let zeros = String(repeating: "0", count: Int.random(in: 0...30, using: &random))
            return ("content-length:\(zeros)\(content.utf8.count)\t", content)
        default: return ("Transfer-Encoding: chunked", chunks(of: content, &random))
        }
    }

    private static func chunks(of content: String, _ random: inout SplitMix64) -> String {
        var text = ""
        var rest = content[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(Int.random(in: 1...20, using: &random))
            rest = rest.dropFirst(chunk.count)
            let zeros = one(of: ["", "", "0", "0000"], &random)
            let size = String(chunk.utf8.count, radix: 16, uppercase: Bool.random(using: &random))
            text += zeros + size + one(of: ["", "", ";a", " ;a=\"b\"", "\t;"], &random)
            text += "\r\n" + chunk + "\r\n"
        }
        let trailer = one(of: ["", "", "X-Sum: 1\r\n", "A: b\r\nContent-Length: 3\r\n"], &random)
        return text + "0\r\n" + trailer + "\r\n"
    }

    private static func damage(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        guard let place = bytes.indices.randomElement(using: &random) else { return }
        let end = min(bytes.count, place + Int.random(in: 1...60, using: &random))
        switch Int.random(in: 0...5, using: &random) {
        case 0: bytes[place] = one(of: interesting, &random)
        case 1: bytes.insert(one(of: interesting, &random), at: place)
        case 2: bytes.remove(at: place)
        case 3: bytes.removeSubrange(place..<end)
        case 4: bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
        default: bytes.insert(contentsOf: one(of: fragments, &random).utf8, at: place)
        }
    }

    private static func one<Element>(
        of elements: [Element],
        _ random: inout SplitMix64
    ) -> Element {
        elements[Int.random(in: elements.indices, using: &random)]
    }

    private static let methods = ["GET", "POST", "HEAD", "OPTIONS", "get", "M-SEARCH", "CONNECTED"]
    private static let targets = [
        "/", "/a/b?c=d", "/é", "http://a/b", "HTTPS://a:1?q", "/a?u=http://b/c",
    ]
    private static let oddTargets = [
        "*", "a:443", "a/b", "", "http://", "http:///a", "ftp://a/b", "x?u=http://b/c", "?",
        "/" + String(repeating: "a", count: 59), "/" + String(repeating: "a", count: 60),
        "/" + String(repeating: "a", count: 120),
    ]
    private static let versions = ["HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0"]
    private static let oddVersions = ["HTTP/2.0", "HTTP/1.2", "http/1.1", "HTTP/1.10", ""]
    private static let plainFields = [
        "Connection: close", "Connection: Keep-Alive", "connection: x , close", "Accept: */*", "A:",
        "Expect: 100-continue", "X-Note: \t a b \t", "X: é",
    ]
    private static let oddFields = [
        "Host: b", "Host: a/b", "Content-Length: 3", "Content-Length: 3, 3", "Content-Length: -1",
        "Content-Length: 99999999999999999999", "Content-Length: 9223372036854775807",
        "Transfer-Encoding: gzip", "Transfer-Encoding: Chunked", "Transfer-Encoding : chunked",
        " folded", "no colon", ": no name", "X(: a", "X: \u{1}", "X: a\rb",
        "X: " + String(repeating: "a", count: 195), "X: " + String(repeating: "a", count: 400),
        "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\nE: 5\r\nF: 6\r\nG: 7",
    ]
    private static let fragments = [
        "\r\n", "\r\n\r\n", "\r", "\n\n", "0\r\n\r\n", "fffffffffffffff\r\n",
        "8000000000000000\r\n",
        ";", " ", "\t", "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "\r\n" + String(repeating: "\r\n", count: 190),
    ]
    private static let interesting: [UInt8] = [
        0, 9, 10, 13, 32, 34, 45, 47, 48, 49, 58, 59, 65, 71, 102, 127, 128, 195, 255,
    ]
}
