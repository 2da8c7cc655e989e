import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Service
import Storage
import Wire

/// Who changed what of the configuration.
enum AuditCalls {
    /// A page of changes, the newest first.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let query = context.request.query
        let limit = try Self.limit.read(query)
        let entries = try await context.service.catalogue.audit(
            of: context.workspace,
            that: try filter(in: query),
            before: try CursorText.number(in: query),
            limit: limit + 1
        )
        return Response.json { writer in
            writer.object { object in
                object.array("entries") { array in
                    for entry in entries.prefix(limit) { array.object { write(entry, to: &$0) } }
                }
                object.field(
                    "nextCursor",
                    entries.count > limit ? String(entries[limit - 1].number) : nil
                )
            }
        }
    }

    private static func filter(in query: Query) throws -> AuditFilter {
        var filter = AuditFilter()
        filter.kind = try word("kind", in: query)
        filter.item = query.first("itemId")
        filter.action = try word("action", in: query)
        filter.author = query.first("author")
        filter.from = try moment("from", in: query)
        filter.until = try moment("until", in: query)
        return filter
    }

    /// One of some words in a query.
    static func word<Word: RawRepresentable & CaseIterable>(
        _ name: String,
        in query: Query
    ) throws(InvalidInput) -> Word? where Word.RawValue == String {
        guard let text = query.first(name) else { return nil }
        guard let word = Word(rawValue: text) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw InvalidInput(path: name, problem: "must be one of: \(words)")
        }
        return word
    }

    /// A moment in a query.
    static func moment(_ name: String, in query: Query) throws(InvalidInput) -> Instant? {
        guard let text = query.first(name) else { return nil }
        guard let moment = try? Instant(iso8601: text) else {
            throw InvalidInput(path: name, problem: "must be a time such as 2025-03-15T12:00:00Z")
        }
        return moment
    }

    private static func write(_ entry: AuditEntry, to object: inout JSONObjectWriter) {
        object.field("at", entry.at.iso8601)
        object.object("author") { object in
            object.field("type", entry.author.kind.rawValue)
            object.field("name", entry.author.name)
        }
        object.field("kind", entry.kind.rawValue)
        object.field("itemId", entry.item)
        object.field("action", entry.action.rawValue)
        write(entry.before, as: "before", to: &object)
        write(entry.after, as: "after", to: &object)
    }

    private static func write(
        _ document: String?,
        as name: String,
        to object: inout JSONObjectWriter
    ) {
        if let document { object.field(name, rawJSON: document) } else { object.null(name) }
    }
}
