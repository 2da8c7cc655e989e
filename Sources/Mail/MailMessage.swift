public import CivilTime
import Sodium

/// A mail, before it is written down.
public struct MailMessage: Sendable {
    /// Who sends it.
    public var from: Mailbox
    /// Who gets it.
    public var to: Mailbox
    /// What it is about.
    public var subject: String
    /// What programs show that show no HTML.
    public var text: String
    /// What the others show.
    public var html: String
    /// When it is sent.
    public var date: Instant
    /// By which it is found again: the same for every attempt.
    public var messageID: String
    /// Header fields of its own.
    public var headers: [(name: String, value: String)] = []

    /// A mail with all its parts.
    public init(
        from: Mailbox,
        to: Mailbox,
        subject: String,
        text: String,
        html: String,
        date: Instant,
        messageID: String
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.date = date
        self.messageID = messageID
    }

    /// The mail as it goes over the wire: lines of at most 76 characters of ASCII, which no server
    /// on the way has a reason to change.
    public var bytes: [UInt8] {
        let boundary = "=_" + Sodium.sha256(of: Array(messageID.utf8)).prefix(12).hexadecimalText
        var lines = [
            "From: \(HeaderText.mailbox(from))",
            "To: \(HeaderText.mailbox(to))",
            "Subject: \(HeaderText.encoded(subject, after: "Subject: ".utf8.count))",
            "Date: \(MailDate.text(of: date))",
            "Message-ID: <\(HeaderText.plain(messageID))>",
        ]
        for field in headers {
            lines.append("\(HeaderText.plain(field.name)): \(HeaderText.plain(field.value))")
        }
        lines.append("MIME-Version: 1.0")
        lines.append("Content-Type: multipart/alternative; boundary=\"\(boundary)\"")
        lines.append("")
        lines += Self.part(text, "text/plain", boundary)
        lines += Self.part(html, "text/html", boundary)
        lines.append("--\(boundary)--")
        lines.append("")
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    private static func part(_ text: String, _ type: String, _ boundary: String) -> [String] {
        let encoded = Array(Base64.standard.text(of: Array(text.utf8)).utf8)
        let width = MailLimits.lineLength
        let lines = stride(from: 0, to: encoded.count, by: width).map { start in
            String(decoding: encoded[start..<min(start + width, encoded.count)], as: UTF8.self)
        }
        return [
            "--\(boundary)", "Content-Type: \(type); charset=utf-8",
            "Content-Transfer-Encoding: base64", "",
        ] + lines
    }
}

extension Sequence<UInt8> {
    fileprivate var hexadecimalText: String { Array(self).hexadecimal }
}
