import Engine
public import JSONText

extension MailTemplate {
    /// Reads a template: `{"subjects": ["…"], "preview": "…", "blocks": [{"type": "text", "text": "…"}]}`.
    public init(_ fields: JSONFields) throws {
        try fields.allowOnly(["subjects", "preview", "blocks"])
        let subjects = try Self.elements("subjects", of: fields, MailLimits.subjects)
        self.init(
            subjects: try subjects.map { try Self.text($0, upTo: MailLimits.subject) },
            preview: try fields.optional("preview").map {
                try Self.text($0, upTo: MailLimits.subject)
            } ?? "",
            blocks: try Self.elements("blocks", of: fields, MailLimits.blocks).map {
                try Block($0.fields())
            }
        )
    }

    /// A template that was stored as a document; nothing where another version has written it.
    public init?(document: String) {
        do {
            try self.init(JSONCursor(try JSON(parsing: Array(document.utf8))).fields())
        } catch {
            return nil
        }
    }

    /// The template as a document.
    public var document: String {
        var writer = JSONWriter()
        writer.object { write(to: &$0) }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    private static func elements(
        _ name: String,
        of fields: JSONFields,
        _ count: ClosedRange<Int>
    ) throws -> [JSONCursor] {
        let cursor = try fields.required(name)
        let elements = try cursor.elements()
        guard count.contains(elements.count) else {
            throw cursor.invalid("must have \(count.lowerBound) to \(count.upperBound) entries")
        }
        return elements
    }

    fileprivate static func text(
        _ cursor: JSONCursor,
        upTo maximum: Int = MailLimits.text
    ) throws -> String {
        let text = try cursor.string()
        guard text.unicodeScalars.count <= maximum else {
            throw cursor.invalid("must have at most \(maximum) characters")
        }
        if let name = MailText.names(in: text).filter({ !MailValues.isName($0) }).min() {
            throw cursor.invalid("asks for \"\(name)\", which is no value of a mail")
        }
        return text
    }

    /// Writes a template.
    public func write(to object: inout JSONObjectWriter) {
        object.field("subjects", subjects)
        object.field("preview", preview)
        object.array("blocks") { array in
            for block in blocks { array.object { block.write(to: &$0) } }
        }
    }
}

extension MailTemplate.Block {
    fileprivate init(_ fields: JSONFields) throws {
        try fields.allowOnly(["type", "text", "url", "if"])
        let type = try fields.required("type")
        let name = try type.string()
        let text = { try MailTemplate.text(try fields.required("text")) }
        switch name {
        case "heading": self.init(.heading(try text()))
        case "text": self.init(.text(try text()))
        case "button":
            self.init(.button(try text(), url: try MailTemplate.text(try fields.required("url"))))
        case "streak": self.init(.streak(try text()))
        case "achievement": self.init(.achievement)
        case "totals": self.init(.totals)
        case "divider": self.init(.divider)
        default:
            throw type.invalid(
                "must be heading, text, button, streak, achievement, totals or divider"
            )
        }
        guard let condition = fields.optional("if") else { return }
        conditionText = try condition.string()
        do {
            self.condition = try EventExpression(parsing: conditionText ?? "")
        } catch {
            throw condition.invalid("is no condition: \(error.message)")
        }
    }

    fileprivate func write(to object: inout JSONObjectWriter) {
        switch content {
        case .heading(let text): Self.write("heading", text, to: &object)
        case .text(let text): Self.write("text", text, to: &object)
        case .button(let text, let url):
            Self.write("button", text, to: &object)
            object.field("url", url)
        case .streak(let text): Self.write("streak", text, to: &object)
        case .achievement: object.field("type", "achievement")
        case .totals: object.field("type", "totals")
        case .divider: object.field("type", "divider")
        }
        object.fieldIfPresent("if", conditionText)
    }

    private static func write(
        _ type: String,
        _ text: String,
        to object: inout JSONObjectWriter
    ) {
        object.field("type", type)
        object.field("text", text)
    }
}
