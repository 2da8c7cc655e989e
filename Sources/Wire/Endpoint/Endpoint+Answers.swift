public import HTTP

extension Endpoint {
    /// What it answers with a status; nothing where it never has that status.
    public func answer(_ status: Status, in wording: ErrorWording) -> EndpointAnswer? {
        if let own = answers.first(where: { $0.status == status }) { return own }
        if isRevalidated, status == .notModified { return .empty(.notModified) }
        return commonFailures(in: wording).contains(status) ? .failure(status) : nil
    }

    /// The errors that do not depend on what it does.
    private func commonFailures(in wording: ErrorWording) -> Set<Status> {
        var statuses: Set<Status> = [.badRequest, .tooManyRequests, .internalError, .unavailable]
        if caller != .anyone { statuses.formUnion([.unauthorized, .forbidden, wording.invalid]) }
        if body != nil { statuses.formUnion([.payloadTooLarge, .unsupportedMediaType]) }
        return statuses
    }
}
