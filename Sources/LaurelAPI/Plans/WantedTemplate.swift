import Engine
import JSONText
import Mail
import Storage

/// What messages of a kind say in a language, as a document of the configuration has it.
struct WantedTemplate: Sendable {
    let kind: ReminderKind
    let locale: String
    let content: String

    /// What people know it by.
    var name: String { "\(kind.rawValue)/\(locale)" }

    init(_ fields: JSONFields) throws {
        try fields.allowOnly(["kind", "locale", "template"])
        guard let kind = try fields.word("kind", ReminderKind.self) else {
            throw fields.invalid("kind", "is required")
        }
        self.kind = kind
        let locale = try fields.required("locale").string()
        guard ReminderSettingsWire.isLocale(locale) else {
            throw fields.invalid("locale", ReminderSettingsWire.localeProblem)
        }
        self.locale = locale.lowercased()
        content = try MailTemplate(try fields.object("template")).document
    }
}
