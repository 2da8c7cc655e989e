import HTTP
import JSONText
import Wire

/// A call of an interface as a tool of the Model Context Protocol.
struct Tool {
    let name: String
    let endpoint: Endpoint

    /// How long names may be.
    private static let maximumNameLength = 64

    /// The tools of some endpoints: what explains comes first, then previews, then the rest.
    ///
    /// Streams have no end, and what anybody may call tells nothing of a workspace.
    static func all(of endpoints: [Endpoint], allowsWrites: Bool) -> [Tool] {
        var names: Set<String> = []
        let usable = endpoints.filter { endpoint in
            endpoint.isListed && endpoint.caller != .anyone
                && !endpoint.parameters.contains { $0.name == "ticket" }
                && (allowsWrites || endpoint.method == .get)
        }
        let ordered = usable.enumerated().sorted { left, right in
            (rank(of: left.element), left.offset) < (rank(of: right.element), right.offset)
        }
        return ordered.compactMap { _, endpoint in
            let name = self.name(of: endpoint)
            return names.insert(name).inserted ? Tool(name: name, endpoint: endpoint) : nil
        }
    }

    private static func rank(of endpoint: Endpoint) -> Int {
        if endpoint.pattern.contains("explain") { return 0 }
        return endpoint.pattern.contains("preview") ? 1 : 2
    }

    /// `get_v1_users_id_streak`.
    private static func name(of endpoint: Endpoint) -> String {
        let parts = endpoint.pattern.split(separator: "/").map { part in
            part.filter { $0 != "{" && $0 != "}" }.map { character in
                character.isASCII && (character.isLetter || character.isNumber) ? character : "_"
            }
        }
        let words = [endpoint.method.name.lowercased()] + parts.map { String($0) }
        return String(words.joined(separator: "_").prefix(maximumNameLength))
    }

    /// Whether it changes nothing.
    var isReadOnly: Bool { endpoint.method == .get }

    /// Its entry in the list of tools.
    func write(to object: inout JSONObjectWriter) {
        object.field("name", name)
        let call = "\(endpoint.method.name) \(endpoint.pattern)"
        object.field("description", "\(endpoint.summary) (\(call))")
        object.object("inputSchema") { schema in
            schema.field("type", "object")
            schema.object("properties") { properties in
                for parameter in endpoint.parameters {
                    properties.field(parameter.name, rawJSON: Self.schema(of: parameter))
                }
                if let body = endpoint.body?.schema {
                    properties.field("body", rawJSON: body.standaloneText)
                }
            }
            let required = endpoint.parameters.filter(\.isRequired).map(\.name)
            schema.field("required", required + (endpoint.body?.schema == nil ? [] : ["body"]))
        }
        object.object("annotations") { annotations in
            annotations.field("readOnlyHint", isReadOnly)
            annotations.field("destructiveHint", endpoint.method == .delete)
        }
    }

    private static func schema(of parameter: Parameter) -> String {
        var writer = JSONWriter()
        writer.object { object in
            object.field("description", parameter.meaning)
            object.field("type", ["string", "number", "boolean"])
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// The request that some arguments make.
    func request(_ arguments: JSONFields, key: String) throws -> Request {
        try arguments.allowOnly(endpoint.parameters.map(\.name) + ["body"])
        var target = endpoint.pattern
        var query: [String] = []
        var headers = Headers()
        headers["X-API-KEY"] = key
        for parameter in endpoint.parameters {
            guard let value = try Self.text(parameter.name, in: arguments) else {
                guard !parameter.isRequired else {
                    throw arguments.invalid(parameter.name, "is required")
                }
                continue
            }
            switch parameter.location {
            case .path:
                target = target.replacing("{\(parameter.name)}", with: value.percentEncoded)
            case .query:
                query.append("\(parameter.name)=\(value.percentEncoded)")
            case .header: headers[parameter.name] = value
            }
        }
        if !query.isEmpty { target += "?" + query.joined(separator: "&") }
        let body = arguments.optional("body").map { Array($0.json.text.utf8) } ?? []
        return Request(endpoint.method, target, headers: headers, body: body)
    }

    private static func text(_ name: String, in fields: JSONFields) throws -> String? {
        guard let cursor = fields.optional(name) else { return nil }
        switch cursor.json {
        case .string(let text): return text
        case .number(let number): return number.literal
        case .bool(let value): return value ? "true" : "false"
        case .array(let elements):
            return elements.map { element in
                if case .string(let text) = element { text } else { element.text }
            }.joined(separator: ",")
        case .null, .object: throw cursor.invalid("must be a text, a number or a list")
        }
    }
}
