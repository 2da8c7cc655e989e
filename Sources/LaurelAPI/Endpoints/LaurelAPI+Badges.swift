import HTTP
import Wire

extension LaurelAPI {
    /// Images of badges.
    static let badgeEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/badges",
            "Lists the images of badges, oldest first.",
            by: .admin,
            parameters: PageQuery.parameters,
            answers: [.ok(.array(of: BadgeCalls.image))],
            isRevalidated: true,
            BadgeCalls.list
        ),
        Endpoint(
            .post,
            "/admin/v1/badges",
            "Keeps an image of a badge.",
            by: .admin,
            body: .file("image/*", maximumBytes: LaurelLimits.maximumBadgeBytes),
            answers: [.json(.created, BadgeCalls.image), .ok(BadgeCalls.image)],
            checkingHead: BadgeCalls.requireImage,
            BadgeCalls.upload
        ),
        Endpoint(
            .delete,
            "/admin/v1/badges/{hash}",
            "Takes an image of a badge away.",
            by: .admin,
            parameters: [.hash],
            answers: [.ok(.object(.field("hash", .text))), .failure(.notFound)],
            BadgeCalls.delete
        ),
    ]

    /// What anybody may see, without a key.
    static let openEndpoints = [
        Endpoint(
            open: .get,
            "/badges/{hash}",
            "Shows the image of a badge.",
            parameters: [.hash],
            answers: [
                .other(.ok, "image/*"), .empty(.notModified), .failure(.notFound),
            ],
            BadgeCalls.show
        )
    ]
}

extension Parameter {
    fileprivate static let hash = Parameter.path("hash", .text, "The hash in the image's address.")
}
