private import Glibc

/// Standard output and standard error, written at once, so that whoever reads a pipe waits for
/// nothing.
public enum Console {
    /// Writes a line to standard output.
    public static func print(_ line: String) {
        write(line + "\n", to: STDOUT_FILENO)
    }

    /// Writes a line to standard output; false when nobody reads it, or it has no room.
    public static func tryPrint(_ line: String) -> Bool {
        write(line + "\n", to: STDOUT_FILENO)
    }

    /// Writes a line to standard error.
    public static func printError(_ line: String) {
        write(line + "\n", to: STDERR_FILENO)
    }

    @discardableResult
    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes { bytes in
                unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
            }
            if written < 0, errno == EINTR { continue }
            // Nobody reads; there may be nowhere left to say so.
            guard written > 0 else { return false }
            rest = rest.dropFirst(written)
        }
        return true
    }
}
