extension String {
    /// Whether two ids are the same character by character.
    ///
    /// Strings that only look alike, such as `é` in one character or in two, are equal to `==`;
    /// to a caller, and to every database, they are two ids.
    public func isSameID(as other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }

    /// What keeps a text from being an id that callers are given to choose, as the rest of a
    /// sentence; nothing if it can be one.
    ///
    /// `.` and `..` are taken out of addresses before they are sent, so that nothing that has such
    /// an id could ever be asked for.
    public var problemInAddresses: String? {
        guard isSameID(as: ".") || isSameID(as: "..") else { return nil }
        return "must not be \".\" or \"..\", which no address can have"
    }
}
