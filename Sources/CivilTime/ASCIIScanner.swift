/// Reads fixed-format ASCII text from the left, without ever running past its end.
struct ASCIIScanner {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    var isAtEnd: Bool { position == bytes.count }

    /// The next byte, or nil at the end.
    var next: UInt8? { isAtEnd ? nil : bytes[position] }

    /// Steps over the byte if it is the next one.
    mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard let next, UInt32(next) == scalar.value else { return false }
        position += 1
        return true
    }

    /// Takes the next byte whatever it is.
    mutating func take() -> UInt8? {
        guard let next else { return nil }
        position += 1
        return next
    }

    /// Takes a decimal number of at least `minimum` and at most `maximum` digits.
    mutating func number(minimum: Int = 1, maximum: Int) -> Int? {
        precondition(maximum <= 18, "A number of more than 18 digits does not fit.")
        var value = 0
        var count = 0
        while count < maximum, let next, (0x30...0x39).contains(next) {
            value = value * 10 + Int(next - 0x30)
            count += 1
            position += 1
        }
        return count < minimum ? nil : value
    }

    /// Takes exactly two digits.
    mutating func twoDigits() -> Int? {
        number(minimum: 2, maximum: 2)
    }
}
