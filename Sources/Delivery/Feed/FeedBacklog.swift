import Storage

/// Events that wait to be told, in order.
///
/// A page of facts is one list of events for all who are told of it. Somebody who wants most of a
/// page keeps the list itself, which costs nothing, and finds what is wanted once more when it is
/// taken; somebody who wants few keeps a list of their texts, which are the same for all.
struct FeedBacklog {
    private enum Page {
        /// The events of a page, from a place on, and what is wanted of them.
        case shared([FeedEvent], from: Int, after: FactPlace, FeedFilter)
        /// The texts of what is wanted, from a place on.
        case own([[UInt8]], from: Int)

        /// Takes the next text; nothing when there is none.
        mutating func next() -> [UInt8]? {
            switch self {
            case .own(let texts, let place):
                guard place < texts.count else { return nil }
                self = .own(texts, from: place + 1)
                return texts[place]
            case .shared(let events, let start, let last, let filter):
                let place = events[start...].firstIndex { filter.wants($0, after: last) }
                self = .shared(
                    events,
                    from: place.map { $0 + 1 } ?? events.count,
                    after: last,
                    filter
                )
                return place.map { events[$0].bytes }
            }
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
        if 2 * number >= events.count {
            pages.append(.shared(events, from: 0, after: place, filter))
        } else {
            var texts: [[UInt8]] = []
            texts.reserveCapacity(number)
            for event in events where filter.wants(event, after: place) {
                texts.append(event.bytes)
            }
            pages.append(.own(texts, from: 0))
        }
        return true
    }

    /// Takes the texts of the first events: whole ones, until there are so many bytes.
    mutating func take(upTo maximumBytes: Int) -> [UInt8] {
        var texts: [[UInt8]] = []
        var length = 0
        var emptied = 0
        while emptied < pages.count, length < maximumBytes {
            guard let text = pages[emptied].next() else {
                emptied += 1
                continue
            }
            texts.append(text)
            length += text.count
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
