import Catalogue
import CivilTime
public import Engine
import JSONText
import ServiceRuntime
import Storage
import Tokens

/// A token to be made for trying things out.
public struct TokenDraft: Sendable {
    /// The user that it is to act for; a service's token has none.
    public var userID: String?
    /// The words of its scope.
    public var scopes: [String] = []
    /// For how long it is to hold, in whole seconds.
    public var lifetime: Int64 = 3_600
    /// The key to sign with; the newest one if there is none.
    public var keyID: String?

    /// A service's token without any scope, for an hour.
    public init() {}
}

extension Access {
    /// Makes a token of a workspace: with its secret, or with a private key that belongs to one of
    /// its public keys.
    public func mintToken(
        _ draft: TokenDraft,
        for id: WorkspaceID,
        privateKey: String? = nil
    ) async throws -> String {
        let verification = try await catalogue.tokenVerification(of: id)
        let key = try Self.key(draft.keyID, of: verification)
        let token: String
        do throws(KeyProblem) {
            let signing = try Self.signingKey(key.material, privateKey: privateKey)
            token = try Token.mint(
                claims(of: draft, verification),
                with: signing,
                keyID: draft.keyID ?? (privateKey == nil ? key.id : nil)
            )
        } catch {
            throw ServiceError(.invalid, "The private key \(error.problem).")
        }
        try await check(token, isOfPrivateKey: privateKey != nil)
        return token
    }

    /// Refuses to hand out what would be refused.
    private func check(_ token: String, isOfPrivateKey: Bool) async throws {
        do {
            _ = try await authenticate(bearer: token)
        } catch let error as ServiceError where error.code == .unauthorized && isOfPrivateKey {
            throw ServiceError(.invalid, "The private key belongs to none of the workspace's keys.")
        }
    }

    private static func key(
        _ id: String?,
        of verification: TokenVerification
    ) throws(ServiceError) -> VerificationKey {
        guard let newest = verification.keys.last else {
            throw ServiceError(
                .notFound,
                "This workspace has no key to verify tokens with. Add one with PUT "
                    + "/admin/v1/token-verification."
            )
        }
        guard let id else { return newest }
        guard let named = verification.keys.first(where: { $0.id.isSameID(as: id) }) else {
            throw ServiceError(.notFound, "This workspace has no token key \(id.excerpt).")
        }
        return named
    }

    private static func signingKey(
        _ material: KeyMaterial,
        privateKey: String?
    ) throws(KeyProblem) -> SigningKey {
        guard let privateKey else { return try SigningKey(signing: material) }
        return try SigningKey(privateKey: privateKey, for: material.algorithm)
    }

    private func claims(of draft: TokenDraft, _ verification: TokenVerification) -> JSONObject {
        let now = clock.now().seconds
        var claims: JSONObject = [
            "iat": .number(JSONNumber(now)), "exp": .number(JSONNumber(now + draft.lifetime)),
        ]
        claims.append(verification.tenantClaim, .string(verification.tenantID))
        if let userID = draft.userID { claims.append(verification.userClaim, .string(userID)) }
        if !draft.scopes.isEmpty {
            claims.append("scope", .string(draft.scopes.joined(separator: " ")))
        }
        return claims
    }
}
