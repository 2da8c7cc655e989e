import HTTP
import Storage
import Wire

extension LaurelAPI {
    /// Signing in and out, and where one is signed in.
    static let sessionEndpoints = [
        Endpoint(
            open: .post,
            "/admin/v1/sessions",
            "Signs an admin in, and sets the cookie of the session.",
            body: .json(
                .object(.field("email", .text), .field("password", .text)),
                maximumBytes: LaurelLimits.maximumSignInBytes
            ),
            answers: [
                .json(.created, AdminWire.signedIn), .failure(.unauthorized), .failure(.forbidden),
                .failure(.unprocessable), .failure(.payloadTooLarge),
            ],
            SessionCalls.signIn
        ),
        Endpoint(
            open: .post,
            "/admin/v1/first-admin",
            "Makes the first owner, by the link that the server printed, and signs that one in.",
            body: .json(
                AdminWire.draftBody.with(.field("secret", .text)),
                maximumBytes: LaurelLimits.maximumSignInBytes
            ),
            answers: [
                .json(.created, AdminWire.signedIn), .failure(.forbidden), .failure(.unprocessable),
                .failure(.payloadTooLarge),
            ],
            SessionCalls.createFirstAdmin
        ),
        Endpoint(
            .get,
            "/admin/v1/session",
            "Shows who is signed in.",
            by: .session,
            answers: [.ok(AdminWire.signedIn)],
            SessionCalls.show
        ),
        Endpoint(
            .delete,
            "/admin/v1/session",
            "Signs out.",
            by: .session,
            answers: [.empty(.noContent)],
            SessionCalls.signOut
        ),
        Endpoint(
            .put,
            "/admin/v1/session/password",
            "Changes one's own password, and signs out everywhere else.",
            by: .session,
            body: .json(.object(.field("password", .text), .field("newPassword", .text))),
            answers: [.empty(.noContent)],
            SessionCalls.changePassword
        ),
        Endpoint(
            .get,
            "/admin/v1/sessions",
            "Lists where one is signed in; owners see everybody's sessions.",
            by: .session,
            answers: [.ok(.array(of: AdminWire.session))],
            SessionCalls.list
        ),
        Endpoint(
            .delete,
            "/admin/v1/sessions/{id}",
            "Ends a session: one's own, or, for owners, anybody's.",
            by: .session,
            parameters: [.id],
            answers: [.empty(.noContent), .failure(.notFound)],
            SessionCalls.end
        ),
    ]

    /// Who may sign in.
    static let adminEndpointsOfOwners = [
        Endpoint(
            .get,
            "/admin/v1/admins",
            "Lists the admins, oldest first.",
            by: .session,
            answers: [.ok(.array(of: AdminWire.admin))],
            AdminCalls.list
        ),
        Endpoint(
            .post,
            "/admin/v1/admins",
            "Adds an admin.",
            by: .session,
            role: .owner,
            body: .json(AdminWire.draftBody.with(.field("role", .word(of: Admin.Role.self)))),
            answers: [.json(.created, AdminWire.admin)],
            AdminCalls.create
        ),
        Endpoint(
            .patch,
            "/admin/v1/admins/{id}",
            "Changes the role or the password of an admin.",
            by: .session,
            role: .owner,
            parameters: [.id],
            body: .json(
                .object(
                    .optional("role", .word(of: Admin.Role.self)),
                    .optional("password", .text)
                )
            ),
            answers: [.ok(AdminWire.admin), .failure(.notFound)],
            AdminCalls.update
        ),
        Endpoint(
            .delete,
            "/admin/v1/admins/{id}",
            "Removes an admin, who is signed out everywhere.",
            by: .session,
            role: .owner,
            parameters: [.id],
            answers: [.empty(.noContent), .failure(.notFound)],
            AdminCalls.remove
        ),
    ]

    /// Keys of an environment.
    static let keyEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/keys",
            "Lists the keys of the environment, newest first, without their secrets.",
            by: .environmentAdmin,
            answers: [.ok(.array(of: KeyCalls.key))],
            KeyCalls.list
        ),
        Endpoint(
            .post,
            "/admin/v1/keys",
            "Makes a key of the environment; it is shown this once.",
            by: .environmentAdmin,
            role: .owner,
            body: .json(KeyCalls.draftBody),
            answers: [.json(.created, KeyCalls.newKey)],
            KeyCalls.create
        ),
        Endpoint(
            .delete,
            "/admin/v1/keys/{prefix}",
            "Ends a key of the environment at once.",
            by: .environmentAdmin,
            role: .owner,
            parameters: [
                .path("prefix", .text, "What stands before the full stop in the key.")
            ],
            answers: [.empty(.noContent), .failure(.notFound)],
            KeyCalls.revoke
        ),
    ]
}
