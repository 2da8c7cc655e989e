import JSONText

extension JSONSchema {
    /// It as JSON Schema; what documents call by a name is a reference to that.
    ///
    /// An open one is written out, and takes objects with more fields than are named.
    func document(isOpen: Bool = false) -> SchemaDocument {
        SchemaDocument(schema: self, isOpen: isOpen)
    }

    /// It as JSON Schema that needs no other document.
    public var standaloneText: String {
        var writer = JSONWriter()
        document(isOpen: true).write(to: &writer)
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// The schemas that have a name in it, at any depth.
    var named: [(name: String, schema: JSONSchema)] {
        switch self {
        case .named(let name, let schema): [(name, schema)] + schema.named
        case .array(let element, _): element.named
        case .object(let fields): fields.flatMap(\.schema.named)
        case .map(let value): value.named
        case .oneOf(let schemas): schemas.flatMap(\.named)
        default: []
        }
    }
}

/// A schema as a document says it.
struct SchemaDocument: JSONWritable {
    let schema: JSONSchema
    /// Whether objects may have fields that are not named.
    let isOpen: Bool

    func write(to writer: inout JSONWriter) {
        switch schema {
        case .named(let name, let inner):
            guard !isOpen else { return part(inner).write(to: &writer) }
            writer.object { $0.field("$ref", "#/components/schemas/\(name)") }
        default: writer.object(write)
        }
    }

    private func write(_ object: inout JSONObjectWriter) {
        switch schema {
        case .any, .named: break
        case .null: object.field("type", "null")
        case .boolean: object.field("type", "boolean")
        case .number: object.field("type", "number")
        case .integer(let range): write(range, &object)
        case .string(let shape): write(shape, &object)
        case .words(let words):
            object.field("type", "string")
            object.array("enum") { for word in words { $0.element(word) } }
        case .array(let element, let count):
            object.field("type", "array")
            object.field("items", part(element))
            if count.lowerBound > 0 { object.field("minItems", count.lowerBound) }
            if count.upperBound < .max { object.field("maxItems", count.upperBound) }
        case .object(let fields): write(fields, &object)
        case .map(let value):
            object.field("type", "object")
            object.field("additionalProperties", part(value))
        case .oneOf(let schemas):
            object.array("anyOf") { array in
                for schema in schemas { array.element(part(schema)) }
            }
        }
    }

    private func part(_ schema: JSONSchema) -> SchemaDocument {
        SchemaDocument(schema: schema, isOpen: isOpen)
    }

    private func write(_ range: ClosedRange<Int64>, _ object: inout JSONObjectWriter) {
        object.field("type", "integer")
        if range.lowerBound > .min { object.field("minimum", range.lowerBound) }
        if range.upperBound < .max { object.field("maximum", range.upperBound) }
    }

    private func write(_ shape: TextShape, _ object: inout JSONObjectWriter) {
        object.field("type", "string")
        if let format = shape.format { object.field("format", format.rawValue) }
        if shape.length.lowerBound > 0 { object.field("minLength", shape.length.lowerBound) }
        if shape.length.upperBound < .max { object.field("maxLength", shape.length.upperBound) }
    }

    private func write(_ fields: [JSONSchema.Field], _ object: inout JSONObjectWriter) {
        object.field("type", "object")
        object.object("properties") { properties in
            for field in fields { properties.field(field.name, part(field.schema)) }
        }
        let required = fields.filter(\.isRequired)
        if !required.isEmpty {
            object.array("required") { for field in required { $0.element(field.name) } }
        }
        if !isOpen { object.field("additionalProperties", false) }
    }
}

extension OpenAPIDocument {
    /// What has a name in answers, each once.
    static func write(schemasOf interfaces: [Interface], to schemas: inout JSONObjectWriter) {
        var known: [String: JSONSchema] = [:]
        for (name, schema) in interfaces.flatMap(\.namedSchemas) {
            assert(known[name] ?? schema == schema, "Two schemas have the name \(name).")
            known[name] = schema
        }
        for (name, schema) in known.sorted(by: { $0.key < $1.key }) {
            schemas.field(name, schema.document())
        }
    }
}

extension Interface {
    /// The schemas of answers and parameters that have a name.
    fileprivate var namedSchemas: [(name: String, schema: JSONSchema)] {
        var schemas = [errors.schema]
        for endpoint in endpoints {
            schemas += endpoint.parameters.map(\.schema)
            for case .json(let schema) in endpoint.answers.map(\.content) {
                schemas.append(schema)
            }
        }
        return schemas.flatMap(\.named)
    }
}
