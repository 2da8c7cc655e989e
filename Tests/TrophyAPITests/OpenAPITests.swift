import HTTP
import Testing

/// The documents that programs read.
@Suite struct OpenAPITests {
    @Test(arguments: ["/v1/openapi", "/admin/v1/openapi", "/openapi"])
    func `tools find every call once, and every name that it uses`(path: String) async throws {
        let reply = try await TestServer().call(.get, path)
        #expect(reply.status == 200)
        #expect(try OpenAPIText(reply.body).problems() == [])
    }

    @Test func `a document that a client has is not sent again`() async throws {
        let server = try await TestServer()
        let tag = try #require(try await server.call(.get, "/openapi").headers["ETag"])
        let again = try await server.send(
            .get,
            "/openapi",
            [],
            as: .nobody,
            nil,
            ["If-None-Match": tag]
        )
        #expect((again.status, again.body) == (304, ""))
    }
}
