import CivilTime
import Engine
import ServiceRuntime
public import Storage

extension Catalogue {
    /// Tells that boosts have begun or ended, each thing once: a boost keeps how far it was told.
    ///
    /// Entries of the due list only say where to look. What is told follows from the boosts as they
    /// are, so that an entry that is dead, or that comes twice, tells nothing.
    public func tellBoosts(_ entries: [DueEntry]) async throws {
        let byWorkspace = Dictionary(grouping: entries, by: \.workspace)
        for (workspace, entries) in byWorkspace.sorted(by: { $0.key.number < $1.key.number }) {
            // Nothing that rules follow from is another, so nobody's rules are read again.
            try await changeConfiguration { (change) throws(StorageError) in
                try change.tellBoosts(entries.map(\.subject), in: workspace)
            }
        }
    }
}

extension ConfigurationChange {
    fileprivate func tellBoosts(
        _ numbers: [Int64],
        in workspace: WorkspaceID
    ) throws(StorageError) {
        let items = connection.pointsItems
        let systems = try items.active(PointsSystem.self, in: workspace)
        let boosts = try items.active(PointsBoost.self, in: workspace)
        let moment = try connection.workspaces.find(workspace)?.clockAt ?? now
        for number in Set(numbers).sorted() {
            guard let old = boosts.first(where: { $0.number == number }),
                let system = systems.first(where: { $0.id == old.system })
            else { continue }
            var boost = old
            let zone = try old.zone(self)
            while let at = boost.nextToTell(in: zone), at <= moment {
                let kind: PointsFact.Kind = boost.told == .nothing ? .boostStarted : .boostFinished
                tell(
                    Fact(PointsFact(kind, of: boost, of: system, at: at)),
                    about: boost.user ?? .nobody,
                    in: workspace
                )
                boost.told = boost.told == .nothing ? .start : .end
            }
            if boost != old { try items.update(boost, at: now) }
            // Also where a user who has moved made the entry come too early.
            try boost.schedule(after: old, in: workspace, self)
        }
    }
}
