/// Why the service does not do what was asked, with a sentence that is safe to show.
public struct ServiceError: Error, Sendable {
    /// The condition, for code that has to decide something.
    public enum Code: Error {
        /// No key, or none that works.
        case unauthorized
        /// The key works, but not for this.
        case forbidden
        /// What is named does not exist.
        case notFound
        /// A value breaks a rule.
        case invalid
        /// There is no room or no database just now; trying again later may help.
        case unavailable
        /// A mistake of ours.
        case unexpected
    }

    /// The condition.
    public let code: Code
    /// A sentence for the caller that names the field and the fix.
    public let message: String
    /// What happened underneath, for the log alone.
    public let cause: (any Error)?

    /// An error.
    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }
}

extension ServiceError: CustomStringConvertible {
    /// The sentence alone; what lies underneath is for `String(reflecting:)`.
    public var description: String { message }
}

extension ServiceError {
    /// The answer to whoever names a user that there is not.
    public static func unknownUser(_ id: String) -> ServiceError {
        ServiceError(.notFound, "No user has the id \"\(id)\".")
    }
}
