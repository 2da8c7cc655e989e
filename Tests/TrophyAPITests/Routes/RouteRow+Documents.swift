import HTTP

extension RouteRow {
    /// What the calls are, for programs; anybody may read it.
    static let documents = [
        ("/v1/openapi", "/v1/users/{id}/streak"),
        ("/admin/v1/openapi", "/admin/v1/points/{systemId}/levels"),
        ("/openapi", "/admin/v1/streaks/at-risk"),
    ].map { address, path in
        RouteRow(
            method: .get,
            target: address,
            other: 200,
            sandbox: 200,
            own: 200,
            admin: 200,
            isPublic: true,
            has: [#""openapi":"3.1.0""#, "\"\(path)\""]
        )
    }
}
