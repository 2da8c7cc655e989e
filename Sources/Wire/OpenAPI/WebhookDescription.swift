import JSONText

/// What a server of somebody's is sent, as a document describes it.
public struct WebhookDescription: Sendable {
    /// The kind of what happened, by the name that the interface has for it.
    public let kind: String
    /// What the body is; it may have more fields.
    public let body: JSONSchema

    /// A description of one kind.
    public init(_ kind: String, _ body: JSONSchema) {
        self.kind = kind
        self.body = body
    }

    /// The kind in words: `streak.freeze_earned` is "streak freeze earned".
    private var words: String {
        kind.split { $0 == "." || $0 == "_" }.joined(separator: " ")
    }

    /// Writes the request that the server of somebody's gets, and what it answers.
    func write(to item: inout JSONObjectWriter) {
        item.object("post") { post in
            post.field("operationId", "webhook" + kind.capitalizedWords)
            post.field("summary", "Told when this has happened: \(words).")
            post.field(
                "description",
                "Sent at least once, with the header fields webhook-id, webhook-timestamp and "
                    + "webhook-signature. What was not taken is sent again."
            )
            post.object("requestBody") { body in
                body.field("required", true)
                body.object("content") { content in
                    content.object("application/json") {
                        $0.field("schema", self.body.document(isOpen: true))
                    }
                }
            }
            post.object("responses") { responses in
                responses.object("2XX") { $0.field("description", "It was taken.") }
                responses.object("410") { $0.field("description", "Nothing more is wanted.") }
            }
        }
    }
}

extension String {
    fileprivate var capitalizedWords: String {
        split { $0 == "." || $0 == "_" }
            .map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
