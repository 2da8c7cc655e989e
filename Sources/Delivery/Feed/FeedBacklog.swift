import Storage

/// Events that wait to be told, in order.
///
/// A page of facts is one list of events for all who are told of it, and so are their texts. Somebody
/// who wants most of a page keeps the list itself, which costs nothing, and finds what is wanted once
/// more when it is taken; somebody who wants few keeps a list of those.
struct FeedBacklog {
    private struct Page {
        let events: [FeedEvent]
        /// What is wanted of them; nothing where all are.
        let wanted: (after: FactPlace, filter: FeedFilter)?
        var start = 0

        func wants(_ event: FeedEvent) -> Bool {
            wanted.map { $0.filter.wants(event, after: $0.after) } ?? true
        }
    }

    private var pages: [Page] = []
    /// How many events wait.
    private(set) var count = 0
    /// How long their texts are together.
    private(set) var byteCount = 0

    var isEmpty: Bool { count == 0 }

    /// Adds what somebody wants of a page who has been told everything up to a place; false if that
    /// is nothing.
    mutating func add(_ events: [FeedEvent], after place: FactPlace, _ filter: FeedFilter) -> Bool {
        var number = 0
        for event in events where filter.wants(event, after: place) {
            number += 1
            byteCount += event.bytes.count
        }
        guard number > 0 else { return false }
        count += number
        let isShared = 2 * number >= events.count
        pages.append(
            Page(
                events: isShared
                    ? events : events.filter { filter.wants($0, after: place) },
                wanted: isShared && number < events.count ? (place, filter) : nil
            )
        )
        return true
    }

    /// Takes the texts of the first events: whole ones, until there are so many bytes.
    mutating func take(upTo maximumBytes: Int) -> [UInt8] {
        var texts: [[UInt8]] = []
        var length = 0
        var emptied = 0
        pages: for index in pages.indices {
            while pages[index].start < pages[index].events.count {
                guard length < maximumBytes else { break pages }
                let event = pages[index].events[pages[index].start]
                pages[index].start += 1
                guard pages[index].wants(event) else { continue }
                texts.append(event.bytes)
                length += event.bytes.count
            }
            emptied += 1
        }
        count -= texts.count
        byteCount -= length
        // What is left of a page may be wanted by others alone.
        pages = count == 0 ? [] : Array(pages[emptied...])
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length)
        for text in texts { bytes += text }
        return bytes
    }
}

extension FeedFilter {
    /// Whether an event is told to somebody who has been told everything up to a place.
    fileprivate func wants(_ event: FeedEvent, after place: FactPlace) -> Bool {
        event.place > place && passes(event)
    }
}
