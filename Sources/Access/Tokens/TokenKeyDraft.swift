import Catalogue
public import Tokens

/// A key to be added, and what else is to hold for the workspace's tokens.
public struct TokenKeyDraft: Sendable {
    /// What it verifies with.
    public var material: KeyMaterial
    /// Its id, which is that of tokens in `kid`; one is made up if there is none.
    public var id: String?
    /// The claim that names the workspace; as before if there is none.
    public var tenantClaim: String?
    /// The claim that names the user; as before if there is none.
    public var userClaim: String?
    /// For how long tokens may hold, as a change of what was before.
    public var lifetime = TokenLifetimeChange()

    /// A key, with everything else as before.
    public init(_ material: KeyMaterial) {
        self.material = material
    }
}
