import HTTP

extension RouteRow {
    /// The calls about what verifies tokens.
    static let tokens = [
        setUp(
            .get,
            "/token-verification",
            sandbox: 200,
            has: [#"{"algorithm":"HS256","tenantId":""#, #""userClaim":"sub","keys":["first"],"#]
        ),
        setUp(
            .patch,
            "/token-verification",
            #"{"maximumLifetime":3600}"#,
            sandbox: 200,
            has: [#""requireExpiry":true,"maximumLifetime":3600}"#]
        ),
        setUp(
            .put,
            "/token-verification",
            #"{"algorithm":"HS256","secret":"another secret of more than 32 bytes","keyId":"b"}"#,
            sandbox: 200,
            has: [#""tenantClaim":"tenant_id""#, #""keys":["first","b"]"#],
            lacks: ["another secret"]
        ),
        setUp(
            .delete,
            "/token-verification/first",
            sandbox: 404,
            has: [#"{"algorithm":null,"#, #""keys":[]"#]
        ),
    ]
}
