private import Glibc

/// A file that its owner alone may read.
public enum PrivateFile {
    /// Makes a file with some bytes, on the disk when this returns; false when it is there already.
    public static func create(_ path: String, _ bytes: [UInt8]) throws(SystemError) -> Bool {
        let draft = "\(path).\(getpid())"
        let descriptor = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError("open", draft) }
        defer { DurableFile.remove(draft) }
        let count = unsafe write(descriptor, bytes, bytes.count)
        let isWritten = count == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard isWritten else { throw SystemError("write", draft) }
        // A link is made whole or not at all, and never in the place of another file.
        if unsafe link(draft, path) == 0 { return true }
        guard errno == EEXIST else { throw SystemError("link", path) }
        return false
    }

    /// Whether others than the owner may read or write a file.
    public static func isOpenToOthers(_ path: String) -> Bool {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return false }
        return status.st_mode & 0o077 != 0
    }
}
