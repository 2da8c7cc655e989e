import Storage

/// One connection to a server, on which statements are sent and answered in rounds.
///
/// It is sendable because whoever lends it, lends it to one thread at a time.
final class PostgresConnection: Connection, @unchecked Sendable {
    private var pipeline: PostgresPipeline
    /// What begins the transaction once there is something to ask in it.
    private var beginning: String?
    /// Whether a transaction has begun and not ended.
    private var isOpen = false
    /// Whether nothing may be written, as there is no transaction to do it in.
    private var isLooking = false
    /// Whether the transaction may go through much.
    private var isReading = false
    /// Why nothing more is asked: the transaction has failed, or the connection.
    private var failure: StorageError?
    /// How long each statement may take.
    private var time: Duration
    private let usualTime: Duration
    let dialect = SQLDialect.postgres

    /// Connects, and prepares the connection for its work.
    init(
        _ target: String,
        statementTime: Duration = PostgresLimits.statementTime,
        notices: PostgresNotices = PostgresNotices { _ in },
        roundTrips: PostgresRoundTrips = PostgresRoundTrips()
    ) throws(StorageError) {
        pipeline = try PostgresPipeline(target, notices, roundTrips)
        usualTime = statementTime
        time = statementTime
        for setting in [
            "client_min_messages = warning", "synchronous_commit = on",
            "statement_timeout = \(PostgresLimits.statementTimeout)",
            "lock_timeout = \(PostgresLimits.lockTimeout)",
            "idle_in_transaction_session_timeout = \(PostgresLimits.idleTransactionTimeout)",
            // What is asked together outside a transaction sees one state.
            "default_transaction_isolation = 'repeatable read'",
        ] {
            try pipeline.sendUnprepared("SET \(setting)", within: time)
        }
        try pipeline.sendUnprepared(PostgresPlanning.byKeys, within: time)
        try pipeline.settle(within: time)
    }

    /// The host, port and database, without user or password.
    var address: String { pipeline.address }

    /// Whether the connection is fit to be lent again.
    var isFit: Bool { pipeline.isConnected && !isOpen }

    /// Whether the server has carried out anything since this was lent.
    var hasAnswered: Bool { pipeline.hasAnswered }

    /// Begins to serve somebody else; what begins a transaction is sent with whatever is asked first.
    func lend(for use: PostgresUse) {
        beginning = use.beginning
        isLooking = use == .looking
        isReading = use == .reading
        isOpen = false
        failure = nil
        time = usualTime
        pipeline.beginServing()
    }
}

// MARK: - Statements

extension PostgresConnection {
    /// Gives the statements of the transaction that is open more time, here and on the server.
    func allow(_ patience: StatementTime) throws(StorageError) {
        let (statement, lock) =
            switch patience {
            case .round: (PostgresLimits.roundStatementTimeout, PostgresLimits.roundLockTimeout)
            case .migration:
                (PostgresLimits.migrationStatementTimeout, PostgresLimits.migrationLockTimeout)
            }
        try noting { () throws(StorageError) in
            try begin()
            try pipeline.sendUnprepared("SET LOCAL statement_timeout = \(statement)", within: time)
            try pipeline.sendUnprepared("SET LOCAL lock_timeout = \(lock)", within: time)
            try pipeline.send(PostgresPlanning.freely, within: time)
        }
        time = .milliseconds(statement) + PostgresLimits.margin
    }

    @discardableResult
    func execute(_ statement: SQL) throws(StorageError) -> Int {
        try checkMayWrite(statement)
        return try result(of: try sent(statement)).changeCount
    }

    func send(_ statement: SQL) throws(StorageError) {
        try checkMayWrite(statement)
        try put(statement, for: nil)
    }

    func forEachRow(
        of statement: SQL,
        _ body: (any Row) throws(StorageError) -> Void
    ) throws(StorageError) {
        try sent(statement).forEachRow(body)
    }

    func ask(_ statement: SQL) throws(StorageError) -> any Rows {
        try sent(statement)
    }

    /// What the server has said to a statement; whoever asks first waits for it.
    func result(of answer: PostgresAnswer) throws(StorageError) -> PostgresResult {
        if answer.result == nil { try settle() }
        guard let result = answer.result else {
            throw failure ?? StorageError(.unexpected, "an answer was read after its transaction")
        }
        return result
    }

    private func sent(_ statement: SQL) throws(StorageError) -> PostgresAnswer {
        let answer = PostgresAnswer(on: self)
        try put(statement, for: answer)
        return answer
    }

    private func put(_ statement: SQL, for answer: PostgresAnswer?) throws(StorageError) {
        let text = dialect.text(of: statement)
        var values = statement.parameters.map(\.text)
        if let batch = statement.batch { values += PostgresArray.columns(of: batch) }
        try noting { () throws(StorageError) in
            try begin()
            try pipeline.send(text, values, for: answer, within: time)
        }
    }

    private func begin() throws(StorageError) {
        guard let text = beginning else { return }
        beginning = nil
        isOpen = true
        try pipeline.send(text, within: time)
        if isReading { try pipeline.send(PostgresPlanning.freely, within: time) }
    }

    private func settle() throws(StorageError) {
        try noting { () throws(StorageError) in try pipeline.settle(within: time) }
    }

    /// Asks nothing more in a transaction that has failed, nor of a server that has not answered:
    /// what that says later is the answer to something else.
    private func noting(_ body: () throws(StorageError) -> Void) throws(StorageError) {
        if let failure { throw failure }
        do throws(StorageError) {
            try body()
        } catch {
            if isOpen || !pipeline.isConnected { failure = error }
            throw error
        }
    }

    private func checkMayWrite(_ statement: SQL) throws(StorageError) {
        guard isLooking else { return }
        let text = dialect.text(of: statement)
        throw StorageError(.unexpected, "nothing is written by whoever looks: \(text)")
    }
}

// MARK: - The end of a transaction

extension PostgresConnection {
    /// Makes durable what was written, in the same round as whatever was sent last.
    func commit() throws(StorageError) {
        if let failure { throw failure }
        guard isOpen else { return }
        // A connection that has died unseen is found out before there is anything to be in doubt of.
        if !pipeline.hasAnswered { try settle() }
        do throws(StorageError) {
            try noting { () throws(StorageError) in
                try pipeline.send("COMMIT", [], .commit, within: time)
                try pipeline.settle(within: time)
            }
        } catch  where pipeline.isCommitOpen {
            throw StorageError(.unknownOutcome, "the reply to COMMIT was lost: \(error.message)")
        }
        isOpen = false
    }

    /// Ends a transaction that has only read; nobody waits for that.
    func end() throws(StorageError) {
        if pipeline.isWaiting { try settle() }
        if let failure { throw failure }
        guard isOpen else { return }
        isOpen = false
        do throws(StorageError) {
            try pipeline.send("COMMIT", [], .end, within: time)
            try pipeline.endRound(within: time)
        } catch {
            // What was asked was answered; the connection is given up and not lent again.
        }
    }

    /// Takes back what was written; a connection where that fails is not fit any more.
    func rollBack() {
        guard isOpen, pipeline.isConnected else { return }
        let answer = PostgresAnswer(on: self)
        do throws(StorageError) {
            // Behind the end of a round, so that no error before it leaves this out.
            try pipeline.endRound(within: time)
            try pipeline.send("ROLLBACK", [], .end, for: answer, within: time)
            try pipeline.settle(within: time)
        } catch {
            // The first error of the transaction is the one to tell.
        }
        isOpen = answer.result == nil
    }
}

extension SQLValue {
    /// The value in text form; nothing for null.
    fileprivate var text: String? {
        switch self {
        case .null: nil
        case .integer(let number): String(number)
        case .text(let text): text
        }
    }
}
