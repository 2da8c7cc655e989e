private import CZlib

/// Packing bytes into less, as `gzip` unpacks them.
public enum Gzip {
    /// The most that is packed at a time, which the library counts in 32 bits.
    public static let maximumBytes = 1 << 30

    /// Some bytes packed; the same bytes are always packed the same.
    public static func pack(_ bytes: [UInt8]) -> [UInt8] {
        precondition(bytes.count <= maximumBytes, "so many bytes are packed in parts")
        var packed = [UInt8](repeating: 0, count: zlib_packed_bound(bytes.count))
        let count = unsafe zlib_pack(bytes, bytes.count, &packed, packed.count)
        precondition(count > 0, "the library has room for all of it, and still it failed")
        packed.removeLast(packed.count - count)
        return packed
    }
}
