/// Writes the elements of one JSON array.
public struct JSONArrayWriter: ~Copyable {
    private var writer: JSONWriter
    private var isEmpty = true

    init(_ writer: consuming JSONWriter) {
        self.writer = writer
    }

    consuming func finish() -> [UInt8] {
        writer.bytes
    }

    /// Writes an element; an optional that is nil is written as `null`.
    public mutating func element(_ value: some JSONWritable) {
        begin()
        value.write(to: &writer)
        writer.checkValue()
    }

    /// Writes an element whose one value the closure writes.
    public mutating func element<Failure: Error>(
        _ write: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        begin()
        try write(&writer)
        writer.checkValue()
    }

    /// Writes an element that is an object.
    public mutating func object<Failure: Error>(
        _ write: (inout JSONObjectWriter) throws(Failure) -> Void
    ) throws(Failure) {
        begin()
        try writer.object(write)
    }

    /// Writes an element that is an array.
    public mutating func array<Failure: Error>(
        _ write: (inout JSONArrayWriter) throws(Failure) -> Void
    ) throws(Failure) {
        begin()
        try writer.array(write)
    }

    private mutating func begin() {
        writer.beginItem(isFirst: isEmpty)
        isEmpty = false
    }
}
