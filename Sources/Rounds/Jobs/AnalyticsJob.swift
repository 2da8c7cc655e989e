import Analytics
import ServiceRuntime

/// Brings roll-ups up to what has happened.
struct AnalyticsJob: Job {
    let name = "analytics"
    let analytics: Analytics

    func step() async throws -> Bool { try await analytics.step() }

    var restAfterStep: Duration { analytics.restAfterStep }
}
