import Engine

/// Writes mails down: as HTML that mail programs show, and as text beside it.
public struct MailRenderer: Sendable {
    /// What stands below every mail.
    public struct Footer: Hashable, Sendable {
        /// Why somebody gets it, in a sentence.
        public var reason: String
        /// The word for choosing which mails come.
        public var choose: String
        /// Where that is done.
        public var chooseURL: String
        /// The word for getting none of this kind.
        public var unsubscribe: String
        /// Where that is done.
        public var unsubscribeURL: String

        /// What stands below a mail.
        public init(
            reason: String,
            choose: String,
            chooseURL: String,
            unsubscribe: String,
            unsubscribeURL: String
        ) {
            self.reason = reason
            self.choose = choose
            self.chooseURL = chooseURL
            self.unsubscribe = unsubscribe
            self.unsubscribeURL = unsubscribeURL
        }
    }

    /// A mail that was written down.
    public struct Rendered: Hashable, Sendable {
        /// What it is about.
        public let subject: String
        /// What lists show after that, and devices below it.
        public let preview: String
        /// As HTML.
        public let html: String
        /// As text.
        public let text: String
    }

    private let template: MailTemplate
    private let values: MailValues
    private let branding: MailBranding
    private let locale: String

    /// What writes down mails of a template about one reader.
    public init(
        _ template: MailTemplate,
        _ values: MailValues,
        _ branding: MailBranding,
        locale: String
    ) {
        self.template = template
        self.values = values
        self.branding = branding
        self.locale = locale
    }

    /// The mail.
    public func render(_ footer: Footer) -> Rendered {
        let blocks = template.blocks.filter { $0.condition?.isTrue(for: values.texts) ?? true }
        let index = abs(values.variation % max(1, template.subjects.count))
        let subject = filled(template.subjects.isEmpty ? "" : template.subjects[index])
        let paragraphs = blocks.map { text(of: $0.content) }.filter { !$0.isEmpty }
        return Rendered(
            subject: String(subject.prefix(MailLimits.subject)),
            preview: filled(template.preview),
            html: page(blocks.map { html(of: $0.content) }.joined(), footer, subject),
            text: (paragraphs + [text(of: footer)]).joined(separator: "\n\n") + "\n"
        )
    }

    private func filled(_ text: String) -> String { MailText.filled(text, with: values.texts) }

    private func escaped(_ text: String) -> String { HTMLText.escaped(filled(text)) }

    /// An address that programs may open; nothing for any other.
    private func address(_ text: String) -> String? {
        let url = filled(text)
        guard url.hasPrefix("https://") || url.hasPrefix("http://") else { return nil }
        return url
    }
}

// MARK: - Text

extension MailRenderer {
    private func text(of content: MailTemplate.Content) -> String {
        switch content {
        case .heading(let text), .text(let text): return filled(text)
        case .button(let label, let url):
            return address(url).map { "\(filled(label)): \($0)" } ?? ""
        case .streak(let label):
            let days = values.days.map { $0.isKept ? "\($0.letter) +" : "\($0.letter) -" }
            let length = values.texts["streak.length"] ?? "0"
            return (["\(length) \(filled(label))"] + days).joined(separator: "  ")
        case .achievement:
            let name = values.texts["achievement.name"] ?? ""
            let description = values.texts["achievement.description"] ?? ""
            return [name, description].filter { !$0.isEmpty }.joined(separator: "\n")
        case .totals:
            return values.totals.map { "\($0.name): \($0.amount)" }.joined(separator: "\n")
        case .divider: return "--"
        }
    }

    private func text(of footer: Footer) -> String {
        """
        --
        \(filled(footer.reason))
        \(footer.choose): \(footer.chooseURL)
        \(footer.unsubscribe): \(footer.unsubscribeURL)
        """
    }
}

// MARK: - HTML

extension MailRenderer {
    private func html(of content: MailTemplate.Content) -> String {
        switch content {
        case .heading(let text):
            row("<h1 class=\"ink\" style=\"\(MailStyle.heading)\">\(escaped(text))</h1>")
        case .text(let text):
            row("<p class=\"ink\" style=\"\(MailStyle.paragraph)\">\(escaped(text))</p>")
        case .button(let label, let url): button(label, url)
        case .streak(let label): streak(label)
        case .achievement: achievement
        case .totals: totals
        case .divider: row("<div class=\"line\" style=\"\(MailStyle.line)\"></div>")
        }
    }

    private func row(_ content: String, align: String = "left") -> String {
        "<tr><td align=\"\(align)\" style=\"padding:8px 32px\">\(content)</td></tr>\n"
    }

    private func button(_ label: String, _ url: String) -> String {
        guard let url = address(url) else { return "" }
        let color = HTMLText.escaped(branding.color)
        let ink = branding.colorOfText
        return row(
            """
            <table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>\
            <td class="button" bgcolor="\(color)" style="background:\(color);border-radius:8px">\
            <a href="\(HTMLText.escaped(url))" style="\(MailStyle.button);color:\(ink)">\
            \(escaped(label))</a></td></tr></table>
            """
        )
    }

    private func streak(_ label: String) -> String {
        let length = HTMLText.escaped(values.texts["streak.length"] ?? "0")
        let number = """
            <div class="ink" style="\(MailStyle.number)">\(length)</div>\
            <div class="soft" style="\(MailStyle.soft)">\(escaped(label))</div>
            """
        guard !values.days.isEmpty else { return row(number, align: "center") }
        let color = HTMLText.escaped(branding.color)
        let cells = values.days.map { day in
            let look =
                day.isKept
                ? "background:\(color);border:2px solid \(color)"
                : "border:2px dashed #8a8f98"
            return """
                <td align="center" style="padding:0 4px">\
                <div class="\(day.isKept ? "kept" : "open")" \
                style="width:20px;height:20px;border-radius:12px;\(look)"></div>\
                <div class="soft" style="\(MailStyle.soft)">\(HTMLText.escaped(day.letter))</div></td>
                """
        }
        return row(number, align: "center")
            + row(
                """
                <table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>\
                \(cells.joined())</tr></table>
                """,
                align: "center"
            )
    }

    private var achievement: String {
        let name = HTMLText.escaped(values.texts["achievement.name"] ?? "")
        let description = HTMLText.escaped(values.texts["achievement.description"] ?? "")
        let picture = values.badgeURL.map { url in
            """
            <img src="\(HTMLText.escaped(url))" width="96" height="96" alt="" \
            style="display:block;margin:0 auto 12px;border:0">
            """
        }
        return row(
            """
            \(picture ?? "")<div class="ink" style="\(MailStyle.name)">\(name)</div>\
            <div class="soft" style="\(MailStyle.soft)">\(description)</div>
            """,
            align: "center"
        )
    }

    private var totals: String {
        let rows = values.totals.map { total in
            """
            <tr><td class="ink line" style="\(MailStyle.cell)">\(HTMLText.escaped(total.name))</td>\
            <td class="ink line" align="right" style="\(MailStyle.cell);font-weight:600">\
            \(HTMLText.escaped(total.amount))</td></tr>
            """
        }
        return row(
            """
            <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">\
            \(rows.joined())</table>
            """
        )
    }
}

// MARK: - The page around it

extension MailRenderer {
    private func page(_ content: String, _ footer: Footer, _ subject: String) -> String {
        """
        <!doctype html>
        <html lang="\(HTMLText.escaped(locale))">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="supported-color-schemes" content="light dark">
        <title>\(HTMLText.escaped(subject))</title>
        <style>\(MailStyle.sheet)</style>
        </head>
        <body class="ground" style="margin:0;padding:0;background:#f3f4f6">
        <div style="display:none;max-height:0;overflow:hidden">\(escaped(template.preview))</div>
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
        <td align="center" style="padding:24px 12px;font-family:\(branding.fontStack)">
        <table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0" \
        border="0" style="\(MailStyle.paper)">
        <tr><td style="padding:28px 32px 8px">\(head)</td></tr>
        \(content)<tr><td style="padding:8px 32px 24px"></td></tr>
        </table>
        \(self.footer(footer))
        </td></tr></table>
        </body>
        </html>

        """
    }

    private var head: String {
        let name = HTMLText.escaped(branding.appName)
        if let logo = branding.logoURL {
            return """
                <img src="\(HTMLText.escaped(logo))" height="32" alt="\(name)" \
                style="display:block;border:0">
                """
        }
        return "<div class=\"ink\" style=\"\(MailStyle.app)\">\(name)</div>"
    }

    private func footer(_ footer: Footer) -> String {
        """
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" \
        style="max-width:560px"><tr><td class="soft" align="center" style="\(MailStyle.foot)">
        \(escaped(footer.reason))<br>
        <a class="soft" href="\(HTMLText.escaped(footer.chooseURL))" style="\(MailStyle.link)">\
        \(HTMLText.escaped(footer.choose))</a> &nbsp;&middot;&nbsp;
        <a class="soft" href="\(HTMLText.escaped(footer.unsubscribeURL))" \
        style="\(MailStyle.link)">\(HTMLText.escaped(footer.unsubscribe))</a>
        </td></tr></table>
        """
    }
}
