import CivilTime
import Storage

/// Up to where somebody has been told, as the id of an event.
struct FeedCursor: Hashable, Sendable {
    /// Which order the place is of.
    let epoch: Int64
    /// The place; everything up to it has been told.
    let place: FactPlace
    /// When that was so.
    let at: Instant

    init(epoch: Int64, place: FactPlace, at: Instant) {
        self.epoch = epoch
        self.place = place
        self.at = at
    }

    /// The place in its order.
    var position: FactPosition { FactPosition(epoch: epoch, place: place) }

    /// Reads the id of an event; nothing when it cannot be one of ours.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            .map { Int64($0, radix: Self.radix) }
        guard parts.count == 5, let epoch = parts[0], let place = parts[1], let number = parts[2],
            let user = parts[3], let milliseconds = parts[4],
            // An instant has microseconds, in as many bits.
            (0...Self.latest).contains(milliseconds)
        else { return nil }
        self.init(
            epoch: epoch,
            place: FactPlace(place: place - 1, number: number, user: user),
            at: Instant(microseconds: milliseconds * 1_000)
        )
    }

    /// The id of an event: digits and letters in five parts.
    var text: String {
        // The place before every fact is -1, and a sign would look like one more part.
        [epoch, place.place + 1, place.number, place.user, max(0, at.milliseconds)]
            .map { String($0, radix: Self.radix) }
            .joined(separator: "-")
    }

    private static let radix = 36
    private static let latest: Int64 = 1 << 50
}
