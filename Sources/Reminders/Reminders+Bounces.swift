import CivilTime
import Delivery
public import Engine
import ServiceRuntime
public import Storage

/// That a mail came back, or that somebody complained about it.
public struct MailBounce: Hashable, Sendable {
    /// Whom the mail was for; nothing where the return path says so.
    public let address: String?
    /// Where it came back to.
    public let returnPath: String?
    /// What happened.
    public let reason: Suppression.Reason
    /// What the server said.
    public let detail: String?

    /// That a mail came back.
    public init(
        address: String?,
        returnPath: String?,
        reason: Suppression.Reason,
        detail: String?
    ) {
        self.address = address
        self.returnPath = returnPath
        self.reason = reason
        self.detail = detail
    }
}

extension Reminders {
    /// Takes in that mails came back, so that their addresses take none; says how many were found.
    public func take(_ bounces: [MailBounce], in workspace: WorkspaceID) async throws -> Int {
        let links = MailLinks(keyring)
        let now = clock.now()
        return try await database.write { (connection) throws(StorageError) in
            var count = 0
            for bounce in bounces {
                let number = bounce.returnPath.flatMap(links.reminder)
                let known = try number.flatMap { (number) throws(StorageError) in
                    try connection.address(ofReminder: number, in: workspace)
                }
                guard let address = bounce.address ?? known else { continue }
                count += 1
                try connection.suppressions.insert(
                    Suppression(
                        workspace: workspace,
                        digest: MailAddress.digest(of: address),
                        reason: bounce.reason,
                        detail: bounce.detail.map {
                            String($0.prefix(RemindingLimits.keptAnswer))
                        },
                        at: now
                    )
                )
            }
            return count
        }
    }

    /// That an address takes no mail, if it does not.
    public func suppression(
        of address: String,
        in workspace: WorkspaceID
    ) async throws -> Suppression? {
        let digest = MailAddress.digest(of: address)
        return try await database.read { (connection) throws(StorageError) in
            try connection.suppressions.find(digest, in: workspace)
        }
    }

    /// A page of the addresses that take no mail, the newest first.
    public func suppressions(
        in workspace: WorkspaceID,
        reason: Suppression.Reason?,
        after cursor: Suppression.Cursor?,
        limit: Int
    ) async throws -> [Suppression] {
        try await database.readSlowly { (connection) throws(StorageError) in
            try connection.suppressions.page(
                in: workspace,
                reason: reason,
                after: cursor,
                limit: limit
            )
        }
    }

    /// Lets an address take mail again, which is named by itself or by its digest; says whether it
    /// did not.
    public func allow(_ address: String, in workspace: WorkspaceID) async throws -> Bool {
        let digest = MailAddress.isDigest(address) ? address : MailAddress.digest(of: address)
        return try await database.write { (connection) throws(StorageError) in
            try connection.suppressions.remove(digest, in: workspace)
        }
    }
}

extension Connection {
    /// Where the mail of a reminder went: to the address that its user has now.
    fileprivate func address(
        ofReminder number: Int64,
        in workspace: WorkspaceID
    ) throws(StorageError) -> String? {
        guard let reminder = try reminders.find(number), reminder.workspace == workspace else {
            return nil
        }
        return try users.rows(of: [reminder.key.user]).first?.user?.email
    }
}
