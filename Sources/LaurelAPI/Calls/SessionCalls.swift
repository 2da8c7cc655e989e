import Access
import HTTP
import JSONText
import Service
import ServiceRuntime
import Storage
import Wire

/// Signing in and out.
enum SessionCalls {
    /// Lets somebody in who knows the password.
    @Sendable static func signIn(_ context: OpenContext) async throws -> Response {
        try requireSameSite(context.request)
        let fields = try JSONFields(context.request.body)
        let session = try await context.service.access.signIn(
            email: try fields.string("email"),
            password: try fields.string("password"),
            from: context.request.clientAddress.map { "\($0)" },
            browser: context.request.headers["User-Agent"] ?? ""
        )
        return begun(session, context.request)
    }

    /// Makes the first owner.
    @Sendable static func createFirstAdmin(_ context: OpenContext) async throws -> Response {
        try requireSameSite(context.request)
        let fields = try JSONFields(context.request.body)
        let admin = try await context.service.access.createFirstAdmin(
            try AdminWire.draft(from: fields, role: .owner),
            secret: try fields.string("secret")
        )
        let session = try await context.service.access.open(
            admin,
            from: context.request.clientAddress.map { "\($0)" } ?? "",
            browser: context.request.headers["User-Agent"] ?? ""
        )
        return begun(session, context.request)
    }

    /// Who is signed in.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let identity = try context.principal.requireSession()
        return Response.json { writer in writer.object { AdminWire.write(identity, to: &$0) } }
    }

    /// Ends the session that the request shows.
    @Sendable static func signOut(_ context: CallContext) async throws -> Response {
        let identity = try context.principal.requireSession()
        _ = try await context.service.access.endSession(identity.session.id, of: nil)
        return Response(
            .noContent,
            headers: ["Set-Cookie": cookie("", lifetime: .zero, context.request)]
        )
    }

    /// Changes one's own password.
    @Sendable static func changePassword(_ context: CallContext) async throws -> Response {
        let identity = try context.principal.requireSession()
        let access = context.service.access
        let fields = try context.fields()
        let password = try fields.string("newPassword")
        if let problem = AdminDraft.problem(withPassword: password) {
            throw fields.invalid("newPassword", problem)
        }
        guard try await access.isPassword(try fields.string("password"), of: identity.admin) else {
            throw fields.invalid("password", "is not your password")
        }
        _ = try await access.setPassword(
            password,
            of: identity.admin.id,
            keeping: identity.session.id
        )
        return Response(.noContent)
    }

    /// Where one is signed in, or everybody.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let identity = try context.principal.requireSession()
        let access = context.service.access
        let sessions = try await access.sessions(of: scope(of: identity))
        let emails = Dictionary(
            try await access.admins().map { ($0.id, $0.email) },
            uniquingKeysWith: { first, _ in first }
        )
        return Response.json { writer in
            writer.array { array in
                for session in sessions {
                    array.object {
                        AdminWire.write(
                            session,
                            email: emails[session.admin] ?? "",
                            isCurrent: session.id == identity.session.id,
                            to: &$0
                        )
                    }
                }
            }
        }
    }

    /// Ends a session.
    @Sendable static func end(_ context: CallContext) async throws -> Response {
        let identity = try context.principal.requireSession()
        let id = try ResourceID.read(context.request.parameter("id"))
        guard try await context.service.access.endSession(id, of: scope(of: identity)) else {
            throw HTTPError.notFound("Session \(id) not found by ID.")
        }
        return Response(.noContent)
    }

    /// Whose sessions somebody may see and end.
    private static func scope(of identity: AdminIdentity) -> String? {
        identity.admin.role == .owner ? nil : identity.admin.id
    }

    /// A page elsewhere must not sign anybody in.
    private static func requireSameSite(_ request: Request) throws(HTTPError) {
        guard let site = request.headers["Sec-Fetch-Site"], site != "same-origin" else { return }
        throw .forbidden("One signs in from pages of this server only.")
    }

    private static func begun(_ session: NewSession, _ request: Request) -> Response {
        Response.json(
            .created,
            headers: [
                "Set-Cookie": cookie(session.secret, lifetime: session.lifetime, request),
                "Cache-Control": "no-store",
            ]
        ) { writer in
            writer.object { AdminWire.write(session.identity, to: &$0) }
        }
    }

    private static func cookie(_ secret: String, lifetime: Duration, _ request: Request) -> String {
        let isSecure = request.scheme == "https" || request.publicURL?.hasPrefix("https:") == true
        return "laurel_session=\(secret); Path=/; HttpOnly; SameSite=Strict; "
            + "Max-Age=\(lifetime.components.seconds)" + (isSecure ? "; Secure" : "")
    }
}
