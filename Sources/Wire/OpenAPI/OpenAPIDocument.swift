import HTTP
import JSONText
import Synchronization

/// The description of some interfaces for programs: OpenAPI 3.1, made from their endpoints.
///
/// Nothing in it is written by hand, so it cannot say anything that the routes do not do, and tests
/// hold every answer to what it says.
public struct OpenAPIDocument: Sendable {
    /// What people call the interfaces.
    public let title: String
    /// What they are for, in a few sentences.
    public let description: String
    /// What is described; made when it is asked for, as interfaces hold the endpoint that shows this.
    let interfaces: @Sendable () -> [Interface]

    /// What the interfaces tell webhooks.
    let webhooks: [WebhookDescription]

    /// A document about interfaces.
    public init(
        title: String,
        description: String,
        webhooks: [WebhookDescription] = [],
        of interfaces: @escaping @Sendable () -> [Interface]
    ) {
        self.title = title
        self.description = description
        self.webhooks = webhooks
        self.interfaces = interfaces
    }

    /// The document as JSON.
    public func json() -> [UInt8] {
        let interfaces = interfaces()
        var writer = JSONWriter()
        writer.object { document in
            document.field("openapi", "3.1.0")
            document.object("info") { info in
                info.field("title", title)
                info.field("description", description)
                info.field("version", Self.version)
                info.object("license") { license in
                    license.field("name", "MIT")
                    license.field("identifier", "MIT")
                }
            }
            document.array("servers") { $0.object { $0.field("url", "/") } }
            document.object("paths") { Self.write(paths: interfaces, to: &$0) }
            if !webhooks.isEmpty {
                document.object("webhooks") { object in
                    for webhook in webhooks {
                        object.object(webhook.kind) { webhook.write(to: &$0) }
                    }
                }
            }
            document.object("components") { components in
                components.object("schemas") { Self.write(schemasOf: interfaces, to: &$0) }
                components.object("securitySchemes") { Self.write(credentials: &$0) }
            }
        }
        return writer.finish()
    }

    /// The version of what is described: the calls, not the program.
    private static let version = "1.0.0"

    /// The endpoint that shows it, to anybody.
    public func endpoint(at path: String) -> Endpoint {
        let kept = KeptBytes()
        return Endpoint(
            open: .get,
            path,
            "Describes these calls for programs, as OpenAPI 3.1.",
            answers: [.ok(.map(.any)), .empty(.notModified)],
            isRevalidated: true
        ) { _ in
            Response(
                .ok,
                headers: ["Content-Type": "application/json"],
                body: .bytes(kept.bytes(self.json))
            )
        }
    }

    /// What was made when it was first asked for: it stays the same, and anybody may ask.
    private final class KeptBytes: Sendable {
        private let made = Mutex<[UInt8]?>(nil)

        func bytes(_ make: () -> [UInt8]) -> [UInt8] {
            made.withLock { made in
                let bytes = made ?? make()
                made = bytes
                return bytes
            }
        }
    }

    /// Both ways to say who asks: a key, or a token of an application's own users.
    private static func write(credentials: inout JSONObjectWriter) {
        credentials.object(Credential.key.rawValue) { scheme in
            scheme.field("type", "apiKey")
            scheme.field("in", "header")
            scheme.field("name", "X-API-KEY")
        }
        credentials.object(Credential.bearer.rawValue) { scheme in
            scheme.field("type", "http")
            scheme.field("scheme", "bearer")
        }
    }

    /// The ways to say who asks.
    enum Credential: String, CaseIterable {
        case key = "ApiKeyAuth"
        case bearer = "BearerAuth"
    }
}
