extension String {
    /// Whether two ids are the same character by character.
    ///
    /// Strings that only look alike, such as `é` in one character or in two, are equal to `==`;
    /// to a caller, and to every database, they are two ids.
    public func isSameID(as other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}
