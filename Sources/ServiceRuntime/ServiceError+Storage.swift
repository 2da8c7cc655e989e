public import Engine
public import Storage

extension ServiceError {
    /// What whoever has waited too long for the database is told.
    public static let overdue = ServiceError(
        .unavailable,
        "The database has not answered for a while. Nothing was stored; try again later."
    )

    /// What a caller is told of trouble with the database: never its words, which name files.
    public init(_ error: StorageError) {
        switch error.code {
        case .full:
            self.init(
                .unavailable,
                "The server's disk is full. Nothing was stored; try again later.",
                cause: error
            )
        case .unknownOutcome:
            self.init(
                .unavailable,
                "The database was lost while it stored this, so it is not known whether it did. "
                    + "Send it again, with the same idempotency key.",
                cause: error
            )
        case .busy, .unavailable, .conflict, .disconnected, .timedOut:
            self.init(
                .unavailable,
                "The database cannot be reached just now. Nothing was stored; try again later.",
                cause: error
            )
        case .outOfRange:
            self.init(
                .invalid,
                "value would take the user's total of a day beyond what can be kept exactly.",
                cause: error
            )
        case .duplicateKey, .corrupt, .foreign, .newerSchema, .invalidValue, .unexpected:
            self.init(.unexpected, "Something went wrong on the server.", cause: error)
        }
    }

    /// What a caller is told of a rule that forbids the command.
    public init(_ refusal: Refusal) {
        switch refusal.code {
        case .unknownUser, .unknownEvent, .unknownStreak, .unknownAchievement:
            self.init(.notFound, refusal.message, cause: refusal)
        case .forbidden: self.init(.forbidden, refusal.message, cause: refusal)
        case .unknownMetric, .invalidValue, .nothingToDo, .outOfPoints:
            self.init(.invalid, refusal.message, cause: refusal)
        }
    }
}
