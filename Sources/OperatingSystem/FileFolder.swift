private import Glibc

/// A folder whose files are added to, and are there after a power cut.
public struct FileFolder: Sendable {
    /// Where it is.
    public let path: String

    /// A folder that is there.
    public init(_ path: String) {
        self.path = path
    }

    /// Where a file of the folder is.
    public func path(of name: String) -> String { "\(path)/\(name)" }

    /// Makes the folder unless it is there; others than the owner may not look into it.
    public func create() throws(SystemError) {
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw SystemError("mkdir", path)
        }
    }

    /// Removes its files, and the folder itself.
    public func remove() throws(SystemError) {
        for name in try names() { DurableFile.remove(path(of: name)) }
        guard unsafe rmdir(path) == 0 else { throw SystemError("rmdir", path) }
    }

    /// The names of its files, in order.
    public func names() throws(SystemError) -> [String] {
        guard let folder = unsafe opendir(path) else { throw SystemError("opendir", path) }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe String(
                    cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self)
                )
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Adds bytes to a file, which is made if it is missing, and has them on the disk.
    public func append(_ bytes: [UInt8], to name: String) throws(SystemError) {
        try write(bytes, to: path(of: name), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC)
    }

    /// Cuts a file off behind so many bytes.
    public func truncate(_ name: String, to count: Int) throws(SystemError) {
        guard unsafe Glibc.truncate(path(of: name), count) == 0 else {
            throw SystemError("truncate", path(of: name))
        }
    }

    /// Puts a whole file into its place: whoever looks sees it whole, or as it was before.
    public func put(_ bytes: [UInt8], as name: String) throws(SystemError) {
        let draft = path(of: ".\(name).\(getpid())")
        try write(bytes, to: draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC)
        try DurableFile.move(draft, to: path(of: name))
    }

    private func write(
        _ bytes: [UInt8],
        to path: String,
        _ flags: Int32
    ) throws(SystemError) {
        let descriptor = unsafe open(path, flags, 0o644)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { bytes in
                unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemError("write", path) }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw SystemError("fsync", path) }
    }
}
