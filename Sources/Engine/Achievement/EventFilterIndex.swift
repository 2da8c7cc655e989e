/// The filters of a metric, found by what an event carries.
struct EventFilterIndex: Sendable {
    private struct Pair: Hashable {
        let attribute: AttributeID
        /// By its bytes: texts that only look alike are two values.
        let value: [UInt8]
    }

    /// Each filter stands under one of the values that it asks for, as without that one it cannot
    /// be passed.
    private var filters: [Pair: [EventFilter]] = [:]

    init(_ filters: [EventFilter]) {
        var known: Set<EventFilterID> = []
        for filter in filters where known.insert(filter.id).inserted {
            let least = filter.attributes.attributes.min { $0.key.number < $1.key.number }
            guard let (attribute, value) = least else { continue }
            let pair = Pair(attribute: attribute, value: Array(value.utf8))
            self.filters[pair, default: []].append(filter)
        }
    }

    var isEmpty: Bool { filters.isEmpty }

    func filters(passing attributes: [AttributeID: String]) -> [EventFilter] {
        attributes.flatMap { attribute, value in
            filters[Pair(attribute: attribute, value: Array(value.utf8))] ?? []
        }.filter { $0.attributes.matches(attributes) }
    }
}
