/// Writes the fields of one JSON object.
///
/// Names must differ; that is not checked.
public struct JSONObjectWriter: ~Copyable {
    private var writer: JSONWriter
    private var isEmpty = true

    init(_ writer: consuming JSONWriter) {
        self.writer = writer
    }

    consuming func finish() -> [UInt8] {
        writer.bytes
    }

    /// Writes a field whose one value the closure writes.
    public mutating func field<Failure: Error>(
        _ name: String,
        _ write: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        begin(name)
        try write(&writer)
        writer.checkValue()
    }

    /// Writes a field; an optional that is nil is written as `null`.
    public mutating func field(_ name: String, _ value: some JSONWritable) {
        begin(name)
        value.write(to: &writer)
        writer.checkValue()
    }

    /// Writes a field of text.
    public mutating func field(_ name: String, _ value: String) {
        begin(name)
        writer.string(value)
    }

    /// Writes a field, or nothing at all when there is no value.
    public mutating func fieldIfPresent(_ name: String, _ value: (some JSONWritable)?) {
        if let value { field(name, value) }
    }

    /// Writes a number from its text, such as an exact decimal `10.50`, unchecked.
    public mutating func field(_ name: String, rawNumber text: String) {
        begin(name)
        writer.rawJSON(text)
    }

    /// Writes a field whose value is JSON text already, unchecked.
    public mutating func field(_ name: String, rawJSON text: String) {
        begin(name)
        writer.rawJSON(text)
    }

    /// Writes a field that is an object.
    public mutating func object<Failure: Error>(
        _ name: String,
        _ write: (inout JSONObjectWriter) throws(Failure) -> Void
    ) throws(Failure) {
        begin(name)
        try writer.object(write)
    }

    /// Writes a field that is an array.
    public mutating func array<Failure: Error>(
        _ name: String,
        _ write: (inout JSONArrayWriter) throws(Failure) -> Void
    ) throws(Failure) {
        begin(name)
        try writer.array(write)
    }

    /// Writes a field that is null.
    public mutating func null(_ name: String) {
        begin(name)
        writer.null()
    }

    private mutating func begin(_ name: String) {
        writer.beginItem(isFirst: isEmpty)
        isEmpty = false
        writer.appendQuoted(name)
        writer.bytes.append(UInt8(ascii: ":"))
    }
}
