public import Catalogue
public import CivilTime
public import Intake
public import ServiceRuntime
public import Storage

/// What is read of users: who they are, what they did, and how their streaks and achievements
/// stand as of now.
///
/// No answer needs that a round has run: what follows from stored rows is derived when it is read.
public final class Reading: Sendable {
    let database: AsyncDatabase
    let catalogue: Catalogue
    let intake: Intake
    let keyring: UserKeyring
    let zones: ZoneDatabase
    let limits: ReadingLimits
    /// How many users have how many points goes through all of them.
    let pointsSpreads = SharedReads<PointsSpreadKey, PointsSpread>()
    let overviews = OverviewCache()
    let rememberedLengths = RememberedLengths()
    let groupedProfiles: GroupedProfiles

    /// What is read from a database; anniversaries that have come are recorded by the intake.
    public init(
        database: AsyncDatabase,
        catalogue: Catalogue,
        intake: Intake,
        keyring: UserKeyring,
        zones: ZoneDatabase,
        limits: ReadingLimits
    ) {
        self.database = database
        self.catalogue = catalogue
        self.intake = intake
        self.keyring = keyring
        self.zones = zones
        self.limits = limits
        groupedProfiles = GroupedProfiles(database, keyring)
    }

    /// A zone of the system's.
    public func zone(named name: String) throws(CivilTimeError) -> Zone {
        try zones.zone(named: name)
    }
}
