import JSONText
import Sodium

/// What a device shows.
public struct PushMessage: Hashable, Sendable {
    /// The first line.
    public let title: String
    /// The text below it.
    public let text: String
    /// What opens when somebody touches it.
    public let url: String
    /// What it is about, for programs.
    public let kind: String
    /// What a later message takes the place of.
    public let subject: String
    /// For how many seconds from now it is of use.
    public let lifetime: Int64
    /// Whether it may wake a device.
    public let isUrgent: Bool

    /// A message, cut to what devices show.
    public init(
        title: String,
        text: String,
        url: String,
        kind: String,
        subject: String,
        lifetime: Int64,
        isUrgent: Bool
    ) {
        self.title = String(title.prefix(PushLimits.title))
        self.text = String(text.prefix(PushLimits.text))
        self.url = url
        self.kind = kind
        self.subject = subject
        self.lifetime = min(max(lifetime, 0), PushLimits.longestLifetime)
        self.isUrgent = isUrgent
    }

    /// A short name of the subject, of letters that all services take.
    var collapseKey: String {
        let digest = Sodium.sha256(of: Array("\(kind) \(subject)".utf8))
        return Base64.url.text(of: Array(digest.prefix(18)))
    }

    /// What a page's service worker is handed.
    var webContent: [UInt8] {
        Self.document { object in
            object.field("title", title)
            object.field("body", text)
            object.field("url", url)
            object.field("kind", kind)
            object.field("tag", collapseKey)
        }
    }

    static func document(_ write: (inout JSONObjectWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(write)
        return writer.finish()
    }
}
