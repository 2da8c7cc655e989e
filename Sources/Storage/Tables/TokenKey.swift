public import CivilTime
public import Engine

/// A key that verifies the tokens of a workspace, as it is stored.
///
/// A secret has to be stored as it is, since every token is verified with it. It is wiped when the
/// key ends.
public struct TokenKey: Hashable, Sendable {
    /// The number inside the database.
    public let number: Int64
    /// The workspace whose tokens it verifies.
    public let workspace: WorkspaceID
    /// The id by which callers and tokens know it.
    public let publicID: String
    /// The name of its algorithm.
    public let algorithm: String
    /// The secret or the public key; empty once it has ended.
    public let material: String
    /// The claim that names the workspace.
    public let tenantClaim: String
    /// The claim that names the user.
    public let userClaim: String
    /// When it was added.
    public let createdAt: Instant

    /// A key with all its parts.
    public init(
        number: Int64,
        workspace: WorkspaceID,
        publicID: String,
        algorithm: String,
        material: String,
        tenantClaim: String,
        userClaim: String,
        createdAt: Instant
    ) {
        self.number = number
        self.workspace = workspace
        self.publicID = publicID
        self.algorithm = algorithm
        self.material = material
        self.tenantClaim = tenantClaim
        self.userClaim = userClaim
        self.createdAt = createdAt
    }
}

extension TokenKey: CustomStringConvertible, CustomReflectable {
    /// Which key it is.
    public var description: String { "token key \(publicID) (\(algorithm))" }

    /// Which key it is, and not what it is made of.
    public var customMirror: Mirror {
        Mirror(self, children: ["publicID": publicID, "algorithm": algorithm])
    }
}
