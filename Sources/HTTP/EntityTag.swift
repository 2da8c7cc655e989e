/// The mark by which a client tells which version of something it has.
public enum EntityTag {
    /// The tag for a name that has no quotes in it.
    public static func text(_ name: String) -> String { "\"\(name)\"" }

    /// Whether `If-None-Match` lists a name, or stands for whatever there is.
    ///
    /// Weak tags count as well: for this question they are compared like strong ones.
    public static func matches(_ name: String, in headers: Headers) -> Bool {
        headers.all("If-None-Match").contains { value in
            value.split(separator: ",").contains { element in
                var tag = element.drop { $0 == " " || $0 == "\t" }
                while tag.last == " " || tag.last == "\t" { tag.removeLast() }
                if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
                return tag == "*" || tag == text(name)
            }
        }
    }

    /// A name for some bytes: two of them that differ have different ones, but for a chance that
    /// nobody will meet by accident.
    static func name(of bytes: [UInt8]) -> String {
        // FNV-1a, twice, from two starts.
        var (first, second): (UInt64, UInt64) = (0xCBF2_9CE4_8422_2325, 0x9E37_79B9_7F4A_7C15)
        for byte in bytes {
            first = (first ^ UInt64(byte)) &* 0x100_0000_01B3
            second = (second ^ UInt64(byte)) &* 0x100_0000_01B3
            second ^= second >> 29
        }
        return [first, second].map { word in
            let text = String(word, radix: 16)
            return String(repeating: "0", count: 16 - text.utf8.count) + text
        }.joined()
    }
}

extension Route {
    /// The same route, whose answers a client may keep but has to ask about: they carry a tag, and
    /// whoever has that version already is sent nothing.
    ///
    /// It is for configuration, which is read often and changes seldom.
    public func revalidated() -> Route {
        answering { request, response in
            guard response.status == .ok, let bytes = response.bytes else { return response }
            var response = response
            let name = EntityTag.name(of: bytes)
            response.headers["Cache-Control"] = "private, no-cache"
            response.headers["ETag"] = EntityTag.text(name)
            guard EntityTag.matches(name, in: request.headers) else { return response }
            response.headers["Content-Type"] = nil
            return Response(.notModified, headers: response.headers)
        }
    }
}
