import Access
import Catalogue
import HTTP
import JSONText
import ServiceRuntime

/// What becomes of fields that nobody reads: they are mistakes more often than not.
///
/// Fields are ignored, as newer clients may send more of them. Whoever wants to know is told: with
/// `strict=true`, or by the workspace's settings, a request with such a field is refused; and
/// answers of our own calls name them.
struct Strictness: Sendable {
    /// The most fields that are named.
    private static let maximumNames = 20

    /// What a body may have; nothing where any body is taken.
    private let schema: JSONSchema?
    /// Whether several things are asked for at once, of which none may be done.
    private let isBulk: Bool
    /// Whether answers name fields that were ignored.
    private let warns: Bool

    init(_ endpoint: Endpoint, warns: Bool) {
        schema = endpoint.body?.schema
        isBulk = endpoint.isBulk
        self.warns = warns
    }

    /// Answers a request, and is as strict as it asks for.
    func answering(
        _ request: Request,
        of principal: Principal,
        _ call: (Request) async throws -> Response
    ) async throws -> Response {
        guard schema != nil || isBulk else { return try await call(request) }
        let isStrict = try isStrict(request, principal)
        guard isStrict || warns else { return try await call(request) }
        // A body that is no JSON is refused by the call, in its own words.
        let body = schema == nil ? nil : try? JSON(parsing: request.body)
        let unknown = body.flatMap { schema?.unknownFields(in: $0) } ?? []
        guard isStrict else { return Self.naming(unknown, in: try await call(request)) }
        guard unknown.isEmpty else { throw Self.refusal(unknown) }
        let askedCount = body?.elementCount ?? request.query.list("ids").count { !$0.isEmpty }
        return try Self.requireSomething(of: askedCount, in: try await call(request))
    }

    private func isStrict(_ request: Request, _ principal: Principal) throws -> Bool {
        guard request.query.first("strict") != nil else { return principal.workspace.isStrict }
        return try request.query.flag("strict")
    }

    private static func refusal(_ unknown: [String]) -> ServiceError {
        let names = unknown.prefix(maximumNames).map { "\"\($0)\"" }.joined(separator: ", ")
        return ServiceError(
            .invalid,
            "Unknown fields: \(names). Check their names. Nothing was stored."
        )
    }

    /// Fails a call for several items of which none was done.
    private static func requireSomething(
        of askedCount: Int,
        in response: Response
    ) throws -> Response {
        guard response.status.code < 300, let bytes = response.bytes,
            case .object(let object)? = try? JSON(parsing: bytes),
            let (count, message) = issues(in: object, of: askedCount) ?? rejections(in: object)
        else { return response }
        throw ServiceError(.invalid, "Nothing was done. Issues: \(count). The first: \(message)")
    }

    /// How many issues there are and what the first is, where nothing was done.
    ///
    /// Answers that do not list what was done have an issue for each thing that was not.
    private static func issues(in object: JSONObject, of askedCount: Int) -> (Int, String)? {
        guard case .array(let issues)? = object["issues"], case .object(let first)? = issues.first,
            case .string(let message)? = first["message"]
        else { return nil }
        let lists = object.members.compactMap { member -> [JSON]? in
            guard member.name != "issues", case .array(let items) = member.value else {
                return nil
            }
            return items
        }
        let nothing =
            lists.isEmpty ? issues.count >= askedCount : lists.allSatisfy { $0.isEmpty }
        return nothing ? (issues.count, message) : nil
    }

    /// The same where each item has a result of its own, and none was accepted.
    private static func rejections(in object: JSONObject) -> (Int, String)? {
        guard case .number(let accepted)? = object["accepted"], accepted.literal == "0",
            case .array(let results)? = object["results"], case .object(let first)? = results.first,
            case .string(let message)? = first["error"]
        else { return nil }
        return (results.count, message)
    }

    /// The same answer with the names of fields that were ignored, where it is an object.
    private static func naming(_ unknown: [String], in response: Response) -> Response {
        guard !unknown.isEmpty, response.status.code < 300, var bytes = response.bytes,
            bytes.first == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "}"),
            response.headers["Content-Type"]?.hasPrefix("application/json") ?? true
        else { return response }
        var writer = JSONWriter()
        writer.object { object in
            object.array("warnings") { warnings in
                for name in unknown.prefix(maximumNames) {
                    warnings.element("The field \"\(name)\" is unknown, and was ignored.")
                }
            }
        }
        let isEmpty = bytes.count == 2
        bytes.removeLast()
        if !isEmpty { bytes.append(UInt8(ascii: ",")) }
        bytes += writer.finish().dropFirst()
        var response = response
        response.body = .bytes(bytes)
        return response
    }
}

extension JSON {
    /// How many things a body asks for.
    fileprivate var elementCount: Int {
        switch self {
        case .array(let elements): elements.count
        case .object(let object): object.members.map { $0.value.elementCount }.max() ?? 1
        default: 1
        }
    }
}

extension Endpoint {
    /// The parameter with which requests are refused whose body has a field that nobody reads.
    static let strictParameter = Parameter.query(
        "strict",
        .boolean,
        "Whether fields that nobody reads, and calls of which nothing is done, are refused."
    )

    /// Whether its answers tell of several things that were asked for at once.
    var isBulk: Bool {
        answers.contains { answer in
            guard answer.status.code < 300, case .json(let schema) = answer.content else {
                return false
            }
            return schema.fields.contains { $0.name == "issues" }
        }
    }

    /// What callers may say beside the body, with what the pipeline itself takes.
    var allParameters: [Parameter] {
        guard caller != .anyone, body?.schema != nil || isBulk else { return parameters }
        return parameters + [Self.strictParameter]
    }

    /// The same, whose answers that are objects may name fields that were ignored.
    var warning: Endpoint {
        guard body?.schema != nil, caller != .anyone else { return self }
        return with(
            answers: answers.map { answer in
                guard answer.status.code < 300, case .json(let schema) = answer.content,
                    !schema.fields.isEmpty
                else { return answer }
                return .json(
                    answer.status,
                    schema.with(.optional("warnings", .array(of: .text)))
                )
            }
        )
    }
}
