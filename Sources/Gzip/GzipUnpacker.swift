private import CZlib

/// Unpacks what `gzip` has packed, from bytes that come in pieces; several packed files in a row are
/// one.
@safe public final class GzipUnpacker {
    /// Bytes that `gzip` has not made, or not all of them.
    public struct Failure: Error {
        /// What is wrong, as a sentence.
        public let message: String
    }

    private let stream: UnsafeMutablePointer<z_stream>
    private var isWithin = false

    /// An unpacker that has seen nothing.
    public init() {
        guard let stream = unsafe zlib_unpack_begin() else {
            preconditionFailure("the system has no memory left")
        }
        unsafe self.stream = unsafe stream
    }

    deinit { unsafe zlib_unpack_end(stream) }

    /// Unpacks some bytes.
    public func unpack(_ bytes: [UInt8]) throws(Failure) -> [UInt8] {
        var unpacked: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 256 << 10)
        var rest = bytes[...]
        while true {
            var (taken, made) = (0, 0)
            let input = Array(rest)
            let result = unsafe zlib_unpack(
                stream,
                input,
                input.count,
                &taken,
                &room,
                room.count,
                &made
            )
            guard result >= 0 else { throw Failure(message: "the bytes are not those of gzip") }
            if taken > 0 || made > 0 { isWithin = result == 0 }
            unpacked += room[..<made]
            rest = rest.dropFirst(taken)
            if result == 1, !rest.isEmpty { continue }
            if made < room.count, rest.isEmpty || taken == 0 { return unpacked }
        }
    }

    /// Refuses a file that was cut off.
    public func finish() throws(Failure) {
        if isWithin { throw Failure(message: "the packed file ends too early") }
    }
}
