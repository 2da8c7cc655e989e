private import CZstd

/// Packing bytes into less, as `zstd` unpacks them.
public enum Zstd {
    /// The most that is packed at a time.
    public static let maximumBytes = 1 << 30

    /// Some bytes packed; the same bytes are always packed the same.
    public static func pack(_ bytes: [UInt8]) -> [UInt8] {
        precondition(bytes.count <= maximumBytes, "so many bytes are packed in parts")
        var packed = [UInt8](repeating: 0, count: zstd_packed_bound(bytes.count))
        let count = unsafe zstd_pack(bytes, bytes.count, &packed, packed.count)
        precondition(count > 0, "the library has room for all of it, and still it failed")
        packed.removeLast(packed.count - count)
        return packed
    }
}
