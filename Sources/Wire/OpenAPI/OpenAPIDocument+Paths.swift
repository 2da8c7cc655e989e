import CallExamples
import HTTP
import JSONText

extension OpenAPIDocument {
    /// An endpoint with the words of its interface.
    private struct Operation {
        let endpoint: Endpoint
        let errors: ErrorWording

        /// What was sent and answered in a test.
        var example: CallExamples.Example? {
            CallExamples.embedded.example(of: "\(endpoint.method) \(endpoint.pattern)")
        }
    }

    /// Every path once, with its methods.
    static func write(paths interfaces: [Interface], to paths: inout JSONObjectWriter) {
        let operations = interfaces.flatMap { interface in
            interface.endpoints.map { Operation(endpoint: $0, errors: interface.errors) }
        }
        let byPath = Dictionary(grouping: operations, by: \.endpoint.pattern)
        for path in byPath.keys.sorted() {
            paths.object(path) { item in
                for operation in byPath[path] ?? [] {
                    item.object(operation.endpoint.method.name.lowercased()) {
                        write(operation, to: &$0)
                    }
                }
            }
        }
    }

    private static func write(_ operation: Operation, to object: inout JSONObjectWriter) {
        let endpoint = operation.endpoint
        object.field("operationId", endpoint.operationID)
        object.field("summary", endpoint.summary)
        object.field("description", endpoint.caller.sentence)
        object.array("tags") { $0.element(endpoint.tag) }
        object.array("security") { security in
            guard endpoint.caller != .anyone else { return }
            for credential in Credential.allCases {
                security.object { $0.array(credential.rawValue) { _ in } }
            }
        }
        if !endpoint.allParameters.isEmpty {
            object.array("parameters") { parameters in
                for parameter in endpoint.allParameters {
                    parameters.object { write(parameter, to: &$0) }
                }
            }
        }
        if let body = endpoint.body {
            object.object("requestBody") { write(body, operation.example?.request, to: &$0) }
        }
        object.object("responses") { responses in
            for answer in endpoint.allAnswers(in: operation.errors) {
                responses.object("\(answer.status.code)") {
                    write(answer, operation, to: &$0)
                }
            }
        }
    }

    private static func write(_ parameter: Parameter, to object: inout JSONObjectWriter) {
        object.field("name", parameter.name)
        object.field("in", parameter.location.rawValue)
        object.field("description", parameter.meaning)
        object.field("required", parameter.isRequired)
        if case .array = parameter.schema {
            // The elements of a list stand in the address with commas between them.
            object.field("style", "form")
            object.field("explode", false)
        }
        object.field("schema", parameter.schema.document())
    }

    private static func write(
        _ body: RequestBody,
        _ example: JSON?,
        to object: inout JSONObjectWriter
    ) {
        object.field("required", true)
        if let bytes = body.maximumBytes {
            object.field("description", "At most \(bytes) bytes.")
        }
        object.object("content") { content in
            content.object(body.mediaType) { media in
                // Callers may send fields of newer versions, so a body may have more fields.
                media.field("schema", (body.schema ?? .text).document(isOpen: true))
                media.fieldIfPresent("example", example)
            }
        }
    }

    private static func write(
        _ answer: EndpointAnswer,
        _ operation: Operation,
        to object: inout JSONObjectWriter
    ) {
        object.field("description", answer.status.meaning)
        let example = operation.example?.answers[answer.status.code]
        switch answer.content {
        case .empty: break
        case .json(let schema): write("application/json", schema, example, to: &object)
        case .failure: write("application/json", operation.errors.schema, to: &object)
        case .other(let mediaType):
            // What is no JSON is text, or bytes, of any form.
            write(mediaType, .text, example, to: &object)
        }
    }

    private static func write(
        _ mediaType: String,
        _ schema: JSONSchema,
        _ example: JSON? = nil,
        to object: inout JSONObjectWriter
    ) {
        object.object("content") { content in
            content.object(mediaType) { media in
                media.field("schema", schema.document())
                media.fieldIfPresent("example", example)
            }
        }
    }
}

extension Endpoint {
    /// Everything that it may answer, by status, with the errors that all endpoints have.
    func allAnswers(in wording: ErrorWording) -> [EndpointAnswer] {
        (200...599).compactMap { code in
            let status = Status(code)
            // Requests that the server cannot read are refused before an interface is chosen.
            let edge = Self.unreadable.contains(status) ? EndpointAnswer.json(status, .any) : nil
            return answer(status, in: wording) ?? edge
        }
    }

    /// What is answered to a request that takes too long, or whose address or header is too long.
    private static let unreadable: Set<Status> = [
        .requestTimeout, .targetTooLong, .headersTooLarge,
    ]

    /// A name that no other endpoint of the document has: `getUsersIdStreak`.
    var operationID: String {
        let words = pattern.split { !$0.isLetter && !$0.isNumber }
        return words.reduce(method.name.lowercased()) {
            $0 + $1.prefix(1).uppercased() + $1.dropFirst()
        }
    }

    /// What it is listed under: the first word of its path that tells calls apart.
    var tag: String {
        let general = ["v1", "api", "admin", "gamify"]
        return pattern.split(separator: "/").map(String.init).first { !general.contains($0) }
            ?? "general"
    }
}

extension Caller {
    /// Who may call, in a sentence.
    fileprivate var sentence: String {
        switch self {
        case .anyone: "Needs no key."
        case .known: "Needs a key or a token."
        case .operators: "Needs an admin key, or a token whose scope holds \"admin\"."
        case .admin: "Needs an admin key."
        case .environmentAdmin:
            "Needs an admin key; it is about the whole environment, whatever tenant is named."
        case .session: "Needs somebody who signed in; no key is taken."
        }
    }
}

extension Status {
    /// What the status says, in a few words.
    fileprivate var meaning: String {
        switch self {
        case .ok: "Done."
        case .created: "Created."
        case .accepted: "Accepted; it will be done."
        case .noContent: "Done; there is nothing to show."
        case .notModified: "Not changed since the version that the client has."
        case .badRequest: "The request is invalid; the error names the field."
        case .unauthorized: "The key or token is missing, unknown or expired."
        case .forbidden: "The key or token is valid, and does not allow this."
        case .notFound: "Not found."
        case .conflict: "It contradicts what is stored."
        case .requestTimeout: "The request took too long to arrive."
        case .targetTooLong: "The path and query are too long."
        case .headersTooLarge: "The header is too long."
        case .payloadTooLarge: "The body is too long."
        case .unsupportedMediaType: "The body has a media type that is not accepted."
        case .unprocessable: "A value breaks a rule; the error names the field."
        case .tooManyRequests: "Too many requests; Retry-After says when to come again."
        case .unavailable: "Not possible at the moment; Retry-After says when to come again."
        default: code < 400 ? "Done." : code < 500 ? "Refused." : "An error of the server."
        }
    }
}
