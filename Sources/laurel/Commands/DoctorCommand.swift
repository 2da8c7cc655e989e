import Catalogue
import CivilTime
import Engine
import OperatingSystem
import Postgres
import Reading
import Service
import Storage

/// Looking a database and a deployment over.
enum DoctorCommand {
    static let command = Command(
        name: "doctor",
        summary: "Checks a database and what is around it, and says what to do",
        options: [
            OpenDatabase.existingOption,
            .value("--backups", "FOLDER", "Where backups are, of which the newest is looked at"),
            .value("--sample", "COUNT", "How many users of each environment are replayed (100)"),
        ],
        details: """
            Nothing is changed. A line begins with ok, with look for what deserves a look, or with bad
            for what is wrong. The exit status is 1 if something is bad.
            """
    ) { arguments in
        try arguments.allowWords(0)
        let sample = try arguments.integer("--sample", in: 0...10_000, default: 100)
        let opened = try OpenDatabase(arguments, makesFile: false)
        let service = try opened.service()
        defer { service.stop() }
        let target = arguments["--database"] ?? "laurel.db"
        var findings = [DoctorFinding.ok("database", opened.database.displayName)]
        findings += DoctorSurroundings(target, backups: arguments["--backups"], now: Log.now)
            .findings()
        findings += try DoctorClocks(opened.database, service.zones, now: Log.now).findings()
        let users = DoctorUsers(service: service, sample: sample)
        for environment in Workspace.Environment.allCases {
            findings += try await users.findings(environment)
        }
        for finding in findings { Console.print(finding.text) }
        let bad = findings.count { $0.level == .bad }
        let odd = findings.count { $0.level == .look }
        Console.print("\(findings.count) checked, \(odd) to look at, \(bad) bad")
        if bad > 0 { throw ExitStatus(1) }
    }
}

/// Something that was checked, and what to do about it.
struct DoctorFinding {
    enum Level: String {
        case ok
        case look
        case bad
    }

    let level: Level
    let subject: String
    let words: String
    var advice = ""

    static func ok(_ subject: String, _ words: String) -> DoctorFinding {
        DoctorFinding(level: .ok, subject: subject, words: words)
    }

    static func look(_ subject: String, _ words: String, _ advice: String) -> DoctorFinding {
        DoctorFinding(level: .look, subject: subject, words: words, advice: advice)
    }

    static func bad(_ subject: String, _ words: String, _ advice: String) -> DoctorFinding {
        DoctorFinding(level: .bad, subject: subject, words: words, advice: advice)
    }

    /// The line, and what to do.
    var text: String {
        let line = "\(level.rawValue.padded(to: 5))\(subject.padded(to: 14))\(words)"
        return advice.isEmpty ? line : "\(line)\n" + "".padded(to: 19) + advice
    }
}

// MARK: - Surroundings

/// What is around a database: the disk, and backups.
struct DoctorSurroundings {
    private let target: String
    private let backups: String?
    private let now: Instant

    /// How much of a disk has to be free, in percent, and how old a backup may be.
    private static let (badSpace, oddSpace) = (2, 10)
    private static let oddAge: Int64 = 26 * 3_600
    private static let badAge: Int64 = 8 * 86_400

    init(_ target: String, backups: String?, now: Instant) {
        self.target = target
        self.backups = backups
        self.now = now
    }

    func findings() -> [DoctorFinding] {
        (PostgresDatabase.isTarget(target) ? [] : [disk()]) + [backup()]
    }

    private func disk() -> DoctorFinding {
        guard let space = DiskSpace.left(at: target), space.total > 0 else {
            return .look("disk", "nobody can say how much room is left", "Look at it by hand.")
        }
        let percent = Int(100 * Double(space.free) / Double(space.total))
        let size = DiskSpace.file(target)?.byteCount ?? 0
        let words = "\(percent) % free, \((space.free >> 20).grouped) MiB"
        if percent < Self.badSpace || space.free < size / 10 {
            return .bad("disk", words, "Make room: a full disk stops every write.")
        }
        guard percent < Self.oddSpace else { return .ok("disk", words) }
        return .look("disk", words, "Plan for more: the database has \((size >> 20).grouped) MiB.")
    }

    private func backup() -> DoctorFinding {
        guard let backups else {
            return .look("backups", "not looked at", "Name their folder with --backups.")
        }
        guard let names = try? FileFolder(backups).names() else {
            return .bad("backups", "\(backups) cannot be read", "Check the path.")
        }
        let times = names.compactMap { DiskSpace.file("\(backups)/\($0)")?.writtenAt }
        guard let newest = times.max() else {
            return .bad("backups", "there is none", "Make one: laurel backup.")
        }
        let age = max(0, now.seconds - newest)
        let words = "the newest is \(age / 3_600) h old"
        if age > Self.badAge { return .bad("backups", words, "Look why none is made any more.") }
        guard age > Self.oddAge else { return .ok("backups", words) }
        return .look("backups", words, "One a day is a good habit.")
    }
}

// MARK: - Clocks

/// The clock of this machine beside what is stored, and the rules of zones.
struct DoctorClocks {
    private let database: any Database
    private let zones: ZoneDatabase
    private let now: Instant

    /// How far ahead what is stored may be.
    private static let allowedLead: Int64 = 2

    init(_ database: any Database, _ zones: ZoneDatabase, now: Instant) {
        self.database = database
        self.zones = zones
        self.now = now
    }

    func findings() throws -> [DoctorFinding] { [try clock(), zoneData()] }

    /// The newest fact was told by a server's clock; one from the future tells that two differ.
    private func clock() throws -> DoctorFinding {
        let latest = try database.read { (connection) throws(StorageError) in
            try connection.firstRow(
                of: "SELECT told_at FROM fact ORDER BY place DESC LIMIT 1"
            ) { $0.integer(0) }
        }
        guard let latest, latest > 0 else { return .ok("clock", now.iso8601) }
        let lead = Instant(microseconds: latest).seconds - now.seconds
        guard lead > Self.allowedLead else { return .ok("clock", now.iso8601) }
        return .bad(
            "clock",
            "something was told \(lead) s from now",
            "The clock of this machine or of a server is wrong: look at its time service."
        )
    }

    private func zoneData() -> DoctorFinding {
        do throws(CivilTimeError) {
            try zones.check()
        } catch {
            return .bad("zones", error.message, "Install the package tzdata.")
        }
        guard let version = zones.version else {
            let advice = "Keep the package tzdata up to date."
            return .look("zones", "their version is not known", advice)
        }
        let year = version.prefix(4)
        let words = "version \(version)"
        guard let number = Int(year), number + 1 < Zone.utc.civilDate(at: now).year else {
            return .ok("zones", words)
        }
        return .look("zones", words, "It is old: update the package tzdata.")
    }
}

// MARK: - Users

/// A sample of users, replayed, and settings that surprise.
struct DoctorUsers {
    let service: LaurelService
    let sample: Int

    func findings(_ environment: Workspace.Environment) async throws -> [DoctorFinding] {
        let workspace = try await service.catalogue.homeWorkspace(of: environment)
        let view = try await service.catalogue.view(of: workspace)
        let name = environment.rawValue
        var findings = Self.settings(of: view, name, heldAt: view.workspace.clockAt)
        guard sample > 0 else { return findings }
        let users = try await service.reading.users(
            in: workspace,
            search: nil,
            after: nil,
            limit: sample
        )
        let replays = try await service.reading.replay(users, in: workspace, of: view.rulebook)
        let skipped = replays.count { $0.eventCount == nil }
        let wrong = replays.filter { !$0.differences.isEmpty }
        for replay in wrong.prefix(10) {
            findings.append(
                .bad(
                    name,
                    "\(replay.userID): \(replay.differences.joined(separator: "; "))",
                    "Keep a backup as it is, and report it."
                )
            )
        }
        let events = replays.reduce(0) { $0 + ($1.eventCount ?? 0) }
        let words = "\(replays.count - skipped) users replayed, \(events.grouped) events"
        if wrong.isEmpty { findings.append(.ok(name, words)) }
        return findings
    }

    private static func settings(
        of view: WorkspaceView,
        _ name: String,
        heldAt: Instant?
    ) -> [DoctorFinding] {
        var findings: [DoctorFinding] = []
        let rulebook = view.rulebook
        if let heldAt {
            findings.append(
                .look(
                    name,
                    "its clock is held at \(heldAt.iso8601)",
                    "Let it go when your tests are done."
                )
            )
        }
        if !rulebook.streaks.isEmpty, rulebook.primaryStreak == nil {
            findings.append(
                .look(
                    name,
                    "no streak is the primary one",
                    "Calls that name no streak show none: make one the primary one."
                )
            )
        }
        for streak in rulebook.streaks where streak.status == .paused {
            findings.append(
                .look(
                    name,
                    "the streak \(streak.key) is paused",
                    "Nothing in it moves until it goes on."
                )
            )
        }
        for achievement in rulebook.achievements.all where achievement.status == .inactive {
            findings.append(
                .look(
                    name,
                    "the achievement \"\(achievement.name)\" is inactive",
                    "Nobody can reach or see it."
                )
            )
        }
        return findings
    }
}
