import CivilTime
import Delivery
import Engine
import OperatingSystem
import Storage
import Synchronization

/// A follower that puts facts into files, one an hour.
final class FactExporter: Follower {
    let name: String
    let kinds: Set<Fact.Kind>?
    private let files: Mutex<HourlyFiles>
    private let upload: FileUpload?
    /// How long after an hour its file is closed, for facts whose transactions end late.
    private static let grace = Duration.seconds(60)

    init(
        _ name: String,
        kinds: Set<Fact.Kind>?,
        _ files: consuming HourlyFiles,
        to upload: FileUpload? = nil
    ) {
        self.upload = upload
        self.name = name
        self.kinds = kinds
        self.files = Mutex(files)
    }

    func deliver(_ facts: [PlacedFact]) async throws {
        try files.withLock { try $0.add(facts) }
    }

    func accompany(_ lease: FollowerLease) async {
        while !Task.isCancelled {
            do {
                try files.withLock { try $0.close(before: Log.now - Self.grace) }
                try await upload?.send()
            } catch {
                Console.printError("laurel: \(error)")
            }
            try? await Task.sleep(for: .seconds(5))
        }
    }

    func note(_ note: FollowerNote) {
        switch note {
        case .working: Console.printError("laurel: exporting as \(name)")
        case .waiting: Console.printError("laurel: another process exports as \(name); waiting")
        case .leaseLost: Console.printError("laurel: another process has taken over as \(name)")
        case .orderChanged: Console.printError("laurel: the database was copied or restored")
        case .factsMissing: Console.printError("laurel: some facts are not kept any longer")
        case .databaseFailed(let error): Console.printError("laurel: \(error.message)")
        }
    }
}
