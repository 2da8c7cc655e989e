import Glibc

/// A program that was run to its end.
///
/// Foundation's `Process` copies 256 bytes of every entry of `/proc/self/fd`, however short the
/// entry is. Beside a test that opens a thousand connections, it reads over the end of its memory
/// now and then, and all tests end with it.
public struct ChildProcess: Sendable {
    /// What it ended with; of a signal, 128 and the signal's number.
    public let status: Int32
    /// What it wrote to standard output.
    public let output: [UInt8]
    /// What it wrote to standard error.
    public let errors: [UInt8]

    /// The program could not be started.
    public struct NotStarted: Error, CustomStringConvertible {
        /// The program and the system's reason.
        public let description: String
    }

    /// Runs a program in a folder and waits for its end, on the calling thread.
    ///
    /// It finds nothing on its standard input. It inherits descriptors that are not closed for it:
    /// tests that open many mark them so (`FD_CLOEXEC`).
    public static func run(
        _ program: String,
        _ arguments: [String],
        in folder: String = "/"
    ) throws(NotStarted) -> ChildProcess {
        let output = try CapturedFile(program)
        let errors = try CapturedFile(program)
        let process = try start(program, arguments, folder, output, errors)
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        return ChildProcess(
            status: signal == 0 ? status >> 8 & 0xff : 128 + signal,
            output: output.read(),
            errors: errors.read()
        )
    }

    private static func start(
        _ program: String,
        _ arguments: [String],
        _ folder: String,
        _ output: borrowing CapturedFile,
        _ errors: borrowing CapturedFile
    ) throws(NotStarted) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output.descriptor, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, errors.descriptor, 2)
        // Swift does not see the action that changes the folder, so somebody else changes it.
        let texts = ["/usr/bin/env", "--chdir", folder, program] + arguments
        var words = unsafe texts.map { unsafe strdup($0) } + [nil]
        defer { for index in unsafe words.indices { unsafe free(words[index]) } }
        var process = pid_t()
        let code = unsafe posix_spawn(&process, texts[0], &actions, nil, &words, environ)
        guard code == 0 else { throw NotStarted(program, code) }
        return process
    }
}

/// A file without a name, which a program writes into and which is read when it has ended.
private struct CapturedFile: ~Copyable {
    let descriptor: CInt

    init(_ program: String) throws(ChildProcess.NotStarted) {
        let folder = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var name = Array("\(folder)/captured-XXXXXX".utf8CString)
        descriptor = unsafe mkstemp(&name)
        guard descriptor >= 0 else { throw ChildProcess.NotStarted(program, errno) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unsafe unlink(&name)
    }

    deinit {
        close(descriptor)
    }

    func read() -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { buffer in
                unsafe pread(descriptor, buffer.baseAddress, buffer.count, bytes.count)
            }
            guard count > 0 else { return bytes }
            bytes += chunk.prefix(count)
        }
    }
}

extension ChildProcess.NotStarted {
    fileprivate init(_ program: String, _ code: CInt) {
        let reason = unsafe String(cString: strerror(code))
        self.init(description: "\(program) cannot be run: \(reason).")
    }
}
