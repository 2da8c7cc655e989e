/// A key that may verify tokens, with the name by which they ask for it.
public struct VerificationKey: Hashable, Sendable {
    /// Its name, which a token's `kid` may give.
    public let id: String
    /// What it verifies with.
    public let material: KeyMaterial

    /// A key with a name.
    public init(id: String, _ material: KeyMaterial) {
        self.id = id
        self.material = material
    }
}
