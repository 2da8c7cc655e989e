import Access
import Dashboard
import HTTP
import HTTPServer
import Service
import ServiceRuntime
import Storage

/// Everything that the server answers: the dialects, and the pages for operators.
final class LaurelApplication: Application {
    private let router: Router
    private let statistics = RequestStatistics()
    private let edge = EdgeFigures()
    private let housekeeping: Housekeeping
    /// What may fail by the thousand is written through this.
    let lines = RepeatedLines()
    private let flushing: Task<Void, any Error>
    /// The address under which clients reach the server, if its owner said.
    private let publicURL: String?

    init(
        service: LaurelService,
        publicURL: String? = nil,
        dashboard: Dashboard? = nil,
        kit: UIKit? = nil
    ) {
        self.publicURL = publicURL
        flushing = Task { [lines] in
            while true {
                try await Task.sleep(for: .seconds(1))
                lines.flush()
            }
        }
        housekeeping = Housekeeping(service: service, lines: lines)
        let operations = OperationsRoutes(
            service: service,
            statistics: statistics,
            edge: edge,
            hasDashboard: dashboard != nil
        )
        router = Router(
            [
                RouteGroup(
                    operations.routes + (dashboard?.routes ?? []) + (kit?.routes ?? [])
                        + Guides().routes
                )
            ]
                + Dialects.routes(for: service),
            unrouted: service.access.count
        )
        housekeeping.start()
    }

    /// Shows what a server holds among the figures for operators.
    func watch(_ server: HTTPServer) {
        edge.watch(server)
    }

    func respond(to request: Request) async -> Response {
        let started = ContinuousClock.now
        let match = match(request)
        return note(await match.answer(), to: match, since: started)
    }

    func admit(_ head: Request) async -> Admission {
        let started = ContinuousClock.now
        let match = match(head)
        switch await match.admit() {
        case .refused(let answer): return .refused(note(answer, to: match, since: started))
        case .admitted(let admitted):
            return .admitted(maximumBodyBytes: match.maximumBodyBytes) { [self] body in
                let started = ContinuousClock.now
                return note(await admitted.answer(body), to: match, since: started)
            }
        }
    }

    private func match(_ request: Request) -> Match {
        var request = request
        request.publicURL = publicURL
        request.id = RequestName.name(of: request)
        return router.match(request)
    }

    private func note(
        _ answer: Answer,
        to match: Match,
        since started: ContinuousClock.Instant
    ) -> Response {
        let request = match.request
        let response = AnswerFinish(request).finish(answer, match)
        statistics.note(
            method: request.method,
            pattern: match.pattern ?? "(none)",
            status: Int(answer.response.status.code),
            duration: ContinuousClock.now - started
        )
        if let failure = answer.failure, let cause = failure.underlying,
            failure.status.code >= 500
        {
            var values = [
                "method": request.method.name, "route": match.pattern ?? "(none)",
                "status": "\(failure.status.code)", "cause": String(reflecting: cause),
                "request": request.id,
            ]
            values["client"] = request.clientAddress?.description
            // A disk that is full fails every event in the same way.
            lines.note(
                "failed",
                kind: "\(match.pattern ?? "") \(failure.status.code) \(Self.kind(of: cause))",
                values
            )
        }
        return response
    }

    func maximumBodyBytes(for method: Method, path: String) -> Int {
        router.maximumBodyBytes(for: method, path: path)
    }

    /// What applications ask for their users is; what people ask who look into all of it may not be.
    func isBrief(_ path: String) -> Bool {
        !path.hasPrefix("/admin/")
    }

    func response(to refusal: HTTPError, path: String) -> Response {
        router.response(to: refusal, path: path)
    }

    /// What failures have in common that are told together.
    private static func kind(of cause: any Error) -> String {
        switch cause {
        case let error as StorageError: error.code.rawValue
        case let error as ServiceError: error.cause.map(kind) ?? error.message
        default: "\(type(of: cause))"
        }
    }

    func stop() {
        housekeeping.stop()
        flushing.cancel()
        lines.flush()
    }
}
