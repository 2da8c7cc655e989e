/// Why the database did not do what it was asked.
public struct StorageError: Error, Sendable {
    /// The condition, for code that has to decide something.
    public enum Code: String, Sendable {
        /// A unique key is taken.
        case duplicateKey
        /// The disk, or the quota on it, is full.
        case full
        /// Someone else holds the database, and waiting did not help.
        case busy
        /// Another transaction got in the way; the same again may succeed.
        case conflict
        /// The connection is lost, and with it the transaction.
        case disconnected
        /// The server has not answered in time; the connection was given up, and with it the
        /// transaction.
        case timedOut
        /// The connection was lost while the transaction was committed: it may have been, or not.
        case unknownOutcome
        /// The file cannot be opened, read or written.
        case unavailable
        /// The file is not a database, or is damaged.
        case corrupt
        /// The file is the database of another program.
        case foreign
        /// The database was made by a newer version.
        case newerSchema
        /// A value to be stored is beyond what can be kept exactly.
        case outOfRange
        /// A stored value cannot be what it should be.
        case invalidValue
        /// Anything else; a mistake of ours.
        case unexpected
    }

    /// The condition.
    public let code: Code
    /// A sentence for an operator; it may name files and statements, so it never goes to a caller.
    public let message: String

    /// An error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension StorageError: CustomStringConvertible {
    /// The condition and the sentence.
    public var description: String { "\(code.rawValue): \(message)" }
}
