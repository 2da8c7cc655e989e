private import Glibc

/// A file that is written from its beginning, in large pieces; standard output is `-`.
public final class OutputFile {
    /// What it is called.
    public let path: String
    private let descriptor: Int32
    private let isOwned: Bool
    private let roomSize: Int
    private var room: [UInt8] = []

    /// An empty file in the place of whatever was there.
    public init(_ path: String, buffering roomSize: Int = 64 << 10) throws(SystemError) {
        self.path = path
        self.roomSize = roomSize
        isOwned = path != "-"
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC
        let opened = isOwned ? unsafe open(path, flags, 0o600) : STDOUT_FILENO
        guard opened >= 0 else { throw SystemError("open", path) }
        descriptor = opened
    }

    deinit { if isOwned { close(descriptor) } }

    /// Adds bytes.
    public func append(_ bytes: some Collection<UInt8>) throws(SystemError) {
        room.append(contentsOf: bytes)
        if room.count >= roomSize { try flush() }
    }

    /// Writes what was held back.
    public func flush() throws(SystemError) {
        var rest = room[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { bytes in
                unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemError("write", path) }
            rest = rest.dropFirst(count)
        }
        room.removeAll(keepingCapacity: true)
    }

    /// Writes what was held back, and has all of it on the disk.
    public func sync() throws(SystemError) {
        try flush()
        guard fsync(descriptor) == 0 else { throw SystemError("fsync", path) }
    }
}
