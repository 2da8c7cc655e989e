private import CCallExamples
public import JSONText

/// Requests and answers that tests have seen, by the call that they belong to.
///
/// `scripts/record-examples` takes them from a run of the outside suites.
public struct CallExamples: Sendable {
    /// What was sent and answered once.
    public struct Example: Sendable {
        /// The body of the request, where it had one.
        public let request: JSON?
        /// The bodies of answers, by status.
        public let answers: [Int: JSON]
    }

    /// Those that the program has with it.
    public static let embedded = CallExamples(bytes)

    private let examples: [String: Example]

    /// Examples from the document that has them; none where it cannot be read.
    public init(_ document: [UInt8]) {
        guard case .object(let calls)? = try? JSON(parsing: document) else {
            examples = [:]
            return
        }
        let pairs = calls.members.compactMap { member -> (String, Example)? in
            guard case .object(let example) = member.value else { return nil }
            return (member.name, Example(example))
        }
        examples = Dictionary(pairs) { first, _ in first }
    }

    /// The example of a call, such as `GET /v1/users/{id}`.
    public func example(of call: String) -> Example? { examples[call] }

    private static var bytes: [UInt8] {
        var length: UInt = 0
        let start = unsafe laurel_call_examples(&length)
        return unsafe Array(UnsafeBufferPointer(start: start, count: Int(length)))
    }
}

extension CallExamples.Example {
    fileprivate init(_ object: JSONObject) {
        request = object["request"]
        guard case .object(let answers)? = object["answers"] else {
            self.answers = [:]
            return
        }
        let pairs = answers.members.compactMap { answer in
            Int(answer.name).map { ($0, answer.value) }
        }
        self.answers = Dictionary(pairs) { first, _ in first }
    }
}
