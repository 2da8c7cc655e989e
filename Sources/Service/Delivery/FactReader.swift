import CivilTime
import Engine
import Storage

/// Some facts that follow a place.
struct FactPage: Sendable {
    /// The facts, in order.
    let facts: [PlacedFact]
    /// Whether more can be read already.
    let hasMore: Bool
    /// Whether facts have been told that cannot be read yet, as a transaction before them goes on.
    let hasUnsettled: Bool
}

/// Reads facts in their order; everybody who follows them reads them so.
struct FactReader: Sendable {
    let database: any Database
    /// How many are read at a time.
    let pageSize: Int

    /// The facts after a place; nothing when the place is not one of this server's.
    func page(after place: FactPlace) throws(StorageError) -> FactPage? {
        try database.read { (connection) throws(StorageError) in
            guard try connection.facts.isConceivable(place) else { return nil }
            let facts = try connection.facts.placed(after: place, limit: pageSize)
            return FactPage(
                facts: facts,
                hasMore: facts.count == pageSize,
                hasUnsettled: try connection.facts.hasUnsettled()
            )
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

extension FactPlace {
    /// When the fact was told, which its number says.
    var toldAt: Instant {
        Instant(microseconds: (number >> Int64(EventID.countBitWidth)) * 1_000)
    }
}
