/// Why a server could not be started.
public struct HTTPServerError: Error, CustomStringConvertible {
    /// The condition.
    public struct Code: Sendable, Hashable {
        let name: String

        /// The host's name or address is not one.
        public static let unknownHost = Code(name: "unknownHost")
        /// Another process listens there already.
        public static let addressInUse = Code(name: "addressInUse")
        /// The system refused for another reason.
        public static let cannotListen = Code(name: "cannotListen")
        /// The system allows fewer descriptors than connections.
        public static let tooFewDescriptors = Code(name: "tooFewDescriptors")
        /// The threads could not be started.
        public static let cannotStart = Code(name: "cannotStart")
    }

    /// The condition.
    public let code: Code
    /// A sentence for the operator.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The sentence.
    public var description: String { message }
}
