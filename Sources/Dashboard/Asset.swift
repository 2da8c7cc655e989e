import Gzip
import HTTP

/// A file as it is sent.
struct Asset: Sendable {
    /// What it is.
    let mediaType: String
    /// A name for its content.
    let tag: String
    private let plain: [UInt8]
    private let compressed: [UInt8]?

    init(_ bytes: [UInt8], mediaType: String) {
        self.mediaType = mediaType
        plain = bytes
        tag = Self.digest(of: bytes)
        // A typeface is compressed already.
        compressed = mediaType.hasPrefix("font/") ? nil : Gzip.pack(bytes)
    }

    /// How many bytes go over the wire.
    var sentCount: Int { (compressed ?? plain).count }

    /// The answer to a request for it.
    func answer(_ request: Request, _ headers: Headers) -> Response {
        var headers = headers
        headers["ETag"] = EntityTag.text(tag)
        if EntityTag.matches(tag, in: request.headers) {
            headers["Content-Type"] = nil
            return Response(.notModified, headers: headers)
        }
        guard let compressed, Self.takesGzip(request) else {
            return Response(.ok, headers: headers, body: .bytes(plain))
        }
        headers["Content-Encoding"] = "gzip"
        return Response(.ok, headers: headers, body: .bytes(compressed))
    }

    private static func takesGzip(_ request: Request) -> Bool {
        request.headers.all("Accept-Encoding").joined(separator: ",").split(separator: ",")
            .contains { part in
                let words = part.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
                return words.first == "gzip" && !words.dropFirst().contains("q=0")
            }
    }

    /// FNV-1a: a name of some bytes, which nobody needs to keep from being forged.
    private static func digest(of bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return String(hash, radix: 36)
    }
}
