public import CivilTime
public import Engine
import JSONText

/// Somebody who is told of facts over HTTP.
public struct Webhook: Hashable, Sendable {
    /// In whose words it is told.
    public enum Dialect: String, Sendable, CaseIterable {
        case laurel
        case trophy
        case bricqs
        case phoenix
    }

    /// Whether it is told.
    public enum Status: String, Sendable, CaseIterable {
        /// It is.
        case active
        /// It is not for a while; deliveries wait.
        case paused
        /// It failed for too long, or is gone; deliveries wait until it is active again.
        case disabled
    }

    /// Every kind.
    public static let everyKind = "*"

    /// The number inside the database.
    public let number: Int64
    /// The workspace whose facts it is told.
    public let workspace: WorkspaceID
    /// The UUID by which callers know it.
    public let publicID: String
    /// Where it is.
    public var url: String
    /// What people say about it.
    public var description: String
    /// Which kinds it is told, by the names of its dialect; `*` is all.
    public var kinds: [String]
    /// In whose words it is told.
    public let dialect: Dialect
    /// Whether a delivery waits for the one before it.
    public var isOrdered: Bool
    /// Whether what it is told is put into an envelope of CloudEvents.
    public var usesCloudEvents: Bool
    /// Whether it is told.
    public var status: Status
    /// Why it is disabled.
    public var disabledBecause: WebhookFact.Reason?
    /// What signs deliveries, sealed.
    public var secret: String
    /// What signed them before, sealed, and until when it still does.
    public var previousSecret: SecretUntil?
    /// When the secret became this one.
    public var secretChangedAt: Instant
    /// Since when every attempt has failed; nothing when the last one did not.
    public var failingSince: Instant?
    /// Until when an ordered one is left alone.
    public var retryAt: Instant?
    /// When it was set up.
    public let createdAt: Instant

    /// A secret, and until when it holds.
    public struct SecretUntil: Hashable, Sendable {
        /// The secret, sealed.
        public let sealed: String
        /// Until when.
        public let until: Instant

        /// A secret that ends.
        public init(sealed: String, until: Instant) {
            self.sealed = sealed
            self.until = until
        }
    }

    /// A webhook that is new.
    public init(
        number: Int64,
        workspace: WorkspaceID,
        publicID: String,
        url: String,
        dialect: Dialect,
        secret: String,
        createdAt: Instant
    ) {
        self.number = number
        self.workspace = workspace
        self.publicID = publicID
        self.url = url
        self.dialect = dialect
        self.secret = secret
        self.createdAt = createdAt
        description = ""
        kinds = [Self.everyKind]
        isOrdered = false
        usesCloudEvents = false
        status = .active
        secretChangedAt = createdAt
    }

    /// Whether it is told a kind.
    public func wants(_ kind: String) -> Bool {
        kinds.contains { $0 == kind || $0 == Self.everyKind }
    }
}

// MARK: - The document

extension Webhook {
    /// What is stored of it beside the columns by which rows are found.
    var stored: String {
        var writer = JSONWriter()
        writer.object { object in
            object.field("url", url)
            object.field("description", description)
            object.field("kinds", kinds)
            object.field("dialect", dialect.rawValue)
            object.field("ordered", isOrdered)
            object.field("cloudEvents", usesCloudEvents)
            object.field("reason", disabledBecause?.rawValue)
            object.field("secretChangedAt", secretChangedAt.microseconds)
        }
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    /// The webhook that the columns and the document of a row say.
    init(
        number: Int64,
        workspace: WorkspaceID,
        publicID: String,
        secret: String,
        createdAt: Instant,
        stored: String
    ) throws(StorageError) {
        do {
            let fields = try JSONCursor(try JSON(parsing: Array(stored.utf8))).fields()
            guard let dialect = Dialect(rawValue: try fields.string("dialect")) else {
                throw fields.invalid("dialect", "is unknown")
            }
            self.init(
                number: number,
                workspace: workspace,
                publicID: publicID,
                url: try fields.string("url"),
                dialect: dialect,
                secret: secret,
                createdAt: createdAt
            )
            description = try fields.string("description")
            kinds = try fields.required("kinds").strings()
            isOrdered = try fields.required("ordered").bool()
            usesCloudEvents = try fields.required("cloudEvents").bool()
            disabledBecause = try fields.optionalString("reason").flatMap(WebhookFact.Reason.init)
            secretChangedAt = Instant(
                microseconds: try fields.optionalInteger("secretChangedAt") ?? 0
            )
        } catch {
            throw StorageError(
                .invalidValue,
                "the document of webhook \(number) is not what it should be: \(error)"
            )
        }
    }
}
