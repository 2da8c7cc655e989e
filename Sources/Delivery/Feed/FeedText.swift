import JSONText

/// The text of server-sent events.
enum FeedText {
    /// How long a client waits before it connects again, in milliseconds.
    private static let retry = 2_000

    /// What a stream begins with: the place from which it tells, so that a client that is cut off
    /// before its first event goes on from there.
    ///
    /// An id without data moves a client's `Last-Event-ID` and is no event to it.
    static func opening(_ cursor: FeedCursor) -> [UInt8] {
        Array("retry: \(retry)\nid: \(cursor.text)\n\n".utf8)
    }

    /// A sign of life, which also says how far the stream has come.
    static func beat(_ cursor: FeedCursor) -> [UInt8] {
        Array(": keep-alive\nid: \(cursor.text)\n\n".utf8)
    }

    /// What a subscriber reads last that let too much pile up.
    static let farewell = Array(": too slow, connect again with Last-Event-ID\n\n".utf8)

    /// An event with an object.
    static func event(
        id: FeedCursor,
        type: String,
        _ write: (inout JSONObjectWriter) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(write)
        return Array("id: \(id.text)\nevent: \(type)\ndata: ".utf8) + writer.finish()
            + Array("\n\n".utf8)
    }

    /// Says that the stream does not go on where the client was, but from another place, and why.
    static func reset(_ reason: FeedReset, from cursor: FeedCursor) -> [UInt8] {
        event(id: cursor, type: "stream.reset") { object in
            object.field("reason", reason.rawValue)
            object.field("oldest", cursor.text)
        }
    }
}

/// Why a stream cannot go on where a client was.
enum FeedReset: String, Sendable {
    /// What came next is not kept any longer.
    case expired
    /// The place is not one of this database.
    case unknown
}
