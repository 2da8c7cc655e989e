/// Appends a number with leading zeros; wire formats are built byte by byte because they are hot.
func appendDigits(_ value: Int, width: Int, to bytes: inout [UInt8]) {
    precondition(value >= 0, "Only the caller knows where a sign goes.")
    var divisor = 1
    for _ in 1..<width {
        divisor *= 10
    }
    var rest = value
    while divisor > 0 {
        bytes.append(0x30 + UInt8(truncatingIfNeeded: rest / divisor % 10))
        rest %= divisor
        divisor /= 10
    }
}
