public import Catalogue
import CivilTime
public import Engine
import ServiceRuntime
import Storage

/// Some of the users whom a number counts.
public struct CountedUsers: Sendable {
    /// A user with attributes.
    public struct Entry: Sendable {
        /// The user.
        public let user: User
        /// The user's attributes.
        public let attributes: [AttributeID: String]
    }

    /// The users, in an order that stays.
    public var users: [Entry] = []
    /// How many were looked at.
    public var looked = 0
    /// After whom to go on; nothing at the end.
    public var next: UserKey?
    /// Whether all users are in what was looked at.
    public var isComplete = true
}

extension Analytics {
    /// The users whom a number counts, and who are in a segment, after one of them.
    ///
    /// It goes through what users add to the roll-ups, so they are those whom the number counts. It looks
    /// at so many users, and may find fewer than are asked for though there are more.
    public func users(
        in bar: AnalyticsBar,
        of segment: Segment?,
        in view: WorkspaceView,
        after start: UserKey?,
        limit: Int
    ) async throws -> CountedUsers {
        try await database.readSlowly { (connection) throws(StorageError) in
            let state = try connection.analyticsStates.find(view.id)
            let generation = state?.generation ?? 0
            var found = CountedUsers()
            found.isComplete = generation > 0 && state?.nextGeneration == nil
            var (keys, cursor): ([UserKey], UserKey?) = ([], start)
            search: while found.looked < AnalyticsLimits.usersLookedAt {
                let page = try connection.analyticsSheets.page(
                    of: view.id,
                    generation,
                    after: cursor,
                    limit: AnalyticsLimits.sheetsAtOnce
                )
                for stored in page {
                    found.looked += 1
                    cursor = stored.user
                    guard stored.sheet.isCounted(in: bar), stored.sheet.isIn(segment) else {
                        continue
                    }
                    keys.append(stored.user)
                    if keys.count == limit { break search }
                }
                guard page.count == AnalyticsLimits.sheetsAtOnce else {
                    cursor = nil
                    break
                }
            }
            found.next = cursor
            found.users = try connection.entries(of: keys)
            return found
        }
    }
}

extension UserSheet {
    /// Whether the user is in a segment; everybody is in none.
    fileprivate func isIn(_ segment: Segment?) -> Bool {
        guard let segment else { return true }
        return segments.contains(segment) || valued.keys.contains { $0.segment == segment }
    }
}

extension Connection {
    /// Some users with their attributes, in the order of their keys.
    fileprivate func entries(
        of keys: [UserKey]
    ) throws(StorageError) -> [CountedUsers.Entry] {
        guard !keys.isEmpty else { return [] }
        let attributes = try ask(users.attributesLookup(of: keys)).value()
        let rows = try users.rows(of: keys)
        let known = Dictionary(rows.map { ($0.key, $0.user) }) { first, _ in first }
        return keys.compactMap { key in
            guard let user = known[key] ?? nil else { return nil }
            return CountedUsers.Entry(user: user, attributes: attributes[key] ?? [:])
        }
    }
}
