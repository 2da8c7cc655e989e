import HTTP

/// Reads the header fields out of the library's memory, and finds those that it got wrong.
///
/// The library ends a value at its first NUL, and loses the second line of one that is folded:
/// two values that differ would become one. It keeps the fields in the order of the lines and in
/// their place, where it only overwrote the separators, so a field is right when the next begins
/// where its line ends.
@safe
struct HeaderReader {
    private(set) var headers = Headers()
    /// Why the header must be refused, if it must.
    private(set) var problem: HTTPError?

    private var lineEnd: UnsafeRawPointer
    private var last = ""
    private let end: UnsafeRawPointer

    /// The length of `HTTP/1.1`; the library takes no other.
    private static let versionSize = 8

    /// A reader of the memory from the version on the request line to the end of the header.
    @unsafe
    init(after version: UnsafeRawPointer, end: UnsafeRawPointer) {
        unsafe lineEnd = version + HeaderReader.versionSize
        unsafe self.end = end
    }

    /// Reads the next field.
    @unsafe
    mutating func add(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        guard let start = name.baseAddress else { return }
        let text = unsafe String(decoding: name, as: UTF8.self)
        if unsafe lineEnd <= start && start < end {
            unsafe checkGap(before: start, lines: 1)
        } else {
            // The library has copied it elsewhere, and its name with the second line behind it.
            refuse("A header field spans lines.")
        }
        last = text
        if let content = unsafe String(validating: value, as: UTF8.self),
            text.utf8.count == name.count
        {
            headers.add(text, content)
        } else {
            refuse("The header field \(text) is not UTF-8.")
        }
        // A field without a value has none of the library's memory but the end of its name.
        unsafe lineEnd = (value.baseAddress ?? start + name.count) + value.count
    }

    /// Checks the last field, which an empty line follows.
    mutating func finish() {
        unsafe checkGap(before: end, lines: 2)
    }

    /// Checks that nothing but the ends of lines stands before the next field.
    ///
    /// A line ends with a line feed, and usually a carriage return before it; both are NULs now.
    /// That NULs before a bare line feed cannot be told from it harms nobody who writes neither.
    private mutating func checkGap(before next: UnsafeRawPointer, lines: Int) {
        let count = unsafe next - lineEnd
        let isSeparator =
            (lines...2 * lines).contains(count)
            ? unsafe UnsafeRawBufferPointer(start: lineEnd, count: count).allSatisfy { $0 == 0 }
            : false
        if !isSeparator { refuse("The header\(last.isEmpty ? "" : " field \(last)") has a NUL.") }
    }

    private mutating func refuse(_ message: String) {
        if problem == nil { problem = .badRequest(message) }
    }
}
