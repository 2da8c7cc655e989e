public import Engine
import Images
import JSONText
import ServiceRuntime
import Sodium
public import Storage

/// A badge's image with everything that a browser needs to show it.
public struct ServedBadge: Sendable {
    /// What is known of it.
    public let image: BadgeImage
    /// Its bytes.
    public let bytes: [UInt8]
}

extension Catalogue {
    /// Keeps an image for a workspace, if it is one that may be shown to anybody.
    ///
    /// The same bytes are the same image: a second time they are recognised.
    public func storeBadge(
        _ bytes: [UInt8],
        in workspace: WorkspaceID
    ) async throws -> (image: BadgeImage, isNew: Bool) {
        let most = limits.maximumBadges
        let author = Author.current
        return try await database.workers.run { [self] in
            let checked = try Self.checked(bytes)
            let image = BadgeImage(
                hash: Sodium.digest(of: bytes).hexadecimal,
                mediaType: checked.type.mediaType,
                byteCount: bytes.count,
                width: checked.size?.width,
                height: checked.size?.height,
                createdAt: clock.now()
            )
            let content = Base64.text(of: bytes)
            // The images are no part of the rulebook, so the workspace's version stays.
            let isNew = try changeConfiguration(as: author) {
                (change) throws(StorageError) -> Bool? in
                let badges = change.connection.badgeImages
                if try badges.find(image.hash, in: workspace) != nil { return false }
                guard try badges.count(in: workspace) < most else { return nil }
                let isNew = try badges.insert(image, content: content, in: workspace)
                if isNew { try change.record(.created, image, in: workspace) }
                return isNew
            }
            guard let isNew else {
                throw ServiceError(
                    .invalid,
                    "This workspace has \(most) images, and may not have more. Delete one that is "
                        + "no longer used."
                )
            }
            return (image, isNew)
        }
    }

    private static func checked(_ bytes: [UInt8]) throws(ServiceError) -> CheckedImage {
        do {
            return try CheckedImage(bytes)
        } catch {
            throw ServiceError(.invalid, error.message, cause: error)
        }
    }

    /// Some of a workspace's images, oldest first.
    public func badges(
        in workspace: WorkspaceID,
        skip: Int,
        limit: Int
    ) async throws -> [BadgeImage] {
        try await database.read { (connection) throws(StorageError) in
            try connection.badgeImages.list(in: workspace, skip: skip, limit: limit)
        }
    }

    /// Takes an image from a workspace; another that has the same keeps it.
    public func deleteBadge(_ hash: String, in workspace: WorkspaceID) async throws {
        let isDeleted = try await changeConfiguration { (change) throws(StorageError) in
            let badges = change.connection.badgeImages
            guard let image = try badges.find(hash, in: workspace),
                try badges.delete(hash, in: workspace)
            else { return false }
            try change.record(.archived, image, in: workspace)
            return true
        }
        guard isDeleted else { throw ServiceError.noSuchBadge }
    }

    /// What is known of an image that anybody has.
    public func badge(_ hash: String) async throws -> BadgeImage {
        let image = try await database.read { (connection) throws(StorageError) in
            try connection.badgeImages.find(hash)
        }
        guard let image else { throw ServiceError.noSuchBadge }
        return image
    }

    /// An image that anybody has, whole.
    public func servedBadge(_ hash: String) async throws -> ServedBadge {
        let found = try await database.readSlowly { (connection) throws(StorageError) in
            let image = try connection.badgeImages.find(hash)
            // Taken apart here, so that no thread that talks to clients has to.
            let bytes = try connection.badgeImages.content(of: hash).map {
                Base64.bytes(of: $0.utf8)
            }
            return (image: image, bytes: bytes)
        }
        guard let image = found.image, let content = found.bytes else {
            throw ServiceError.noSuchBadge
        }
        guard let bytes = content, bytes.count == image.byteCount else {
            throw ServiceError(
                .unexpected,
                "Something went wrong on the server.",
                cause: StorageError(.corrupt, "badge_image \(hash) is not what was stored")
            )
        }
        return ServedBadge(image: image, bytes: bytes)
    }
}

extension ConfigurationChange {
    fileprivate func record(
        _ action: AuditAction,
        _ image: BadgeImage,
        in workspace: WorkspaceID
    ) throws(StorageError) {
        let document = Self.document { object in
            object.field("type", image.mediaType)
            object.field("bytes", image.byteCount)
        }
        try record(
            action,
            .badge,
            image.hash,
            in: workspace,
            before: action == .created ? nil : document,
            after: action == .created ? document : nil
        )
    }
}

extension ServiceError {
    fileprivate static let noSuchBadge = ServiceError(.notFound, "There is no such badge.")
}
