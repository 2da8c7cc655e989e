import HTTP
import JSONText
import Wire

/// Which page of a list a caller asks for, by its number.
struct PageNumber {
    private static let number = QueryCount(
        "page",
        default: 1,
        in: 1...BricqsLimits.maximumPages,
        "Which page. Default: 1."
    )
    private static let size = QueryCount(
        "page_size",
        default: 50,
        in: 1...BricqsLimits.maximumPageSize,
        "How many a page has. Default: 50."
    )

    /// How it is declared.
    static let parameters = [number.parameter, size.parameter]

    /// The number, from 1.
    let number: Int
    /// How many a page has.
    let size: Int

    /// What a request asks for.
    init(_ query: Query) throws(InvalidInput) {
        number = try Self.number.read(query)
        size = try Self.size.read(query)
    }

    /// How many lie before the page.
    var offset: Int { (number - 1) * size }

    /// The part of a list that is on the page.
    func part<Element>(of list: [Element]) -> ArraySlice<Element> {
        list.dropFirst(offset).prefix(size)
    }

    /// Writes how long the whole list is, and which page this is.
    func write(total: Int, to object: inout JSONObjectWriter) {
        object.field("total", total)
        object.field("page", number)
        object.field("page_size", size)
    }
}
