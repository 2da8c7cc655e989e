public import JSONText

/// The parameters after the question mark, in order, repeated names included.
///
/// A query that cannot be decoded is remembered as a `problem` instead of thrown, so that the
/// router can refuse it under the name of the route that it was meant for.
public struct Query: Sendable {
    /// One parameter, decoded.
    public struct Item: Sendable, Equatable {
        /// What stands before the equals sign.
        public let name: String
        /// What stands after it; empty when there is none.
        public let value: String
    }

    /// All parameters that could be decoded.
    public private(set) var items: [Item] = []
    /// Why the query must be refused, when it must.
    public private(set) var problem: HTTPError?

    /// No parameters.
    public init() {}

    /// Reads the text after the question mark: `a=1&b=two+words&c=%C3%A9`.
    public init(_ text: String, limits: HTTPLimits = .standard) {
        guard !text.isEmpty else { return }
        let ampersand = UInt8(ascii: "&")
        for part in Array(text.utf8).split(separator: ampersand) where problem == nil {
            guard items.count < limits.maximumQueryItemCount else {
                let count = limits.maximumQueryItemCount
                problem = .badRequest("The query has more than \(count) parameters.")
                return
            }
            add(part)
        }
    }

    private mutating func add(_ part: ArraySlice<UInt8>) {
        let equals = part.firstIndex(of: UInt8(ascii: "="))
        let value = equals.map { part[($0 + 1)...] } ?? []
        guard
            let name = PercentEncoding.decode(
                part[..<(equals ?? part.endIndex)],
                plusIsSpace: true
            ),
            let value = PercentEncoding.decode(value, plusIsSpace: true)
        else {
            let quote = PercentEncoding.quoted(part)
            problem = .badRequest(
                "The query parameter \(quote) is not valid percent-encoded UTF-8."
            )
            return
        }
        items.append(Item(name: name, value: value))
    }

    /// The first value of that name; empty text when the name stands alone.
    public func first(_ name: String) -> String? {
        items.first { $0.name == name }?.value
    }

    /// Every value of that name, as it came: `ids=a&ids=b` gives `a` and `b`.
    public func all(_ name: String) -> [String] {
        items.filter { $0.name == name }.map(\.value)
    }

    /// Every element of a list, whether repeated (`ids=a&ids=b`) or separated by commas
    /// (`ids=a,b`); empty elements are dropped.
    public func list(_ name: String) -> [String] {
        all(name).flatMap { $0.split(separator: ",").map(String.init) }
    }

    /// The first value of that name as an integer.
    public func integer(_ name: String) throws(InvalidInput) -> Int? {
        guard let text = first(name) else { return nil }
        guard let value = Int(text) else {
            throw InvalidInput(path: name, problem: "must be an integer")
        }
        return value
    }
}
