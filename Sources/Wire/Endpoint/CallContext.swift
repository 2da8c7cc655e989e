public import Access
public import Catalogue
public import Engine
public import HTTP
public import Service

/// A request whose sender is known.
public struct CallContext: Sendable {
    /// The service that is asked.
    public let service: LaurelService
    /// Who sent the request, and what that allows.
    public let principal: Principal
    /// The request.
    public let request: Request
    /// The way in that the request came through.
    let door: Door
    /// What the interface calls things.
    public let words: DialectWords
    /// Whether the caller acts in the workspace of the tenant that the request names.
    let isForTenants: Bool

    /// The workspace that the call is about.
    public var workspace: WorkspaceID { view.id }

    /// The workspace with its rules, as of now.
    public var view: WorkspaceView { principal.view }

    /// The same request, whose sender sees the workspace as it is after a change.
    public func seeingChanges() async throws -> CallContext {
        CallContext(
            service: service,
            principal: principal.seeing(try await service.catalogue.view(of: workspace)),
            request: request,
            door: door,
            words: words,
            isForTenants: isForTenants
        )
    }

    /// Who sent the request, asked once more, without counting it: a key may have ended since.
    public func identifyAgain() async throws -> Principal {
        try await door.identify(request, isForTenants: isForTenants)
    }
}

/// A request of anybody.
public struct OpenContext: Sendable {
    /// The service that is asked.
    public let service: LaurelService
    /// The request.
    public let request: Request
}
