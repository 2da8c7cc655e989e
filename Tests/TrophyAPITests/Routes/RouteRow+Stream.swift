import HTTP

extension RouteRow {
    /// The call that tells what happens.
    static let stream = [
        RouteRow(
            method: .get,
            target: "/v1/stream?userId=ada",
            other: 403,
            sandbox: 200,
            own: 200,
            admin: 200,
            has: ["retry: ", "id: "]
        )
    ]
}
