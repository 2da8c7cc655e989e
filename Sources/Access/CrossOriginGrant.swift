import Catalogue
import HTTP
import Storage

/// Whether the page that sent a request may read its answer, where pages of other origins may send
/// such requests at all.
struct CrossOriginGrant: Sendable {
    private let origin: String?
    private let isAllowed: Bool

    /// Whether the workspace of a sender allows the page's origin.
    init(_ head: Request, _ principal: Principal) {
        origin = CrossOrigin.origin(of: head)
        // The settings are read only where a browser asks.
        isAllowed =
            origin.map { origin in
                WorkspaceSettings(of: principal.workspace).allowedOrigins.contains(origin)
            } ?? false
    }

    /// Says so in an answer.
    func say(in headers: inout Headers) {
        CrossOrigin.permit(origin, isAllowed: isAllowed, in: &headers)
    }
}
