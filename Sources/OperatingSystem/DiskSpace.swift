private import Glibc

/// How much room is left where a file is.
public enum DiskSpace {
    /// The bytes that may still be written, and all that there are; nothing where nobody can say.
    public static func left(at path: String) -> (free: Int, total: Int)? {
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0 else { return nil }
        let size = Int(status.f_frsize)
        return (Int(status.f_bavail) * size, Int(status.f_blocks) * size)
    }

    /// How many bytes a file has, and when it was last written, in seconds since 1970.
    public static func file(_ path: String) -> (byteCount: Int, writtenAt: Int64)? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return (Int(status.st_size), Int64(status.st_mtim.tv_sec))
    }
}
