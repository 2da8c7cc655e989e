import Storage
public import Tokens

/// How the tokens of a workspace are verified.
public struct TokenVerification: Sendable {
    /// What a token's tenant claim must say: the workspace's own id.
    public let tenantID: String
    /// The one algorithm that tokens may be signed with, once there is a key.
    public let algorithm: TokenAlgorithm?
    /// The claim that names the workspace.
    public let tenantClaim: String
    /// The claim that names the user; a token without it is a service's.
    public let userClaim: String
    /// For how long tokens may hold.
    public let lifetime: TokenLifetime
    /// The keys that may have signed, oldest first.
    public var keys: [VerificationKey] { verifier.keys }

    /// What verifies with those keys.
    public let verifier: TokenVerifier

    /// The claim that names the workspace, unless another was chosen.
    public static let standardTenantClaim = "tenant_id"
    /// The claim that names the user, unless another was chosen.
    public static let standardUserClaim = "sub"

    /// What the stored keys of a workspace come to.
    init(
        of workspace: Workspace,
        stored keys: [TokenKey],
        maximumRemembered: Int
    ) throws(StorageError) {
        tenantID = workspace.publicID
        lifetime = WorkspaceSettings(stored: workspace.settings).tokenLifetime
        tenantClaim = keys.last?.tenantClaim ?? Self.standardTenantClaim
        userClaim = keys.last?.userClaim ?? Self.standardUserClaim
        var verifying: [VerificationKey] = []
        for key in keys { verifying.append(try Self.verificationKey(key)) }
        verifier = TokenVerifier(keys: verifying, maximumRemembered: maximumRemembered)
        algorithm = verifying.last?.material.algorithm
    }

    private static func verificationKey(_ key: TokenKey) throws(StorageError) -> VerificationKey {
        guard let algorithm = TokenAlgorithm(rawValue: key.algorithm),
            let material = try? KeyMaterial(stored: key.material, algorithm: algorithm)
        else {
            throw StorageError(.corrupt, "\(key) is not what was stored")
        }
        return VerificationKey(id: key.publicID, material)
    }
}
