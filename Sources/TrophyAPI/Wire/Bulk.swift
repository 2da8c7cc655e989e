import Catalogue
import Engine
import HTTP
import JSONText
import Wire

/// Trophy's bulk convention: items that fail do not fail the call, but are told as issues.
enum Bulk {
    /// What an issue names its item by.
    enum Locator {
        case index
        case id([String?])
    }

    /// The items of a body that must be an array of some length.
    ///
    /// Trophy's admin interface declares 422 for every body that it cannot use, malformed ones too.
    static func items(of request: Request) throws -> [JSONCursor] {
        let json: JSON
        do {
            json = try JSON(parsing: request.body)
        } catch {
            throw HTTPError.unprocessable(error.message, underlying: error)
        }
        let items = try JSONCursor(json).elements()
        guard (1...TrophyLimits.maximumBulkItems).contains(items.count) else {
            throw HTTPError.unprocessable(
                "The request body must be an array of 1 to \(TrophyLimits.maximumBulkItems) items."
            )
        }
        return items
    }

    /// The ids in the query of a call that deletes.
    static func ids(of request: Request) throws -> [String] {
        let ids = request.query.list("ids").filter { !$0.isEmpty }
        guard (1...TrophyLimits.maximumBulkItems).contains(ids.count) else {
            throw HTTPError.unprocessable(
                "ids must name 1 to \(TrophyLimits.maximumBulkItems) resources in the query."
            )
        }
        return ids
    }

    /// Reads each item by itself; one that cannot be read is an issue.
    static func drafts<Draft>(
        of items: [JSONCursor],
        _ read: (JSONFields) throws -> Draft
    ) throws -> [Result<Draft, ItemIssue>] {
        try items.map { item in
            do {
                // Without its place in the array, as the issue has that in a field of its own.
                return .success(try read(try fields(of: item)))
            } catch let error as InvalidInput {
                return .failure(.told(error.message))
            } catch let error as HTTPError where error.status == .unprocessable {
                return .failure(.told(error.message))
            }
        }
    }

    private static func fields(of item: JSONCursor) throws(InvalidInput) -> JSONFields {
        guard case .object(let object) = item.json else {
            let problem = "must be an object, not \(item.json.kind)"
            throw InvalidInput(path: "The item", problem: problem)
        }
        return JSONFields(object)
    }

    /// The ids of items that must be UUIDs, each with whatever it was; the case of their digits
    /// does not matter.
    static func checkedIDs(_ ids: [String]) -> [Result<String, ItemIssue>] {
        ids.map { UUIDText.isValid($0) ? .success($0.lowercased()) : .failure(.invalidID) }
    }

    /// Does what can be done with the items that could be read, and keeps every result in place.
    static func perform<Draft: Sendable, Value>(
        _ drafts: [Result<Draft, ItemIssue>],
        _ perform: ([Draft]) async throws -> [Result<Value, ItemIssue>]
    ) async throws -> [Result<Value, ItemIssue>] {
        let readable = drafts.compactMap { try? $0.get() }
        var results = (readable.isEmpty ? [] : try await perform(readable))[...]
        return drafts.map { draft in
            switch draft {
            case .success: results.removeFirst()
            case .failure(let issue): .failure(issue)
            }
        }
    }

    /// The answer to a bulk call.
    static func answer<Value>(
        _ name: String,
        _ results: [Result<Value, ItemIssue>],
        for context: CallContext,
        locator: Locator,
        status: Status,
        _ write: (Value, inout JSONObjectWriter) -> Void
    ) -> Response {
        Response.json(status) { writer in
            writer.object { object in
                object.array(name) { array in
                    for value in results.compactMap({ try? $0.get() }) {
                        array.object { write(value, &$0) }
                    }
                }
                object.array("issues") { array in
                    for (index, result) in results.enumerated() {
                        guard case .failure(let issue) = result else { continue }
                        array.object {
                            Self.write(issue, at: index, locator, context.words, to: &$0)
                        }
                    }
                }
            }
        }
    }

    /// 201 when something was created, else 200.
    static func creationStatus<Value>(_ results: [Result<Value, ItemIssue>]) -> Status {
        results.contains { (try? $0.get()) != nil } ? .created : .ok
    }

    private static func write(
        _ issue: ItemIssue,
        at index: Int,
        _ locator: Locator,
        _ words: DialectWords,
        to object: inout JSONObjectWriter
    ) {
        switch locator {
        case .id(let ids) where ids[index] != nil: object.field("id", ids[index])
        case .id, .index: object.field("index", index)
        }
        object.field("severity", "error")
        object.field("message", words.sentence(issue))
    }
}

extension ItemIssue {
    static let invalidID = ItemIssue.told("id must be a valid UUID")
}
