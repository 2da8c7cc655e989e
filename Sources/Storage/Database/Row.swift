/// A row of an answer, to be read while it is lent.
public protocol Row {
    /// The whole number in a column; zero for null.
    func integer(_ column: Int) -> Int64
    /// The text in a column; empty for null.
    func text(_ column: Int) -> String
    /// Whether a column is null.
    func isNull(_ column: Int) -> Bool
}

extension Row {
    /// The whole number in a column that may be null.
    public func optionalInteger(_ column: Int) -> Int64? {
        isNull(column) ? nil : integer(column)
    }

    /// The text in a column that may be null.
    public func optionalText(_ column: Int) -> String? {
        isNull(column) ? nil : text(column)
    }
}
