import Gzip
import Zstd

/// How files are packed.
enum Packing: String, CaseIterable {
    case none = ""
    case gzip = ".gz"
    case zstd = ".zst"

    /// What the names of packed files end with.
    var ending: String { rawValue }

    /// Some bytes packed.
    func pack(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .none: bytes
        case .gzip: Gzip.pack(bytes)
        case .zstd: Zstd.pack(bytes)
        }
    }
}
