internal import Synchronization

/// The time zones of the system, read from its tzdata when first asked for.
///
/// An update of the operating system's tzdata is enough to update the rules; the process keeps
/// what it has already read until it is restarted.
public final class ZoneDatabase: Sendable {
    /// Where Linux systems keep the zones.
    public static let defaultDirectory = "/usr/share/zoneinfo"

    /// The folder in use.
    public let directory: String
    /// The version of the rules, such as `2025b`; nil when the system does not say.
    public let version: String?

    private let files: ZoneFiles
    private let cache = Mutex<[String: Zone]>([:])

    /// Opens a folder of zones: the value of `TZDIR`, or the system's own when that is nil or empty.
    public init(directory: String? = nil) {
        let directory = directory.flatMap { $0.isEmpty ? nil : $0 } ?? Self.defaultDirectory
        self.directory = directory
        files = ZoneFiles(directory: directory)
        version = Self.version(files)
    }

    /// The zone with an IANA name, such as `Europe/Berlin`; names are case-sensitive.
    public func zone(named name: String) throws(CivilTimeError) -> Zone {
        if let known = cache.withLock({ $0[name] }) { return known }
        guard Self.isZoneName(name),
            let bytes = files.read(name, maximumByteCount: TZifFile.maximumByteCount),
            bytes.starts(with: "TZif".utf8)
        else { throw Self.unknown(name) }
        let zone = try Zone(identifier: name, tzif: bytes)
        return cache.withLock { zones in
            // Two callers may have read the file at once; everyone gets the first one's zone.
            if let known = zones[name] { return known }
            zones[name] = zone
            return zone
        }
    }

    /// The zone with a name, or UTC under that name where the system's tzdata no longer has it.
    ///
    /// It is for names that were checked when they were stored: what was stored keeps its name, and
    /// gets its rules back with the next tzdata that has them.
    public func zoneOrUTC(named name: String) -> Zone {
        (try? zone(named: name)) ?? Zone(identifier: name, rules: Zone.utc.rules)
    }

    /// The names of all zones, sorted.
    ///
    /// Reads the whole folder, so keep the answer.
    public func names() -> [String] {
        files.names()
            .filter { name in
                Self.isZoneName(name)
                    && files.read(name, maximumByteCount: TZifFile.maximumByteCount)?
                        .starts(with: "TZif".utf8) == true
            }
            .sorted()
    }

    /// Throws unless the zones can really be read: to be called before serving anyone.
    ///
    /// Without this, a machine without tzdata would be noticed only by its users' lost days.
    public func check() throws(CivilTimeError) {
        for (name, offset) in [("UTC", 0), ("America/New_York", -18_000)] {
            let zone = try? zone(named: name)
            guard zone?.offset(at: .epoch) == offset else {
                throw CivilTimeError(
                    .missingZoneData,
                    "No usable time zone data in \(quoted(directory)). Install the system's "
                        + "tzdata package, or point TZDIR to a folder that has it."
                )
            }
        }
    }

    private static func unknown(_ name: String) -> CivilTimeError {
        CivilTimeError(
            .unknownZone,
            "\(quoted(name)) is not a time zone known to this system. "
                + "Use an IANA name such as \"Europe/Berlin\"."
        )
    }
}

extension ZoneDatabase {
    private static let maximumNameByteCount = 64

    /// Names of files in the folder that are zones, but of this machine and not of IANA.
    private static let localNames: Set<String> = ["localtime", "posixrules"]

    /// Whether a name could be that of a zone: safe characters, and no way out of the folder.
    ///
    /// `posix/` and `right/` hold second copies, the latter counting leap seconds.
    static func isZoneName(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.count <= maximumNameByteCount,
            name.utf8.allSatisfy(isZoneNameByte), !localNames.contains(name)
        else { return false }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return parts.allSatisfy { !$0.isEmpty } && parts[0] != "posix" && parts[0] != "right"
    }

    private static func isZoneNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"),
            UInt8(ascii: "-"), UInt8(ascii: "/"):
            true
        default: false
        }
    }

    /// Looks in the two places where systems write the version down.
    private static func version(_ files: ZoneFiles) -> String? {
        let limit = 1024 * 1024
        let label = "# version "
        if let line = files.read("tzdata.zi", maximumByteCount: limit).flatMap(firstLine),
            line.hasPrefix(label)
        {
            return String(line.dropFirst(label.count))
        }
        return files.read("+VERSION", maximumByteCount: limit).flatMap(firstLine)
    }

    private static func firstLine(_ bytes: [UInt8]) -> String? {
        let line = bytes.prefix { $0 > 0x20 || $0 == 0x20 }.prefix(64)
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }
}
