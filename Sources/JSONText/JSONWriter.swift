/// A place for exactly one JSON value.
///
/// Fields and elements are written through `JSONObjectWriter` and `JSONArrayWriter`, so that a
/// comma, a bracket or a name cannot be forgotten.
public struct JSONWriter: ~Copyable {
    var bytes: [UInt8]
    private var hasValue = false

    /// An empty document.
    public init() {
        bytes = []
        bytes.reserveCapacity(512)
    }

    /// Continues a document; the writer that lends its bytes must take them back.
    init(continuing bytes: consuming [UInt8]) {
        self.bytes = bytes
    }

    /// The document's bytes; its one value must have been written.
    public consuming func finish() -> [UInt8] {
        precondition(hasValue, "A JSON document needs a value.")
        return bytes
    }

    mutating func beginValue() {
        precondition(!hasValue, "Only one JSON value may be written here.")
        hasValue = true
    }

    /// Makes room for the next value of an object or array.
    mutating func beginItem(isFirst: Bool) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        hasValue = false
    }

    func checkValue() {
        precondition(hasValue, "A field or element of a JSON document has no value.")
    }

    /// Writes an object whose fields the closure writes.
    public mutating func object<Failure: Error>(
        _ write: (inout JSONObjectWriter) throws(Failure) -> Void
    ) throws(Failure) {
        beginValue()
        bytes.append(UInt8(ascii: "{"))
        var fields = JSONObjectWriter(JSONWriter(continuing: takeBytes()))
        do throws(Failure) {
            try write(&fields)
        } catch {
            bytes = fields.finish()
            throw error
        }
        bytes = fields.finish()
        bytes.append(UInt8(ascii: "}"))
    }

    /// Writes an array whose elements the closure writes.
    public mutating func array<Failure: Error>(
        _ write: (inout JSONArrayWriter) throws(Failure) -> Void
    ) throws(Failure) {
        beginValue()
        bytes.append(UInt8(ascii: "["))
        var elements = JSONArrayWriter(JSONWriter(continuing: takeBytes()))
        do throws(Failure) {
            try write(&elements)
        } catch {
            bytes = elements.finish()
            throw error
        }
        bytes = elements.finish()
        bytes.append(UInt8(ascii: "]"))
    }

    /// Moves the bytes out, so that appending elsewhere does not copy them.
    private mutating func takeBytes() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        return taken
    }

    /// Writes `null`.
    public mutating func null() {
        beginValue()
        bytes.append(contentsOf: "null".utf8)
    }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) {
        beginValue()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Writes an integer.
    public mutating func integer(_ value: some FixedWidthInteger) {
        beginValue()
        bytes.append(contentsOf: String(value).utf8)
    }

    /// Writes a number as short as it can be read back, without `.0`; `null` for infinities and
    /// NaN, which JSON cannot write.
    public mutating func number(_ value: Double) {
        guard value.isFinite else { return null() }
        beginValue()
        bytes.append(contentsOf: JSONNumber.text(of: value).utf8)
    }

    /// Writes text that is a JSON value already, unchecked.
    public mutating func rawJSON(_ text: String) {
        assert((try? JSON(parsing: text)) != nil, "Raw JSON must be JSON: \(text)")
        beginValue()
        bytes.append(contentsOf: text.utf8)
    }

    /// Writes bytes that are a JSON value already, unchecked.
    public mutating func rawJSON(_ text: [UInt8]) {
        assert((try? JSON(parsing: text)) != nil, "Raw JSON must be JSON.")
        beginValue()
        bytes.append(contentsOf: text)
    }

    /// Writes a string.
    public mutating func string(_ value: String) {
        beginValue()
        appendQuoted(value)
    }
}

extension JSONWriter {
    /// Appends a string in quotes, for a value or a name.
    mutating func appendQuoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        // Copied whole and looked at afterwards, since hardly any text needs an escape and bytes in
        // an array are walked several times faster than those of a string.
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        if needsEscape(from: start) {
            bytes.removeSubrange(start...)
            for byte in text.utf8 { appendEscaped(byte) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func needsEscape(from start: Int) -> Bool {
        var index = start
        while index < bytes.count {
            if JSONWriter.needsEscape(bytes[index]) { return true }
            index += 1
        }
        return false
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        guard JSONWriter.needsEscape(byte) else { return bytes.append(byte) }
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x0c: bytes.append(UInt8(ascii: "f"))
        case 0x0a: bytes.append(UInt8(ascii: "n"))
        case 0x0d: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
            bytes.append(contentsOf: byte < 0x10 ? "u000".utf8 : "u00".utf8)
            bytes.append(contentsOf: String(byte, radix: 16).utf8)
        }
    }
}
