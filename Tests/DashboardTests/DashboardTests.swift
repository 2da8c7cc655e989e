import HTTP
import Testing

@testable import Dashboard

/// What browsers are sent.
@Suite struct DashboardTests {
    private static let router = Router(Dashboard(kit: UIKit(version: "1.0.0")).routes)

    private static func get(_ path: String, _ headers: Headers = Headers()) async -> Response {
        await router.respond(to: Request(.get, path, headers: headers))
    }

    @Test(arguments: ["/dashboard", "/dashboard/", "/dashboard/users/ada", "/dashboard/a/b/c/d/e"])
    func `every address of a screen is answered with the one page`(path: String) async {
        let response = await Self.get(path)
        #expect(response.status == .ok)
        let text = String(decoding: response.bytes ?? [], as: UTF8.self)
        #expect(text.contains("<div id=\"app\"") && text.contains("/dashboard/assets/app-"))
        let policy = response.headers["Content-Security-Policy"] ?? ""
        #expect(
            policy.hasPrefix("default-src 'self';") && policy.contains("frame-ancestors 'none'")
        )
        #expect(!policy.contains("unsafe"))
    }

    @Test func `files have addresses for ever, are compressed, and are asked for once`() async {
        let page = await Self.get("/dashboard/")
        let text = String(decoding: page.bytes ?? [], as: UTF8.self)
        let addresses = text.matches(of: /"(\/dashboard\/assets\/[^"]+)"/).map {
            String($0.output.1)
        }
        #expect(addresses.count == 4)
        for address in addresses {
            let plain = await Self.get(address)
            #expect(plain.headers["Cache-Control"]?.contains("immutable") == true)
            let small = await Self.get(address, ["Accept-Encoding": "br, gzip"])
            #expect(small.headers["Content-Encoding"] == "gzip")
            #expect((small.bytes ?? []).starts(with: [0x1F, 0x8B]))
            let tag = plain.headers["ETag"] ?? ""
            let again = await Self.get(address, ["If-None-Match": tag])
            #expect(again.status == .notModified && again.bytes == [])
        }
        #expect(await Self.get("/dashboard/assets/app-0.js").status == .notFound)
    }

    @Test func `the first visit takes at most 80 KB`() {
        let count = PageSource(folder: nil, kit: "/ui/laurel.js").firstLoadCount
        #expect((20_000...80_000).contains(count), "\(count)")
    }

    @Test func `modules are joined without what is for their readers alone`() {
        let module = """
            // What this is.
            import { html } from "./html.js";
            import {
              one,
              two,
            } from "../base/two.js";
            /**
             * Says something.
             * @param {string} text
             */
            export function say(text) {
              // Why.
              return html`<p>${text}</p>`; // not alone
            }
            export const three = 3;
            """
        #expect(
            String(decoding: ModuleJoiner.joined([Array(module.utf8)]), as: UTF8.self) == """
                function say(text) {
                  return html`<p>${text}</p>`; // not alone
                }
                const three = 3;
                export { say, three };

                """
        )
    }
}

/// What pages of others are sent.
@Suite struct UIKitTests {
    private static let router = Router(UIKit(version: "1.2.3").routes)

    private static func get(_ path: String, _ headers: Headers = Headers()) async -> Response {
        await router.respond(to: Request(.get, path, headers: headers))
    }

    @Test(arguments: ["/ui/laurel.js", "/ui/more.js", "/ui/react.js", "/ui/words/de.json"])
    func `pages of every origin may load the files`(path: String) async {
        let response = await Self.get(path)
        #expect(response.status == .ok)
        #expect(response.headers["Access-Control-Allow-Origin"] == "*")
        #expect(response.headers["Cache-Control"] == "public, no-cache")
        let tag = response.headers["ETag"] ?? ""
        #expect(await Self.get(path, ["If-None-Match": tag]).status == .notModified)
    }

    @Test(arguments: ["/ui/", "/ui/app/"])
    func `pages of the kit use nothing but what comes from here`(path: String) async {
        let response = await Self.get(path)
        #expect(response.status == .ok)
        let policy = response.headers["Content-Security-Policy"] ?? ""
        #expect(policy.hasPrefix("default-src 'self';") && !policy.contains("unsafe"))
    }

    @Test func `an address with a version is that of one content for ever`() async throws {
        let version = KitSource(folder: nil, version: "1.2.3")
        let known = try version.files().version
        #expect(known.hasPrefix("1.2.3-"))
        let file = await Self.get("/ui/\(known)/laurel.js")
        #expect(file.headers["Cache-Control"]?.contains("immutable") == true)
        #expect(await Self.get("/ui/1.2.3-x/laurel.js").status == .notFound)
        #expect(await Self.get("/ui/nothing.js").status == .notFound)
        #expect(await Self.get("/ui/app/index.html").status == .notFound)
    }

    @Test func `what is for readers of a source alone is not sent`() {
        let module = """
            const STYLE = `
              .a { color: red; margin: 0 auto; }
              .b > i, .c { padding: 1px }
            `;
            function f(x) {
              const y = g(
                x,
              ); // Why; {
              return /** @type {any} */ (x) && y !== 3 ? `a: b` : "c { d";
            }
            """
        let tight = ModuleTightener.tightened(Array(module.utf8))
        #expect(
            String(decoding: tight, as: UTF8.self) == """
                const STYLE=`
                .a{color:red;margin:0 auto;}
                .b > i,.c{padding:1px }
                `;function f(x){const y=g(x,); // Why; {
                return (x)&&y!==3?`a: b`:"c { d";}

                """
        )
    }

    @Test func `only what others import is exported`() {
        let first = Array("export const a = 1;\nexport const b = 2;\nexport const c = 3;".utf8)
        let later = Array("import {\n  a,\n  c,\n} from \"./first.js\";\nexport const d = a;".utf8)
        #expect(ModuleJoiner.imports(later) == ["a", "c"])
        let alone = ModuleJoiner.joined([first]) { $0 == "b" }
        #expect(String(decoding: alone, as: UTF8.self).hasSuffix("const c = 3;\nexport { b };\n"))
        let rest = ModuleJoiner.joined([later], after: [first], at: "/first.js")
        #expect(
            String(decoding: rest, as: UTF8.self)
                == "import { a, c } from \"/first.js\";\nconst d = a;\n"
        )
    }
}
