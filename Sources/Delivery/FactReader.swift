import CivilTime
import Engine
import Storage

/// A place in one order of facts: up to where somebody has been told.
struct FactPosition: Hashable, Sendable {
    /// The number of the order.
    let epoch: Int64
    /// The place; everything up to it has been told.
    let place: FactPlace
}

/// Some facts that follow a place.
struct FactPage: Sendable {
    /// The facts, in order.
    let facts: [PlacedFact]
    /// Whether more can be read already.
    let hasMore: Bool
    /// Whether facts have been told that cannot be read yet, as a transaction before them goes on.
    var hasUnsettled = false
}

/// What there is after a position.
enum FactReading: Sendable {
    /// The facts that follow it.
    case page(FactPage)
    /// It is no position of the order that holds now, as the database was copied or restored; that
    /// order has this number.
    case otherOrder(epoch: Int64)
}

/// Reads facts in their order.
///
/// Everybody who follows them goes on by it: a follower with a lease and a durable place, and the
/// stream, whose clients keep their places themselves.
struct FactReader: Sendable {
    let database: any Database
    /// How many are read at a time.
    let pageSize: Int

    /// What follows a position.
    func next(after position: FactPosition) throws(StorageError) -> FactReading {
        let page = try database.read { (connection) throws(StorageError) -> FactPage? in
            let facts = connection.facts
            guard try facts.isOfOrder(position) else { return nil }
            let found = try facts.placed(after: position.place, limit: pageSize)
            return FactPage(
                facts: found,
                hasMore: found.count == pageSize,
                hasUnsettled: try facts.hasUnsettled()
            )
        }
        return if let page { .page(page) } else { .otherOrder(epoch: try order().epoch) }
    }

    /// The facts of a workspace between two places that are known to be of the order.
    func page(
        after place: FactPlace,
        through last: FactPlace,
        in workspace: WorkspaceID
    ) throws(StorageError) -> FactPage {
        let facts = try database.look { (connection) throws(StorageError) in
            try connection.facts.placed(
                after: place,
                through: last,
                in: workspace,
                limit: pageSize
            )
        }
        return FactPage(facts: facts, hasMore: facts.count == pageSize)
    }

    /// Whether a position may be one of the order that holds now.
    func isOfOrder(_ position: FactPosition) throws(StorageError) -> Bool {
        try database.read { (connection) throws(StorageError) in
            try connection.facts.isOfOrder(position)
        }
    }

    /// The first fact that is kept, if there is one.
    func oldestPlace() throws(StorageError) -> FactPlace? {
        try database.look { (connection) throws(StorageError) in
            try connection.facts.oldestPlace()
        }
    }

    /// The number of the order that places are of, and its newest place.
    func order() throws(StorageError) -> (epoch: Int64, newest: FactPlace) {
        let (known, newest) = try database.read { (connection) throws(StorageError) in
            (try connection.facts.epoch(), try connection.facts.newestPlace() ?? .start)
        }
        if let known { return (known, newest) }
        let fresh = Int64.random(in: 1...Int64(Int32.max))
        let epoch = try database.write { (connection) throws(StorageError) in
            try connection.facts.settleEpoch(fresh)
        }
        return (epoch, newest)
    }
}

extension FactTable {
    fileprivate func isOfOrder(_ position: FactPosition) throws(StorageError) -> Bool {
        guard try epoch() == position.epoch else { return false }
        return try isConceivable(position.place)
    }
}

extension FactPlace {
    /// When the fact was told, which its number says.
    var toldAt: Instant {
        Instant(microseconds: (number >> Int64(EventID.countBitWidth)) * 1_000)
    }
}
