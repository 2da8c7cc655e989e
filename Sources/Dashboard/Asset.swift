import Gzip
import HTTP
import Synchronization

/// A file as it is sent.
struct Asset: Sendable {
    /// What it is.
    let mediaType: String
    /// A name for its content.
    let tag: String
    private let plain: [UInt8]
    /// The same bytes packed; nothing of a typeface, which is compressed already.
    private let packed: PackedBytes?

    init(_ bytes: [UInt8], mediaType: String) {
        self.mediaType = mediaType
        plain = bytes
        tag = Self.digest(of: bytes)
        packed = mediaType.hasPrefix("font/") ? nil : PackedBytes(of: bytes)
    }

    /// How many bytes go over the wire.
    var sentCount: Int { (packed?.bytes ?? plain).count }

    /// The answer to a request for it.
    func answer(_ request: Request, _ headers: Headers) -> Response {
        var headers = headers
        headers["ETag"] = EntityTag.text(tag)
        if EntityTag.matches(tag, in: request.headers) {
            headers["Content-Type"] = nil
            return Response(.notModified, headers: headers)
        }
        guard let packed, request.takesGzip else {
            return Response(.ok, headers: headers, body: .bytes(plain))
        }
        headers["Content-Encoding"] = "gzip"
        return Response(.ok, headers: headers, body: .bytes(packed.bytes))
    }

    /// FNV-1a: a name of some bytes, which nobody needs to keep from being forged.
    static func digest(of bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return String(hash, radix: 36)
    }
}

/// Bytes that are packed when somebody first wants them so: packing all of them took half of the time
/// that a server needs to start.
private final class PackedBytes: Sendable {
    private let plain: [UInt8]
    private let known = Mutex<[UInt8]?>(nil)

    init(of bytes: [UInt8]) { plain = bytes }

    var bytes: [UInt8] {
        known.withLock { known in
            if let known { return known }
            let packed = Gzip.pack(plain)
            known = packed
            return packed
        }
    }
}
