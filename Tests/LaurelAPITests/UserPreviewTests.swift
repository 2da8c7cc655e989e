import HTTP
import JSONText
import Service
import Testing

/// What a rule would make of one user's streak, before anybody stores it.
@Suite struct UserPreviewTests {
    private static let path = "/admin/v1/streaks/definitions/preview"

    @Test func `whom a preview is asked for has to exist, and so has the streak`() async throws {
        let server = try await TestServer()
        let missing = "01890a5d-ac96-774b-bcce-b302099a8057"
        let unknown = try await server.call(
            .post,
            Self.path,
            #"{"id":"\#(missing)","userId":"ada","gracePeriods":2}"#
        )
        #expect(unknown.status == 404, "\(unknown)")
        let nobody = try await server.call(
            .post,
            Self.path,
            #"{"key":"new","name":"New","sources":[],"window":{"period":"daily"},"userId":"ada"}"#
        )
        #expect(nobody.status == 404 || nobody.status == 422, "\(nobody)")
        #expect(try await server.call(.post, Self.path, "{}").status == 422)
    }
}
