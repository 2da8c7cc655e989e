private import Glibc

/// A file, or standard input, that is read piece by piece.
public final class InputFile {
    /// What it is called.
    public let path: String
    /// How many bytes it has, where that is known beforehand.
    public let byteCount: Int?
    /// What tells whether it is still the same: its place, size and time of change.
    public let identity: String?

    private let descriptor: Int32
    private let isOwned: Bool

    /// A file by its path; `-` is standard input.
    public init(_ path: String) throws(SystemError) {
        self.path = path
        isOwned = path != "-"
        let opened = isOwned ? unsafe open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO
        guard opened >= 0 else { throw SystemError("open", path) }
        descriptor = opened
        var status = stat()
        guard unsafe fstat(opened, &status) == 0 else { throw SystemError("stat", path) }
        let isFile = status.st_mode & S_IFMT == S_IFREG
        byteCount = isFile ? Int(status.st_size) : nil
        identity =
            isFile
            ? "\(path) \(status.st_ino) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
            : nil
    }

    deinit { if isOwned { close(descriptor) } }

    /// The next bytes; none at the end.
    public func read(upTo count: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        while true {
            let read = unsafe Glibc.read(descriptor, &bytes, count)
            if read < 0, errno == EINTR { continue }
            guard read >= 0 else { throw SystemError("read", path) }
            bytes.removeLast(count - read)
            return bytes
        }
    }
}
