import HTTP
import JSONText
import Service

/// The pages for operators and their tools; none needs a key, none shows anything of a user.
struct OperationsRoutes {
    let service: LaurelService
    let statistics: RequestStatistics
    let edge: EdgeFigures
    let hasDashboard: Bool

    var routes: [Route] {
        [
            Route(open: .get, "/", front.show),
            Route(open: .get, "/health", health),
            Route(open: .get, "/ready", ready),
            Route(open: .get, "/metrics", metrics),
        ]
    }

    private var front: FrontPage {
        FrontPage(version: CommandTable.version, hasDashboard: hasDashboard)
    }

    /// Whether the process runs.
    @Sendable private func health(_ request: Request) async throws -> Response {
        Response.json { writer in writer.object { $0.field("status", "ok") } }
    }

    /// Whether it can do what it is for: whether the database answers and takes events.
    @Sendable private func ready(_ request: Request) async throws -> Response {
        switch await service.monitor.readiness() {
        case .ready:
            Response.json { writer in writer.object { $0.field("status", "ready") } }
        case .unready(let reason):
            Response.json(.unavailable) { writer in
                writer.object {
                    $0.field("status", "database unavailable")
                    $0.field("reason", reason)
                }
            }
        }
    }

    /// Figures in Prometheus' text form.
    @Sendable private func metrics(_ request: Request) async throws -> Response {
        var text = PrometheusText()
        text.add(statistics.figures)
        edge.add(to: &text)
        service.monitor.addFigures(to: &text)
        service.monitor.addBusiness(to: &text)
        return Response(
            .ok,
            headers: ["Content-Type": "text/plain; version=0.0.4; charset=utf-8"],
            body: .bytes(Array(text.text.utf8))
        )
    }
}

extension PrometheusText {
    /// Adds the figures of every route.
    fileprivate mutating func add(_ routes: [RequestStatistics.Route: RequestStatistics.Figures]) {
        let sorted = routes.sorted {
            ($0.key.pattern, $0.key.method) < ($1.key.pattern, $1.key.method)
        }
        begin("laurel_http_requests_total", .counter, "Requests answered.")
        for (route, figures) in sorted {
            for (status, count) in figures.statuses.sorted(by: { $0.key < $1.key }) {
                sample(labels(route) + [("status", "\(status)")], Double(count))
            }
        }
        begin(
            "laurel_http_request_duration_seconds",
            .histogram,
            "Time from request to answer."
        )
        for (route, figures) in sorted { histogram(labels(route), figures.durations) }
    }

    private func labels(_ route: RequestStatistics.Route) -> [(String, String)] {
        // Braces would read like the end of the labels to simple tools.
        let pattern = route.pattern.map { $0 == "{" ? ":" : String($0) }.joined()
        return [("method", route.method), ("route", pattern.filter { $0 != "}" })]
    }
}
