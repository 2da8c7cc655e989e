public import Access

extension CredentialWording {
    /// A key in a header of its own, or a key or token in the standard one.
    public static let keyOrToken = CredentialWording(
        name: "API key",
        carrier: "in the X-API-KEY header, or as Authorization: Bearer <key or token>"
    )
}
