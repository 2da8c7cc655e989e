private import Glibc

/// What a file needs so that it is there after a power cut.
public enum DurableFile {
    /// Whether something has a name already.
    public static func exists(_ path: String) -> Bool {
        unsafe access(path, F_OK) == 0
    }

    /// Whether it is a file with nothing in it.
    public static func isEmpty(_ path: String) -> Bool {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFREG && status.st_size == 0
    }

    /// Puts a finished file in its place, on the disk with its new name.
    public static func move(_ path: String, to newPath: String) throws(SystemError) {
        try sync(path)
        guard unsafe rename(path, newPath) == 0 else { throw SystemError("rename", newPath) }
        let folder = newPath.lastIndex(of: "/").map { String(newPath[...$0]) } ?? "."
        try sync(folder)
    }

    /// Removes a file, if it is there.
    public static func remove(_ path: String) {
        _ = unsafe unlink(path)
    }

    private static func sync(_ path: String) throws(SystemError) {
        let descriptor = unsafe open(path, O_RDONLY)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemError("fsync", path) }
    }
}

/// A call of the system that failed.
public struct SystemError: Error, CustomStringConvertible {
    /// What was tried, on what, and why it failed.
    public let description: String

    init(_ call: String, _ path: String) {
        let reason = unsafe String(cString: strerror(errno))
        description = "\(call) \(path): \(reason)"
    }
}
