import HTTP
import Testing

@testable import Dashboard

/// What browsers are sent.
@Suite struct DashboardTests {
    private static let router = Router(Dashboard().routes)

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
        let count = PageSource(folder: nil).firstLoadCount
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
