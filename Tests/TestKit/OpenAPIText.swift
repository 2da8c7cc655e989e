import JSONText
import Testing

/// An OpenAPI document as a server shows it, and what tools would stumble over in it.
package struct OpenAPIText {
    private let document: JSON
    private let text: String

    package init(_ text: String) throws {
        self.text = text
        document = try JSON(parsing: Array(text.utf8))
    }

    /// What is wrong, one sentence each; nothing where all is well.
    package func problems() -> [String] {
        var problems: [String] = []
        var ids: Set<String> = []
        for (path, item) in Self.members(Self.member("paths", of: document)) {
            for (method, operation) in Self.members(item) {
                let name = "\(method) \(path)"
                guard case .string(let id) = Self.member("operationId", of: operation) else {
                    problems.append("\(name) has no operationId")
                    continue
                }
                if !ids.insert(id).inserted { problems.append("\(name): \(id) is there twice") }
                let declared = Self.pathParameters(of: operation)
                if declared != Self.pathParameters(in: path) {
                    problems.append("\(name) declares the parameters \(declared.sorted())")
                }
            }
        }
        return problems + danglingReferences()
    }

    /// The names that schemas are called by, without being there.
    private func danglingReferences() -> [String] {
        let schemas = Self.member("schemas", of: Self.member("components", of: document))
        let known = Set(Self.members(schemas).map(\.name))
        let references = text.matches(of: /"#\/components\/schemas\/([^"]+)"/)
        let names = Set(references.map { String($0.output.1) })
        return names.subtracting(known).sorted().map { "the schema \($0) is not there" }
    }

    private static func pathParameters(in path: String) -> Set<String> {
        Set(path.matches(of: /\{(\w+)\}/).map { String($0.output.1) })
    }

    private static func pathParameters(of operation: JSON) -> Set<String> {
        guard case .array(let parameters) = member("parameters", of: operation) else { return [] }
        return Set(
            parameters.compactMap { parameter in
                guard member("in", of: parameter) == .string("path"),
                    case .string(let name) = member("name", of: parameter)
                else { return nil }
                return name
            }
        )
    }

    private static func members(_ json: JSON) -> [(name: String, value: JSON)] {
        guard case .object(let object) = json else { return [] }
        return object.members.map { (name: $0.name, value: $0.value) }
    }

    private static func member(_ name: String, of json: JSON) -> JSON {
        guard case .object(let object) = json else { return .null }
        return object[name] ?? .null
    }
}
