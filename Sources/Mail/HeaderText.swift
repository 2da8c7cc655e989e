import Sodium

/// Texts in header fields of mails, which are lines of ASCII.
enum HeaderText {
    /// A text without what would end the line.
    static func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
            )
        )
    }

    /// A text as words that are encoded where they have to be (RFC 2047), after so many characters
    /// of the line.
    static func encoded(_ text: String, after used: Int = 0) -> String {
        let text = plain(text)
        let isShort = text.utf8.count + used <= MailLimits.lineLength
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), isShort, !text.contains("=?") {
            return text
        }
        var words: [[UInt8]] = [[]]
        for character in text {
            let bytes = Array(character.utf8)
            if words[words.count - 1].count + bytes.count > MailLimits.wordBytes,
                !words[words.count - 1].isEmpty
            {
                words.append([])
            }
            words[words.count - 1] += bytes
        }
        return words.map { "=?utf-8?B?\(Base64.standard.text(of: $0))?=" }
            .joined(separator: "\r\n ")
    }

    /// A name and an address.
    static func mailbox(_ mailbox: Mailbox) -> String {
        let address = plain(mailbox.address)
        guard !mailbox.name.isEmpty else { return address }
        let name = plain(mailbox.name)
        let isPlain = name.utf8.allSatisfy {
            (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
        if isPlain, name.utf8.count < 50, !name.contains("=?") { return "\"\(name)\" <\(address)>" }
        return "\(encoded(name, after: 60)) <\(address)>"
    }
}
