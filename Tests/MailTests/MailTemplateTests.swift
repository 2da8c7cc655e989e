import Engine
import JSONText
import TestBasics
import Testing

@testable import Mail

/// What mails say.
@Suite struct MailTemplateTests {
    private static let gaps: [Row<String, String>] = [
        Row("a value", "Hi {{user.name}}!", "Hi Ada!"),
        Row("spaces in it", "Hi {{ user.name }}!", "Hi Ada!"),
        Row("none, and nothing instead", "Hi {{user.city}}!", "Hi !"),
        Row("none, and something instead", "Hi {{user.city | you}}!", "Hi you!"),
        Row("one", "{{one # day # days}}", "day"),
        Row("many", "{{streak.length # day # days}}", "days"),
        Row("no end", "Hi {{user.name", "Hi {{user.name"),
        Row("no gap", "{} }}", "{} }}"),
    ]

    @Test(arguments: gaps) func `gaps are filled in`(row: Row<String, String>) {
        let values = ["user.name": "Ada", "one": "1", "streak.length": "23"]
        #expect(MailText.filled(row.input, with: values) == row.expected)
    }

    private static func rendered(
        _ template: MailTemplate,
        _ texts: [String: String] = [:],
        color: String = "#3355ff"
    ) -> MailRenderer.Rendered {
        var values = MailValues()
        values.texts = texts
        values.texts["app.url"] = "https://app.example.com"
        values.totals = [MailValues.Total(name: "Pages", amount: "12")]
        values.days = [MailValues.Day(letter: "M", isKept: true)]
        return MailRenderer(
            template,
            values,
            MailBranding(
                appName: "Pages",
                appURL: "https://app.example.com",
                color: color,
                font: "MODERN_SANS",
                logoURL: nil
            ),
            locale: "en"
        ).render(
            MailRenderer.Footer(
                reason: "Because.",
                choose: "Choose",
                chooseURL: "https://l.example.com/p",
                unsubscribe: "Unsubscribe",
                unsubscribeURL: "https://l.example.com/u"
            )
        )
    }

    @Test func `nothing that a user says becomes a part of the page`() {
        let template = MailTemplate(
            subjects: ["Hi {{user.name}}"],
            preview: "{{user.name}}",
            blocks: [
                .init(.heading("Hi {{user.name}}")),
                .init(.button("Go", url: "{{user.link}}")),
            ]
        )
        let evil = ["user.name": "<script>x</script>", "user.link": "javascript:alert(1)"]
        let mail = Self.rendered(template, evil)
        #expect(!mail.html.contains("<script"))
        #expect(!mail.html.contains("javascript:") && !mail.text.contains("javascript:"))
    }

    @Test func `a block is there when its condition holds`() {
        let template = MailTemplate(
            subjects: ["S"],
            preview: "",
            blocks: [MailTemplate.Block(.text("Long!")).when("streak.length >= 7")]
        )
        #expect(Self.rendered(template, ["streak.length": "7"]).text.contains("Long!"))
        #expect(!Self.rendered(template, ["streak.length": "6"]).text.contains("Long!"))
    }

    private static let standards = ReminderKind.allCases.flatMap { kind in
        ["en", "de", "de-AT", "fr"].map { (kind, $0) }
    }

    @Test(arguments: standards) func `every kind has a mail in every language`(
        kind: ReminderKind,
        locale: String
    ) throws {
        let template = MailTemplate.standard(kind, locale)
        #expect(template.blocks.allSatisfy { ($0.conditionText == nil) == ($0.condition == nil) })
        for texts in [[:], ["user.name": "Ada", "streak.length": "9", "streak.hoursLeft": "1"]] {
            let mail = Self.rendered(template, texts)
            #expect(!mail.subject.isEmpty && !mail.html.contains("{{"))
            #expect(mail.text.contains("https://l.example.com/u"))
        }
        // What is shown can be given back.
        var writer = JSONWriter()
        writer.object { template.write(to: &$0) }
        let json = try JSON(parsing: writer.finish())
        #expect(try MailTemplate(JSONCursor(json).fields()) == template)
    }

    @Test func `a template that is wrong is refused with where it is`() throws {
        let wrong: [(String, String)] = [
            (#"{"subjects":[],"blocks":[{"type":"divider"}]}"#, "subjects"),
            (#"{"subjects":["S"],"blocks":[{"type":"poem"}]}"#, "blocks[0].type"),
            (#"{"subjects":["S"],"blocks":[{"type":"text"}]}"#, "blocks[0].text"),
            (
                #"{"subjects":["S"],"blocks":[{"type":"divider","if":"a = 1"}]}"#,
                "blocks[0].if"
            ),
        ]
        for (text, path) in wrong {
            let fields = try JSONCursor(JSON(parsing: text)).fields()
            let error = #expect(throws: InvalidInput.self) { try MailTemplate(fields) }
            #expect(error?.path == path)
        }
    }

    @Test func `ink stands out on every colour`() {
        let button = MailTemplate(
            subjects: ["S"],
            preview: "",
            blocks: [.init(.button("Go", url: "https://a.example"))]
        )
        #expect(Self.rendered(button, color: "#ffee00").html.contains("color:#111111"))
        #expect(Self.rendered(button, color: "rgb(0, 0, 80)").html.contains("color:#ffffff"))
        #expect(Self.rendered(button, color: "#000").html.contains("color:#ffffff"))
    }
}
