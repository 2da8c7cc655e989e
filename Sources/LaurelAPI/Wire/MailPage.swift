import Engine
import HTTP
import Mail
import Reminders

/// The pages that links in mails lead to, in the language of their reader.
enum MailPage {
    /// A form with a box for each kind of mail.
    static func preferences(_ reader: MailReader, token: String, isSaved: Bool) -> String {
        let words = reader.words
        let boxes = UserPreferences.Notification.allCases.map { kind in
            """
            <label><input type="checkbox" name="kind" value="\(kind.rawValue)"\
            \(reader.getsMails(of: kind) ? " checked" : "")> \
            \(HTMLText.escaped(words.kinds[kind] ?? kind.rawValue))</label>
            """
        }
        let saved = isSaved ? "<p role=\"status\">\(HTMLText.escaped(words.saved))</p>" : ""
        return page(
            words,
            words.choose,
            reader,
            """
            \(saved)<form method="post" action="/mail/preferences?t=\(HTMLText.escaped(token))">
            \(boxes.joined(separator: "\n"))
            <button>\(HTMLText.escaped(words.save))</button></form>
            """
        )
    }

    /// A button that unsubscribes.
    static func unsubscribe(_ reader: MailReader, token: String) -> String {
        let words = reader.words
        let kind = words.kinds[reader.notification] ?? ""
        return page(
            words,
            words.unsubscribe,
            reader,
            """
            <p>\(HTMLText.escaped(kind))</p>
            <form method="post" action="/mail/unsubscribe?t=\(HTMLText.escaped(token))">
            <input type="hidden" name="List-Unsubscribe" value="One-Click">
            <button>\(HTMLText.escaped(words.unsubscribe))</button></form>
            """
        )
    }

    /// That somebody has unsubscribed.
    static func unsubscribed(_ reader: MailReader, token: String) -> String {
        let words = reader.words
        return page(
            words,
            words.unsubscribe,
            reader,
            """
            <p role="status">\(HTMLText.escaped(words.done))</p>
            <p><a href="/mail/preferences?t=\(HTMLText.escaped(token))">\
            \(HTMLText.escaped(words.choose))</a></p>
            """
        )
    }

    /// That a link is wrong, in every language.
    static let unknown = page(
        MailWords.all[0],
        "404",
        nil,
        MailWords.all.map { "<p lang=\"\($0.locale)\">\(HTMLText.escaped($0.unknown))</p>" }
            .joined(separator: "\n")
    )

    private static func page(
        _ words: MailWords,
        _ title: String,
        _ reader: MailReader?,
        _ content: String
    ) -> String {
        """
        <!doctype html>
        <html lang="\(words.locale)">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <meta name="robots" content="noindex"><meta name="color-scheme" content="light dark">
        <title>\(HTMLText.escaped(title))</title>\
        <style>\(sheet)\(reader.map { colors($0.branding) } ?? "")</style></head>
        <body><main><div class="app">\(reader.map { name($0.branding) } ?? "")</div>
        <h1>\(HTMLText.escaped(title))</h1>
        \(content)
        </main></body>
        </html>

        """
    }

    private static func name(_ branding: MailBranding) -> String {
        let name = HTMLText.escaped(branding.appName)
        guard let logo = branding.logoURL else { return name }
        return "<img src=\"\(HTMLText.escaped(logo))\" alt=\"\(name)\">"
    }

    /// The colour of the application, which is one that was checked; black says that there is none.
    private static func colors(_ branding: MailBranding) -> String {
        let font = "body { font-family: \(branding.fontStack) }"
        guard branding.color != "#000000" else { return font }
        return """
            \(font)
            button, input[type=checkbox] { accent-color: \(branding.color) }
            main button { background: \(branding.color); color: \(branding.colorOfText); \
            border: 1px solid rgb(128 128 128 / 40%) }
            """
    }

    private static let sheet = """
        :root { color-scheme: light dark }
        body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: #f3f4f6; color: #16181d }
        main { max-width: 26rem; margin: 10vh auto; padding: 2rem; background: #fff; \
        border-radius: 16px; box-sizing: border-box }
        .app { font-weight: 700; color: #565c66 }
        .app img { max-height: 48px; max-width: 100% }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: .25rem 0 1.25rem }
        label { display: flex; gap: .75rem; align-items: center; padding: .6rem 0; cursor: pointer }
        input[type=checkbox] { width: 1.25rem; height: 1.25rem; flex: none; accent-color: #16181d }
        button { margin-top: 1rem; width: 100%; padding: .8rem; border: 0; border-radius: 8px; \
        font: inherit; font-weight: 600; background: #16181d; color: #fff; cursor: pointer }
        button:focus-visible, input:focus-visible, a:focus-visible { outline: 3px solid #5b8def; \
        outline-offset: 2px }
        a { color: inherit }
        @media (max-width: 30rem) { main { margin: 0; min-height: 100vh; border-radius: 0 } }
        @media (prefers-color-scheme: dark) {
        body { background: #0f1115; color: #f2f3f5 } main { background: #1b1e25 }
        .app { color: #a9afba } button { background: #f2f3f5; color: #16181d }
        input[type=checkbox] { accent-color: #f2f3f5 } }
        """
}
