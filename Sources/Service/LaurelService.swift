public import Access
public import Analytics
public import Boards
public import Catalogue
public import CivilTime
public import Delivery
import Engine
public import Groups
public import Intake
public import Reading
public import Reminders
public import Rounds
public import ServiceRuntime
public import Storage
public import Webhooks

/// The running service: its rooms, put together on one database and one clock.
///
/// The dialects speak to the rooms, and so does the command line.
public final class LaurelService: Sendable {
    /// The system's time zones.
    public let zones: ZoneDatabase
    /// What people set up.
    public let catalogue: Catalogue
    /// Who may come in, and how often.
    public let access: Access
    /// What takes commands in.
    public let intake: Intake
    /// What puts freezes, pauses, resets and restores on streaks.
    public let streakMarks: StreakMarks
    /// Who is where on leaderboards.
    public let boards: Boards
    /// What is read of users.
    public let reading: Reading
    /// What is counted of all users, day by day.
    public let analytics: Analytics
    /// What tells facts as they happen.
    public let feed: FactFeed
    /// What tells webhooks of facts.
    public let webhooks: Webhooks
    /// What reminds users.
    public let reminders: Reminders
    /// What forgets users.
    public let erasure: UserErasure
    /// What support writes down about users.
    public let notes: UserNotes
    /// What makes two records of one person one.
    public let merging: UserMerging
    /// What changes of streaks would do.
    public let streakPreviews: StreakPreviews
    /// What is not held against users.
    public let streakAmnesties: StreakAmnesties
    /// Users who keep streaks together.
    public let groups: Groups
    /// What goes on by itself, between its start and its stop.
    public let rounds: Rounds
    /// How the service is.
    public let monitor: ServiceMonitor
    /// The bounds.
    public let limits: ServiceLimits

    private let ground: ServiceGround
    private let watch: Watch

    /// A service on a database that `prepare` has made ready.
    public init(
        database: any Database,
        clock: any Clock = SystemClock(),
        zones: ZoneDatabase = ZoneDatabase(),
        limits: ServiceLimits = .standard,
        keyring: UserKeyring? = nil,
        secrets: SecretKeeper = .forgetful
    ) throws(StorageError) {
        limits.check()
        let ground = try ServiceGround(
            database: database,
            clock: clock,
            zones: zones,
            keyring: keyring,
            limits: limits
        )
        let feed = FactFeed(database: ground.database, clock: clock, limits: limits.delivery)
        let catalogue = Catalogue(on: ground, telling: feed, keeping: secrets, limits)
        let boards = Boards(
            database: ground.database,
            catalogue: catalogue,
            keyring: ground.keyring
        )
        let audience = GroupAudience(catalogue: catalogue, boards: boards, feed: feed)
        let intake = Intake(on: ground, for: audience, limits)
        self.zones = zones
        self.limits = limits
        self.ground = ground
        self.catalogue = catalogue
        self.feed = feed
        self.intake = intake
        self.boards = boards
        access = Access(
            database: ground.database,
            catalogue: catalogue,
            clock: clock,
            limits: limits.access
        )
        streakMarks = StreakMarks(intake: intake, database: ground.database)
        reading = Reading(on: ground, catalogue, intake, limits)
        webhooks = Webhooks(
            database: ground.database,
            catalogue: catalogue,
            feed: feed,
            events: { intake.workDone },
            clock: clock,
            limits: limits.webhooks
        )
        reminders = Reminders(on: ground, catalogue, feed, intake, limits)
        erasure = UserErasure(on: ground, catalogue, boards, feed)
        notes = UserNotes(on: ground)
        merging = UserMerging(on: ground, catalogue, audience)
        streakPreviews = StreakPreviews(on: ground, catalogue)
        streakAmnesties = StreakAmnesties(database: ground.database, catalogue: catalogue)
        let analytics = Analytics(on: ground, catalogue)
        self.analytics = analytics
        let groups = Groups(on: ground, catalogue, feed)
        self.groups = groups
        rounds = Rounds(
            JobTools(on: ground, catalogue, intake, limits),
            retired: audience.retired,
            analytics,
            groups
        )
        monitor = ServiceMonitor(on: ground, audience, intake, analytics)
        watch = ground.watch(intake)
        intake.start()
    }

    /// Has leaderboards read in the background, and follow what other processes do.
    public func followBoards() { boards.start() }

    /// Finishes what has been accepted, and stops.
    public func stop() {
        feed.stop()
        boards.stop()
        intake.stop()
        ground.stop()
        watch.stop()
        access.stop()
    }
}

// MARK: - Putting the rooms together

extension Catalogue {
    fileprivate convenience init(
        on ground: ServiceGround,
        telling feed: FactFeed,
        keeping secrets: SecretKeeper,
        _ limits: ServiceLimits
    ) {
        self.init(
            database: ground.database,
            clock: ground.clock,
            zones: ground.zones,
            limits: limits.catalogue,
            numbers: ground.numbers,
            secrets: secrets,
            ringFeed: { feed.ring() }
        )
    }
}

extension Intake {
    fileprivate convenience init(
        on ground: ServiceGround,
        for audience: GroupAudience,
        _ limits: ServiceLimits
    ) {
        self.init(
            database: ground.database.blocking,
            host: audience,
            keyring: ground.keyring,
            zones: ground.zones,
            clock: ground.clock,
            numbers: ground.numbers,
            limits: limits.intake
        )
    }
}

extension Reading {
    fileprivate convenience init(
        on ground: ServiceGround,
        _ catalogue: Catalogue,
        _ intake: Intake,
        _ limits: ServiceLimits
    ) {
        self.init(
            database: ground.database,
            catalogue: catalogue,
            intake: intake,
            keyring: ground.keyring,
            zones: ground.zones,
            limits: limits.reading
        )
    }
}

extension Analytics {
    fileprivate convenience init(on ground: ServiceGround, _ catalogue: Catalogue) {
        self.init(
            database: ground.database,
            catalogue: catalogue,
            zones: ground.zones,
            clock: ground.clock
        )
    }
}

extension StreakPreviews {
    fileprivate init(on ground: ServiceGround, _ catalogue: Catalogue) {
        self.init(database: ground.database, catalogue: catalogue, clock: ground.clock)
    }
}

extension Groups {
    fileprivate convenience init(
        on ground: ServiceGround,
        _ catalogue: Catalogue,
        _ feed: FactFeed
    ) {
        self.init(
            database: ground.database,
            catalogue: catalogue,
            keyring: ground.keyring,
            zones: ground.zones,
            clock: ground.clock,
            numbers: ground.numbers,
            feed: feed
        )
    }
}

extension Reminders {
    fileprivate convenience init(
        on ground: ServiceGround,
        _ catalogue: Catalogue,
        _ feed: FactFeed,
        _ intake: Intake,
        _ limits: ServiceLimits
    ) {
        self.init(
            database: ground.database,
            catalogue: catalogue,
            keyring: ground.keyring,
            zones: ground.zones,
            clock: ground.clock,
            numbers: ground.numbers,
            feed: feed,
            events: { intake.workDone },
            limits: limits.reminders
        )
    }
}

extension JobTools {
    fileprivate init(
        on ground: ServiceGround,
        _ catalogue: Catalogue,
        _ intake: Intake,
        _ limits: ServiceLimits
    ) {
        self.init(
            database: ground.database,
            catalogue: catalogue,
            intake: intake,
            clock: ground.clock,
            zones: ground.zones,
            limits: limits.rounds
        )
    }
}
