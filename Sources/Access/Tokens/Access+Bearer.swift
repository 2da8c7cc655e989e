import Catalogue
import Engine
import JSONText
import ServiceRuntime
import Storage
import Tokens

extension Access {
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
            let (verification, claims) = try await verify(token)
            let view = try await view(by: verification)
            return Bearer(
                view: view,
                userID: try claims.text(verification.userClaim),
                scopes: try claims.words("scope")
            )
        } catch let error as TokenError {
            throw ServiceError(.unauthorized, error.message, cause: error)
        }
    }

    /// Finds the workspace that a token names, and has its keys vouch for the token.
    private func verify(
        _ token: UnverifiedToken
    ) async throws -> (TokenVerification, TokenClaims) {
        let names = names(in: token)
        // The user's id may look like a workspace's too: it is looked up only if it has to be.
        let known = catalogue.rememberedWorkspaces(publicIDs: names)
        var judged = try await judge(token, by: known)
        if judged.verified == nil, known.count != names.count {
            let workspaces = try await catalogue.workspaces(publicIDs: names)
            judged = try await judge(token, by: workspaces)
        }
        if let verified = judged.verified { return verified }
        if let reason = judged.reason { throw reason }
        throw ServiceError(
            .unauthorized,
            "The token names no workspace that takes tokens. Its tenant claim must be the tenantId "
                + "that GET /admin/v1/token-verification shows."
        )
    }

    /// Has the keys of some workspaces vouch for a token, as long as it names them where they ask.
    private func judge(
        _ token: UnverifiedToken,
        by workspaces: [Workspace]
    ) async throws -> (verified: (TokenVerification, TokenClaims)?, reason: TokenError?) {
        var reason: TokenError?
        // One is named by an honest token; each costs a verification.
        for workspace in workspaces.prefix(limits.maximumNamedWorkspaces) {
            let verification = try await catalogue.tokenVerification(of: workspace.id)
            guard !verification.keys.isEmpty,
                token.unverifiedClaims[verification.tenantClaim] == .string(verification.tenantID)
            else { continue }
            do throws(TokenError) {
                let now = clock.now()
                let claims = try verification.verifier.claims(of: token, at: now)
                try verification.lifetime.check(claims, at: now)
                return ((verification, claims), nil)
            } catch {
                reason = error
            }
        }
        return (nil, reason)
    }

    /// The claims that may name a workspace; which claim it has to be is the workspace's to say.
    private func names(in token: UnverifiedToken) -> [String] {
        var names: [String] = []
        for member in token.unverifiedClaims.members {
            guard case .string(let text) = member.value, UUIDText.isValid(text),
                !names.contains(text)
            else { continue }
            names.append(text)
            if names.count == limits.maximumNamesInToken { break }
        }
        return names
    }

    /// The workspace whose keys have vouched for a token.
    private func view(by verification: TokenVerification) async throws -> WorkspaceView {
        let named = try await catalogue.workspaces(publicIDs: [verification.tenantID])
        if let workspace = named.first, workspace.status == .active {
            return try await catalogue.view(of: workspace.id)
        }
        throw ServiceError(.forbidden, "The workspace of this token is archived.")
    }
}
