/// Who refers to whom within an SVG image, and how much there is to draw because of it.
///
/// Ten elements that each show the one before ten times come to ten thousand million: a few hundred
/// bytes would keep a browser busy for ever.
struct SVGReferences {
    private struct Element {
        let position: Int
        /// The last element within it.
        var end: Int
        var targets: [String] = []
    }

    private var elements: [Element] = []
    private var open: [Int] = []
    private var indices: [String: Int] = [:]

    /// An element begins.
    mutating func begin(id: String?, at position: Int) {
        open.append(elements.count)
        // Of two elements with an id, the first has it.
        if let id, indices[id] == nil { indices[id] = elements.count }
        elements.append(Element(position: position, end: elements.count))
    }

    /// The element that is open refers to others.
    mutating func add(_ targets: [String]) {
        guard let index = open.last else { return }
        elements[index].targets += targets
    }

    /// The element that is open ends.
    mutating func finish() {
        guard let index = open.popLast() else { return }
        elements[index].end = elements.count - 1
    }

    /// What is wrong, and where; nothing if there is not too much to draw.
    var problem: (text: String, position: Int)? {
        var count = Count(elements: elements, indices: indices)
        if !elements.isEmpty { _ = count.drawn(0, depth: 0) }
        return count.problem
    }

    private struct Count {
        let elements: [Element]
        let indices: [String: Int]
        var known: [Int: Int] = [:]
        var underWay: Set<Int> = []
        var problem: (text: String, position: Int)?

        init(elements: [Element], indices: [String: Int]) {
            self.elements = elements
            self.indices = indices
        }

        /// How many elements an element comes to.
        mutating func drawn(_ index: Int, depth: Int) -> Int {
            if let count = known[index] { return count }
            let position = elements[index].position
            guard underWay.insert(index).inserted else {
                problem = ("the element refers to itself", position)
                return 0
            }
            guard depth <= ImageLimits.maximumReferenceDepth else {
                let most = ImageLimits.maximumReferenceDepth
                problem = ("a chain of references is longer than \(most)", position)
                return 0
            }
            var count = 0
            for inner in index...elements[index].end {
                count += 1
                for target in elements[inner].targets {
                    guard let other = indices[target] else { continue }
                    count += drawn(other, depth: depth + 1)
                    if problem != nil { return 0 }
                    guard count <= ImageLimits.maximumDrawnElements else {
                        let most = ImageLimits.maximumDrawnElements
                        problem = ("what it uses comes to more than \(most) elements", position)
                        return 0
                    }
                }
            }
            underWay.remove(index)
            known[index] = count
            return count
        }
    }
}
