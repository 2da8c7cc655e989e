import Engine
import JSONText
import ServiceRuntime
import Storage
import Tokens

extension LaurelService {
    /// Who sent a token, which is all that stands behind `Bearer` in the header.
    ///
    /// The workspace is the one that the token names and whose key verifies it. The system's clock
    /// decides whether it holds, also where a sandbox holds its own: those who sign go by theirs.
    public func authenticate(bearer text: String?) async throws -> Bearer {
        guard let text, !text.isEmpty else {
            throw ServiceError(
                .unauthorized,
                "No token. Send yours as Authorization: Bearer <token>."
            )
        }
        do {
            let token = try UnverifiedToken(text)
            try await knowConfiguration()
            let (verification, claims) = try await verify(token)
            return try await bearer(of: verification, claims)
        } catch let error as TokenError {
            throw ServiceError(.unauthorized, error.message, cause: error)
        }
    }

    /// Finds the workspace that a token names, and has its keys vouch for the token.
    private func verify(
        _ token: UnverifiedToken
    ) async throws -> (TokenVerification, TokenClaims) {
        var reason: TokenError?
        for id in workspaces(namedBy: token) {
            let verification = try await tokenVerification(of: id)
            guard !verification.keys.isEmpty,
                token.unverifiedClaims[verification.tenantClaim] == .string(verification.tenantID)
            else { continue }
            do throws(TokenError) {
                let now = clock.now()
                let claims = try verification.verifier.claims(of: token, at: now)
                try verification.lifetime.check(claims, at: now)
                return (verification, claims)
            } catch {
                reason = error
            }
        }
        if let reason { throw reason }
        throw ServiceError(
            .unauthorized,
            "The token names no workspace that takes tokens. Its tenant claim must be the tenantId "
                + "that GET /admin/v1/token-verification shows."
        )
    }

    /// The workspaces that any claim names; which claim it has to be is the workspace's to say.
    private func workspaces(namedBy token: UnverifiedToken) -> [WorkspaceID] {
        var found: [WorkspaceID] = []
        for member in token.unverifiedClaims.members {
            guard case .string(let text) = member.value,
                let id = configuration.workspace(publicID: text)?.id, !found.contains(id)
            else { continue }
            found.append(id)
            // One is named by an honest token; each costs a verification.
            if found.count == limits.maximumNamedWorkspaces { break }
        }
        return found
    }

    private func bearer(
        of verification: TokenVerification,
        _ claims: TokenClaims
    ) async throws -> Bearer {
        guard let workspace = configuration.workspace(publicID: verification.tenantID),
            workspace.status == .active
        else {
            throw ServiceError(.forbidden, "The workspace of this token is archived.")
        }
        return Bearer(
            view: try await view(of: workspace),
            userID: try claims.text(verification.userClaim),
            scopes: try claims.words("scope")
        )
    }
}
