/// A statement whose interpolated values are bound, never spliced into its text.
///
/// Interpolating a `Batch` stands for a relation of that name with the batch's rows. The statement
/// then runs once for all of them, or once for each, as the engine does best; so it must not depend
/// on the order of rows, nor on how many it sees at once.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// A piece of the statement.
    public enum Segment: Hashable, Sendable {
        case text(String)
        case parameter(Int)
        case batch
        case anyOfBatch
    }

    /// The pieces in order.
    public private(set) var segments: [Segment]
    /// The values of the parameters.
    public private(set) var parameters: [SQLValue]
    /// The rows that the statement is about, if it is about many.
    public private(set) var batch: Batch?

    /// A statement without values.
    public init(stringLiteral text: String) {
        segments = [.text(text)]
        parameters = []
    }

    /// A statement with values.
    public init(stringInterpolation: Interpolation) {
        segments = stringInterpolation.segments
        parameters = stringInterpolation.parameters
        batch = stringInterpolation.batch
    }

    /// Collects the pieces of a statement.
    public struct Interpolation: StringInterpolationProtocol {
        var segments: [Segment] = []
        var parameters: [SQLValue] = []
        var batch: Batch?

        /// Begins a statement.
        public init(literalCapacity: Int, interpolationCount: Int) {
            segments.reserveCapacity(interpolationCount * 2 + 1)
        }

        /// Adds text as written.
        public mutating func appendLiteral(_ text: String) {
            if !text.isEmpty { segments.append(.text(text)) }
        }

        /// Binds a value.
        public mutating func appendInterpolation(_ value: some SQLBindable) {
            segments.append(.parameter(parameters.count))
            parameters.append(value.sqlValue)
        }

        /// Binds a value, or null.
        public mutating func appendInterpolation<Value: SQLBindable>(_ value: Value?) {
            segments.append(.parameter(parameters.count))
            parameters.append(value.sqlValue)
        }

        /// Stands for a relation with the rows of a batch.
        public mutating func appendInterpolation(_ rows: Batch) {
            segments.append(.batch)
            batch = rows
        }

        /// Stands for a comparison, `= …`, with any of the values of a batch of one column.
        public mutating func appendInterpolation(anyOf rows: Batch) {
            precondition(rows.columns.count == 1, "what is compared with has one column")
            segments.append(.anyOfBatch)
            batch = rows
        }

        /// Splices text that the caller vouches for; never text that came from outside.
        public mutating func appendInterpolation(unescaped text: String) {
            segments.append(.text(text))
        }
    }
}
