import Catalogue
import CivilTime
import Engine
import HTTP
import JSONText
import Mail
import Service
import Storage
import Wire

/// What mails say, in the words of a workspace or where it has written nothing.
enum TemplateCalls {
    /// How many versions a page has.
    static let limit = QueryCount(
        "limit",
        default: WireLimits.defaultPageSize,
        in: 1...WireLimits.maximumPageSize,
        "How many to show."
    )

    /// What mails of every kind say, in every language that there is something of.
    @Sendable static func list(_ context: CallContext) async throws -> Response {
        let own = try await context.service.catalogue.templates(in: context.workspace)
        let shown = ReminderKind.allCases.flatMap { kind in
            let written = own.filter { $0.kind == kind }
            let others = MailWords.all.map(\.locale).filter { locale in
                !written.contains { $0.locale == locale }
            }
            return written.map(Shown.init) + others.map { Shown(kind: kind, locale: $0) }
        }
        return Response.json { writer in
            writer.object { object in
                object.array("templates") { array in
                    for each in shown { array.object { each.write(to: &$0) } }
                }
            }
        }
    }

    /// What mails of a kind say in a language.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        let (kind, locale) = try wanted(context)
        let found = try await context.service.catalogue.template(
            kind,
            locale,
            in: context.workspace
        )
        guard let found, found.archivedAt == nil else {
            return answer(Shown(kind: kind, locale: locale))
        }
        return answer(Shown(found))
    }

    /// Sets it.
    @Sendable static func set(_ context: CallContext) async throws -> Response {
        let (kind, locale) = try wanted(context)
        let fields = try context.fields(ifMalformed: .unprocessable)
        let template = try MailTemplate(fields)
        return answer(
            Shown(
                try await context.service.catalogue.setTemplate(
                    template.document,
                    of: kind,
                    locale,
                    in: context.workspace
                )
            )
        )
    }

    /// Goes back to what is said where nobody has written anything.
    @Sendable static func remove(_ context: CallContext) async throws -> Response {
        let (kind, locale) = try wanted(context)
        try await context.service.catalogue.removeTemplate(
            of: kind,
            locale,
            in: context.workspace
        )
        return answer(Shown(kind: kind, locale: locale))
    }

    /// What was written before, newest first: from the record of changes.
    @Sendable static func versions(_ context: CallContext) async throws -> Response {
        let (kind, locale) = try wanted(context)
        let limit = try limit.read(context.request.query)
        let found = try await context.service.catalogue.template(
            kind,
            locale,
            in: context.workspace
        )
        var entries: [AuditEntry] = []
        if let found {
            var filter = AuditFilter()
            filter.kind = .template
            filter.item = found.publicID
            entries = try await context.service.catalogue.audit(
                of: context.workspace,
                that: filter,
                before: try CursorText.number(in: context.request.query),
                limit: limit + 1
            )
        }
        let isMore = entries.count > limit
        return Response.json { writer in
            writer.object { object in
                object.array("versions") { array in
                    for entry in entries.prefix(limit) { array.object { write(entry, to: &$0) } }
                }
                object.field("nextCursor", isMore ? String(entries[limit - 1].number) : nil)
            }
        }
    }

    private static func wanted(_ context: CallContext) throws -> (ReminderKind, String) {
        let name = context.request.parameter("kind")
        guard let kind = ReminderKind(rawValue: name) else {
            throw InvalidInput(path: "kind", problem: "must be a kind of reminder")
        }
        guard let locale = context.request.query.first("locale") else {
            return (kind, MailWords.all[0].locale)
        }
        guard ReminderSettingsWire.isLocale(locale) else {
            throw InvalidInput(path: "locale", problem: ReminderSettingsWire.localeProblem)
        }
        return (kind, locale.lowercased())
    }

    private static func answer(_ shown: Shown) -> Response {
        Response.json { writer in writer.object { shown.write(to: &$0) } }
    }

    /// A version, or that it was taken back.
    private static func write(_ entry: AuditEntry, to object: inout JSONObjectWriter) {
        object.field("at", entry.at.iso8601)
        object.field("author", entry.author.name)
        object.field("action", entry.action.rawValue)
        object.field("content", rawJSON: entry.after ?? "null")
    }
}

/// What mails of a kind say in a language, with whose words these are.
private struct Shown {
    let kind: ReminderKind
    let locale: String
    var template: MailTemplate
    var written: MessageTemplate?

    /// What the server says.
    init(kind: ReminderKind, locale: String) {
        self.kind = kind
        self.locale = locale
        template = MailTemplate.standard(kind, locale)
    }

    /// What a workspace says.
    init(_ written: MessageTemplate) {
        self.init(kind: written.kind, locale: written.locale)
        self.written = written
        template = MailTemplate(document: written.content) ?? template
    }

    func write(to object: inout JSONObjectWriter) {
        object.field("kind", kind.rawValue)
        object.field("locale", locale)
        object.field("version", written?.version ?? 0)
        object.field("updatedAt", written?.updatedAt.iso8601)
        template.write(to: &object)
    }
}

// MARK: - Schemas

extension TemplateCalls {
    private static let fields: [JSONSchema.Field] = [
        .field("kind", .word(of: ReminderKind.self)),
        .field("locale", .text),
        .field("version", .count),
        .field("updatedAt", .instant.orNull),
    ]

    /// What mails of a kind say in a language.
    static let template = JSONSchema.named(
        "MessageTemplate",
        .object(fields + MessageCalls.templateFields)
    )

    private static let content = JSONSchema.object(
        .field("kind", .word(of: ReminderKind.self)),
        .field("locale", .text),
        .field("version", .count),
        .field("template", MessageCalls.template)
    )

    /// What was written, when and by whom; no content where it was taken back.
    static let version = JSONSchema.named(
        "MessageTemplateVersion",
        .object(
            .field("at", .instant),
            .field("author", .text),
            .field("action", .word(of: AuditAction.self)),
            .field("content", content.orNull)
        )
    )
}
