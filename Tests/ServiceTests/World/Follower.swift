import Delivery

/// Somebody who reads a stream block by block.
struct Follower {
    /// What stands between two empty lines.
    struct Block: Equatable {
        let text: String

        init(_ text: String) { self.text = text }

        var id: String? { field("id") }
        var type: String? { field("event") }
        var data: String? { field("data") }
        /// Whether it moves a client's place and is no event.
        var isPlace: Bool { id != nil && data == nil }

        private func field(_ name: String) -> String? {
            text.split(separator: "\n").first { $0.hasPrefix("\(name): ") }
                .map { String($0.dropFirst(name.count + 2)) }
        }
    }

    private(set) var subscription: FeedSubscription?
    private var blocks: [Block] = []

    init(subscription: FeedSubscription) { self.subscription = subscription }

    /// Stops reading.
    mutating func leave() { subscription = nil }

    /// The next block; nothing at the end.
    mutating func next() async throws -> Block? {
        while blocks.isEmpty {
            guard let bytes = try await subscription?.next() else { return nil }
            blocks = String(decoding: bytes, as: UTF8.self).split(separator: "\n\n")
                .map { Block(String($0)) }
        }
        return blocks.removeFirst()
    }

    /// The next event; nothing at the end.
    mutating func event() async throws -> Block? {
        while let block = try await next() {
            if block.data != nil { return block }
        }
        return nil
    }

    /// The next so many events, or those before the end.
    mutating func events(_ count: Int) async throws -> [Block] {
        var events: [Block] = []
        while events.count < count, let event = try await event() { events.append(event) }
        return events
    }

    /// Whom the next so many events are about.
    mutating func users(_ count: Int) async throws -> [String] {
        try await events(count).map { event in
            event.data?.split(separator: "\"").dropFirst(3).first.map(String.init) ?? "?"
        }
    }
}
