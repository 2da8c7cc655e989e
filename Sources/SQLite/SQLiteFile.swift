import Glibc
import Storage

/// The files of a database: who may read them, and how much room there is for more.
enum SQLiteFile {
    /// What stands beside a database file while it is in use.
    private static let companions = ["-wal", "-shm", "-journal"]

    /// Makes an empty file that its owner alone may read, unless there is one.
    ///
    /// SQLite gives the files beside it the mode of the file itself, whatever the umask. A file that
    /// is there is not opened: closing it would let go of every lock that this process has on it.
    ///
    /// Tells whether it made one.
    @discardableResult
    static func createPrivately(_ path: String) -> Bool {
        let flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC
        let descriptor = unsafe open(path, flags, SQLiteLimits.fileMode)
        // What cannot be made SQLite cannot open either, and says why.
        guard descriptor >= 0 else { return false }
        fchmod(descriptor, SQLiteLimits.fileMode)
        close(descriptor)
        return true
    }

    /// Removes a file that nothing was written to.
    static func removeIfEmpty(_ path: String) {
        if size(path) == 0 { _ = unsafe unlink(path) }
    }

    /// Shuts out everybody else from files that the world may read, as older versions left them.
    ///
    /// A file that only a group may read was made so by somebody who wants it.
    static func closeToTheWorld(_ path: String) {
        for name in [path] + companions.map({ path + $0 }) {
            var status = stat()
            guard unsafe stat(name, &status) == 0, status.st_mode & S_IRWXO != 0 else { continue }
            // Who may not change it is not its owner, who has chosen.
            _ = unsafe chmod(name, status.st_mode & S_IRWXU)
        }
    }

    /// The size of a file in bytes; nothing when there is none.
    static func size(_ path: String) -> Int64? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int64(status.st_size) : nil
    }

    /// Whether the disk of a file has so little room that it counts as full.
    static func isDiskFull(_ path: String) -> Bool {
        var status = statvfs()
        guard unsafe statvfs(folder(of: path), &status) == 0 else { return false }
        let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
        return free < SQLiteLimits.leastFreeBytes
    }

    /// Whether a new file cannot be made beside a file.
    static func isFolderClosed(_ path: String) -> Bool {
        unsafe access(folder(of: path), W_OK | X_OK) != 0
    }

    /// The folder that a file would be in, if there is no such folder.
    static func missingFolder(of path: String) -> String? {
        let folder = folder(of: path)
        return unsafe access(folder, F_OK) != 0 ? folder : nil
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    }
}
