import Catalogue
import Engine
import Wire

extension AdminPointsPartCalls<PointsLevel, PointsLevelChange> {
    /// Setting up levels.
    static var levels: Self {
        Self(
            noun: "Level",
            id: \.publicID,
            items: { index, system in index.levels(of: system) },
            draft: { fields, context in try AdminPointsWire.newLevel(from: fields, context.request)
            },
            change: { fields, id, context in
                var change = try AdminPointsWire.level(from: fields, context.request)
                change.publicID = id
                return change
            },
            put: { catalogue, changes, system, workspace in
                try await catalogue.putPointsLevels(changes, of: system, in: workspace)
            },
            delete: { catalogue, ids, system, workspace in
                try await catalogue.deletePointsLevels(ids, of: system, in: workspace)
            },
            write: { wire, level, object in wire.write(level, to: &object) }
        )
    }
}

extension AdminPointsPartCalls<PointsBoost, PointsBoostChange> {
    /// Setting up boosts.
    static var boosts: Self {
        Self(
            noun: "Points boost",
            id: \.publicID,
            items: { index, system in index.boosts.filter { $0.system == system } },
            draft: { fields, context in try AdminPointsWire.newBoost(from: fields, in: context) },
            change: { fields, id, context in
                var change = try AdminPointsWire.boost(from: fields)
                change.publicID = id
                return change
            },
            put: { catalogue, changes, system, workspace in
                try await catalogue.putPointsBoosts(changes, of: system, in: workspace)
            },
            delete: { catalogue, ids, system, workspace in
                try await catalogue.deletePointsBoosts(ids, of: system, in: workspace)
            },
            write: { wire, boost, object in wire.write(boost, to: &object) }
        )
    }
}

extension AdminPointsPartCalls<PointsTrigger, PointsTriggerChange> {
    /// Setting up triggers.
    static var triggers: Self {
        Self(
            noun: "Points trigger",
            id: \.publicID,
            items: { index, system in index.triggers.filter { $0.system == system } },
            draft: { fields, context in try AdminPointsWire.trigger(from: fields) },
            change: { fields, id, context in
                var change = try AdminPointsWire.trigger(from: fields)
                change.publicID = id
                return change
            },
            put: { catalogue, changes, system, workspace in
                try await catalogue.putPointsTriggers(changes, of: system, in: workspace)
            },
            delete: { catalogue, ids, system, workspace in
                try await catalogue.deletePointsTriggers(ids, of: system, in: workspace)
            },
            write: { wire, trigger, object in wire.write(trigger, to: &object) }
        )
    }
}
