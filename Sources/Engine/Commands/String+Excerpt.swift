extension String {
    /// As much of a caller's text as a message repeats.
    ///
    /// Scalars are counted: a character can have as many of them as a body holds.
    public var excerpt: String {
        let limit = 100
        let scalars = unicodeScalars
        guard
            let end = scalars.index(
                scalars.startIndex,
                offsetBy: limit,
                limitedBy: scalars.endIndex
            ),
            end < scalars.endIndex
        else { return self }
        return String(scalars[..<end]) + "…"
    }
}
