import Analytics
import Catalogue
import CivilTime
import Delivery
import Intake
public import ServiceRuntime
import Storage
import Synchronization

/// How the service is, and its figures, for those who run it.
public final class ServiceMonitor: Sendable {
    private let database: AsyncDatabase
    private let zones: ZoneDatabase
    private let probe: ReadinessProbe
    private let catalogue: Catalogue
    private let feed: FactFeed
    private let statistics: IntakeStatistics
    private let intake: Intake
    private let analytics: Analytics
    private let gauges = Mutex<[DatabaseGauge]>([])
    private let business = Mutex<(waiting: Int64, figures: [BusinessFigures])>((0, []))

    init(
        on ground: ServiceGround,
        _ audience: GroupAudience,
        _ intake: Intake,
        _ analytics: Analytics
    ) {
        self.analytics = analytics
        database = ground.database
        zones = ground.zones
        probe = ground.probe
        catalogue = audience.catalogue
        feed = audience.feed
        statistics = audience.statistics
        self.intake = intake
    }

    /// Whether the database answers, and takes events, as far as is known within two seconds.
    public func readiness() async -> Readiness {
        await probe.readiness(within: ServiceLimits.readyPatience)
    }

    /// Refuses to go on without time zones: every streak would be judged in the wrong one.
    public func checkZones() throws(ServiceError) {
        do {
            try zones.check()
        } catch {
            throw ServiceError(.unavailable, error.message)
        }
    }

    /// Asks the database for its figures, for whoever wants to see them later.
    ///
    /// A page for operators must be there when the database is not, so it does not ask itself.
    public func measureDatabase() async throws {
        let measured = try await database.workers.run { [database] in
            database.blocking.gauges()
        }
        gauges.withLock { $0 = measured }
    }

    /// Counts what users do, for whoever wants to see it later.
    public func measureBusiness() async throws {
        let waiting = try await analytics.waiting()
        let figures = try await analytics.figures()
        business.withLock { $0 = (waiting, figures) }
    }

    /// Adds the figures of the intake and the database.
    public func addFigures(to text: inout PrometheusText) {
        let figures = statistics.figures
        text.begin("laurel_intake_group_events", .histogram, "Events taken in by one transaction.")
        text.histogram([], figures.groupSizes)
        text.begin(
            "laurel_intake_group_duration_seconds",
            .histogram,
            "Time from loading a group of events to its commit."
        )
        text.histogram([], figures.groupDurations)
        text.begin("laurel_intake_queue_events", .gauge, "Events that wait to be taken in.")
        text.sample([], Double(intake.queuedEvents))
        text.begin("laurel_intake_failures_total", .counter, "Groups that the database refused.")
        for (code, count) in figures.failures.sorted(by: { $0.key < $1.key }) {
            text.sample([("code", code)], Double(count))
        }
        text.begin("laurel_intake_retries_total", .counter, "Groups that were tried again.")
        for (code, count) in figures.retries.sorted(by: { $0.key < $1.key }) {
            text.sample([("code", code)], Double(count))
        }
        addConfigurationFigures(to: &text)
        text.begin("laurel_stream_subscribers", .gauge, "Streams of facts that are open.")
        text.sample([], Double(feed.subscriberCount))
        for gauge in gauges.withLock({ $0 }) {
            text.begin("laurel_database_\(gauge.name)", .gauge, gauge.help)
            text.sample([], Double(gauge.value))
        }
    }

    /// Adds what users do.
    public func addBusiness(to text: inout PrometheusText) {
        let (waiting, all) = business.withLock { $0 }
        text.begin(
            "laurel_analytics_waiting",
            .gauge,
            "Transactions that are not in the roll-ups yet."
        )
        text.sample([], Double(waiting))
        text.begin(
            "laurel_active_users_today",
            .gauge,
            "Users with an event on this day of the workspace."
        )
        for figures in all {
            text.sample([("environment", figures.environment)], Double(figures.active))
        }
        text.begin("laurel_events_today", .gauge, "Events of this day, by metric.")
        for figures in all {
            for (metric, count) in figures.events {
                let labels = [("environment", figures.environment), ("metric", metric)]
                text.sample(labels, Double(count))
            }
        }
        text.begin("laurel_streaks_alive", .gauge, "Users with a streak that goes on.")
        for figures in all {
            for streak in figures.streaks {
                let labels = [("environment", figures.environment), ("streak", streak.key)]
                text.sample(labels, Double(streak.alive))
            }
        }
        addRisks(of: all, to: &text)
    }

    /// Adds what became of streaks that were at risk.
    private func addRisks(of all: [BusinessFigures], to text: inout PrometheusText) {
        text.begin(
            "laurel_streaks_at_risk_today",
            .gauge,
            "Streaks that were at risk on this day of their users, by what became of them."
        )
        for figures in all {
            for streak in figures.streaks {
                for (outcome, count) in streak.atRisk {
                    let labels = [
                        ("environment", figures.environment), ("streak", streak.key),
                        ("outcome", outcome),
                    ]
                    text.sample(labels, Double(count))
                }
            }
        }
    }

    private func addConfigurationFigures(to text: inout PrometheusText) {
        let figures = catalogue.figures
        let loads = figures.loads
        text.begin(
            "laurel_configuration_loads_total",
            .counter,
            "Parts of the configuration that were read from the database."
        )
        text.sample([("part", "workspace")], Double(loads.workspaces))
        text.sample([("part", "rules")], Double(loads.rulebooks))
        text.sample([("part", "token_keys")], Double(loads.tokenKeys))
        text.sample([("part", "key")], Double(loads.keys))
        text.begin(
            "laurel_configuration_workspaces",
            .gauge,
            "Workspaces whose configuration is remembered."
        )
        text.sample([], Double(figures.workspaceCount))
    }
}
