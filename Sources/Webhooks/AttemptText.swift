import CivilTime
import Curl
import JSONText

/// Attempts as a delivery keeps them, and as callers read them.
enum AttemptText {
    /// A list of attempts with one more.
    static func adding(_ result: OutgoingResult, at moment: Instant, to list: String?) -> String {
        let attempt = text(of: result, at: moment)
        guard let list, list.hasSuffix("]"), list.utf8.count > 2 else { return "[\(attempt)]" }
        return "\(list.dropLast()),\(attempt)]"
    }

    private static func text(of result: OutgoingResult, at moment: Instant) -> String {
        var writer = JSONWriter()
        writer.object { object in
            object.field("at", moment.iso8601)
            object.field("status", result.status)
            object.field("milliseconds", result.duration.wholeMilliseconds)
            object.field("answer", result.failure ?? answer(result.body))
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// An answer is a stranger's bytes: what is no text is marked so, and what ends a text in C is
    /// left out, as no database takes it.
    private static func answer(_ body: [UInt8]) -> String {
        String(decoding: body.prefix(WebhookLimits.keptAnswer).filter { $0 != 0 }, as: UTF8.self)
    }
}

extension Duration {
    var wholeMilliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}
