import Catalogue
import HTTP
import JSONText
import Wire

extension Bulk {
    /// What writes the fields of a resource.
    typealias Write<Value> = (Value, inout JSONObjectWriter) -> Void

    /// A page of resources, in their order.
    static func list<Value>(
        _ values: [Value],
        for context: CallContext,
        _ write: Write<Value>
    ) throws -> Response {
        let page = try PageQuery(context.request.query).page(of: values)
        return Response.json { writer in
            writer.array { array in
                for value in page { array.object { write(value, &$0) } }
            }
        }
    }

    /// The one resource whose id the path has.
    static func show<Value>(
        _ kind: String,
        among values: [Value],
        id: KeyPath<Value, String>,
        for context: CallContext,
        _ write: Write<Value>
    ) throws -> Response {
        let wanted = try ResourceID.read(context.request.parameter("id"))
        guard let value = values.first(where: { $0[keyPath: id] == wanted }) else {
            throw HTTPError.notFound("\(kind) \(wanted) not found by ID.")
        }
        return Response.json { writer in writer.object { write(value, &$0) } }
    }

    /// Creates what the items of the body describe.
    static func create<Draft: Sendable, Value>(
        for context: CallContext,
        _ read: (JSONFields) throws -> Draft,
        _ perform: ([Draft]) async throws -> [Result<Value, ItemIssue>],
        _ write: Write<Value>
    ) async throws -> Response {
        let drafts = try drafts(of: try items(of: context.request), read)
        let results = try await Self.perform(drafts, perform)
        let status = creationStatus(results)
        return answer("created", results, for: context, locator: .index, status: status, write)
    }

    /// Changes what the items of the body name.
    static func update<Change: Sendable, Value>(
        for context: CallContext,
        _ read: (JSONFields) throws -> Change,
        _ perform: ([Change]) async throws -> [Result<Value, ItemIssue>],
        _ write: Write<Value>
    ) async throws -> Response {
        let items = try items(of: context.request)
        let results = try await Self.perform(try drafts(of: items, read), perform)
        let locator = Locator.id(ResourceID.ids(of: items))
        return answer("updated", results, for: context, locator: locator, status: .ok, write)
    }

    /// Ends what the query names, and answers with the ids of what that was.
    static func delete(
        for context: CallContext,
        _ perform: ([String]) async throws -> [Result<String, ItemIssue>]
    ) async throws -> Response {
        let ids = try ids(of: context.request)
        let results = try await Self.perform(checkedIDs(ids), perform)
        return answer(
            "deleted",
            results,
            for: context,
            locator: .id(ids),
            status: .ok
        ) { id, object in
            object.field("id", id)
        }
    }
}
