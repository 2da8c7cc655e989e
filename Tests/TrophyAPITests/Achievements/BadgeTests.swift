import HTTP
import Testing

@Suite struct BadgeTests {
    private static let svg = Array(
        #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 12"><path d="M0 0"/></svg>"#.utf8
    )

    /// The smallest lossless WebP there is, for bytes that are no text.
    private static let webP: [UInt8] =
        Array("RIFF".utf8) + [18, 0, 0, 0] + Array("WEBPVP8L".utf8) + [6, 0, 0, 0]
        + [0x2F, 1, 0, 0, 0, 0xFE]

    private static func image(_ number: Int) -> [UInt8] {
        Array("<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"a\(number)\"/>".utf8)
    }

    private static let headers: Headers = [
        "Cache-Control": "public, max-age=31536000, immutable",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    ]

    @Test(arguments: [
        Row("SVG", svg, #""image/svg+xml" 82 24 12"#),
        Row("WebP", webP, #""image/webp" 26 2 1"#),
    ]) func `an image is served as it came, whatever its header calls it`(
        row: Row<[UInt8], String>
    ) async throws {
        let server = try await TestServer()
        let text: Headers = ["Content-Type": "text/html"]
        let made = try await server.send(
            .post,
            "/admin/v1/badges",
            row.input,
            as: .admin,
            nil,
            text
        )
        #expect(made.status == 201)
        #expect(made.names() == ["hash", "url", "type", "bytes", "width", "height"])
        let seen = ["type", "bytes", "width", "height"].compactMap(made.value)
        #expect(seen.joined(separator: " ") == row.expected)
        let hash = try #require(made.text("hash"))
        #expect(hash.wholeMatch(of: /[0-9a-f]{64}/) != nil)
        #expect(made.text("url") == "/badges/\(hash)")

        let again = try await server.send(.post, "/admin/v1/badges", row.input)
        #expect(again.status == 200)
        #expect(again.body == made.body)

        let request = Request(.get, "/badges/\(hash)")
        let response = await server.router.respond(to: request)
        #expect(response.status == .ok)
        #expect(response.bytes == row.input)
        #expect(response.headers["Content-Type"] == made.text("type"))
        #expect(response.headers["ETag"] == "\"\(hash)\"")
        for field in Self.headers.fields { #expect(response.headers[field.name] == field.value) }
        let head = try await server.send(.head, "/badges/\(hash)", as: .nobody)
        #expect(head.status == 200)
    }

    @Test(
        arguments: [
            Row("the request's host", (nil, "laurel.example:8080"), "http://laurel.example:8080"),
            Row("an address", (nil, "[::1]:80"), "http://[::1]:80"),
            Row("what it is known as", ("https://x.example/l", "y"), "https://x.example/l"),
            Row("a host that is none", (nil, "a/b\"c"), ""),
            Row("no host", (nil, nil), ""),
        ] as [Row<(String?, String?), String>]
    )
    func `the address of an image can be used elsewhere`(
        row: Row<(String?, String?), String>
    ) async throws {
        let server = try await TestServer()
        let call = { (method: HTTP.Method, path: String, body: [UInt8]) in
            var headers: Headers = ["X-API-KEY": server.adminKey]
            headers["Host"] = row.input.1
            var request = Request(method, path, headers: headers, body: body)
            request.publicURL = row.input.0
            return try await Reply(server.router.respond(to: request))
        }
        let made = try await call(.post, "/admin/v1/badges", Self.svg)
        let path = "/badges/\(try #require(made.text("hash")))"
        #expect(made.text("url") == row.expected + path)
        #expect(try await call(.get, "/admin/v1/badges", []).text("0.url") == row.expected + path)
        for (url, shown) in [(path, row.expected + path), ("https://z.example/a", nil)] {
            let body =
                #"[{"name":"A","trigger":"metric","status":"active","badge":{"url":"\#(url)"}"#
            let metric = try await server.createMetric("m\(url.utf8.count)")
            let fields = #","metricId":"\#(metric)","metricValue":1}]"#
            let set = try await call(.post, "/admin/v1/achievements", Array((body + fields).utf8))
            #expect(set.text("created.0.badge.url") == shown ?? url, "\(set)")
        }
        let event = Array(#"{"user":{"id":"ada"},"value":1}"#.utf8)
        let told = try await call(.post, "/v1/metrics/m\(path.utf8.count)/event", event)
        #expect(told.text("achievements.0.badgeUrl") == row.expected + path, "\(told)")
    }

    @Test(arguments: [
        Row("the tag", "\"{hash}\"", 304),
        Row("a weak one", "W/\"{hash}\"", 304),
        Row("one of several", "\"x\" ,\t\"{hash}\" ", 304),
        Row("any", "*", 304),
        Row("another", "\"x\"", 200),
        Row("without quotes", "{hash}", 200),
        Row("nothing", "", 200),
    ]) func `what a browser has is not sent again`(row: Row<String, Int>) async throws {
        let server = try await TestServer()
        let made = try await server.send(.post, "/admin/v1/badges", Self.svg)
        let hash = made.text("hash") ?? ""
        let tags: Headers = ["If-None-Match": row.input.replacing("{hash}", with: hash)]
        let reply = try await server.send(.get, "/badges/\(hash)", as: .nobody, nil, tags)
        #expect(reply.status == row.expected)
        #expect(reply.body.isEmpty == (row.expected == 304))
        #expect(reply.headers["ETag"] == "\"\(hash)\"")
        for field in Self.headers.fields { #expect(reply.headers[field.name] == field.value) }

        try await server.call(.delete, "/admin/v1/badges/\(hash)")
        let gone = try await server.send(.get, "/badges/\(hash)", as: .nobody, nil, tags)
        #expect(gone.status == 404)
        #expect(gone.text("error") == "There is no such badge.")
        #expect(gone.headers["Cache-Control"] == nil)
    }

    @Test(
        arguments: [
            Row(
                "a script",
                Array("<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>".utf8),
                "422 The SVG image is not accepted: line 1, column 41: the element <script> is not "
                    + "allowed."
            ),
            Row(
                "a page that says it is a PNG",
                [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Array("<html></html>".utf8),
                "422 The PNG image is not accepted: byte 12: a chunk has no name."
            ),
            Row(
                "two MiB",
                [UInt8](repeating: 0x89, count: 2 << 20),
                "413 The request body is too large: at most 1048576 bytes are accepted."
            ),
            Row("nothing", [], "422 The body is empty; send the bytes of an image."),
            Row(
                "JSON",
                Array("{}".utf8),
                "422 The body is no PNG, JPEG, WebP or SVG image: it begins with the bytes 7b 7d."
            ),
        ] as [Row<[UInt8], String>]
    ) func `what is no harmless image is refused, and nothing is stored`(
        row: Row<[UInt8], String>
    ) async throws {
        let server = try await TestServer()
        let png: Headers = ["Content-Type": "image/png"]
        let reply = try await server.send(
            .post,
            "/admin/v1/badges",
            row.input,
            as: .admin,
            nil,
            png
        )
        #expect("\(reply.status) \(reply.text("error") ?? "")" == row.expected)
        #expect(try await server.call(.get, "/admin/v1/badges").body == "[]")
    }

    @Test func `the route takes no body that is longer than an image may be`() async throws {
        let router = try await TestServer().router
        #expect(router.maximumBodyBytes(for: .post, path: "/admin/v1/badges") == 1 << 20)
    }

    @Test func `each workspace has its own list, and deletes what is its own`() async throws {
        let server = try await TestServer()
        try await server.createTenant("a")
        let made = try await server.send(.post, "/admin/v1/badges", Self.svg)
        let hash = made.text("hash") ?? ""
        for (role, tenant) in [(TestServer.Role.admin, "a"), (.sandboxAdmin, nil)] {
            let own = try await server.send(.post, "/admin/v1/badges", Self.svg, as: role, tenant)
            #expect(own.status == 201)
            #expect(own.body == made.body)
        }
        let path = "/admin/v1/badges/\(hash)"
        #expect(try await server.call(.delete, path).body == #"{"hash":"\#(hash)"}"#)
        #expect(try await server.call(.delete, path).status == 404)
        #expect(try await server.call(.get, "/admin/v1/badges").body == "[]")
        #expect(try await server.call(.get, "/badges/\(hash)").status == 200)
        #expect(try await server.call(.get, "/admin/v1/badges", tenant: "a").count() == 1)
        #expect(try await server.call(.delete, path, tenant: "a").status == 200)
        #expect(try await server.call(.delete, path, as: .sandboxAdmin).status == 200)
        #expect(try await server.call(.get, "/badges/\(hash)").status == 404)
    }

    @Test func `the list is in the order of time, page by page`() async throws {
        let server = try await TestServer()
        var hashes: [String?] = []
        for number in 0..<12 {
            let made = try await server.send(.post, "/admin/v1/badges", Self.image(number))
            hashes.append(made.value("hash"))
            server.clock.advance(by: .seconds(1))
        }
        // What was there already keeps its place.
        try await server.send(.post, "/admin/v1/badges", Self.image(0))
        let first = try await server.call(.get, "/admin/v1/badges")
        #expect(first.column("hash") == Array(hashes.prefix(10)))
        let second = try await server.call(.get, "/admin/v1/badges?limit=5&skip=9")
        #expect(second.column("hash") == Array(hashes.suffix(3)))
        #expect(try await server.call(.get, "/admin/v1/badges?limit=101").status == 422)
        #expect(try await server.call(.get, "/admin/v1/badges?skip=-1").status == 422)
    }

    @Test(arguments: ["x", "..%2F..", "%22", "%F0%9F%9A%80", String(repeating: "0", count: 64)])
    func `an address that nothing has is told so`(hash: String) async throws {
        let server = try await TestServer()
        for reply in [
            try await server.call(.get, "/badges/\(hash)", as: .nobody),
            try await server.call(.delete, "/admin/v1/badges/\(hash)"),
        ] {
            #expect(reply.status == 404)
            #expect(reply.text("error") == "There is no such badge.")
        }
        #expect(try await server.call(.get, "/badges/").text("error")?.hasPrefix("No such") == true)
        #expect(try await server.call(.post, "/badges/\(hash)").status == 405)
    }
}
