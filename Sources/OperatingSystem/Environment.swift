private import Glibc

/// The variables that the program was started with.
public enum Environment {
    /// The value of a variable, if it is set.
    public static func value(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }
}
