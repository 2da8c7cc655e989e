import Catalogue
import Engine
import Wire

/// Setting up levels.
let adminPointsLevelCalls = AdminPointsPartCalls<PointsLevel, PointsLevelChange>(
    noun: "Level",
    id: \.publicID,
    items: { index, system in index.levels(of: system) },
    draft: { fields, context in try AdminPointsWire.newLevel(from: fields, context.request) },
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

/// Setting up boosts.
let adminPointsBoostCalls = AdminPointsPartCalls<PointsBoost, PointsBoostChange>(
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

/// Setting up triggers.
let adminPointsTriggerCalls = AdminPointsPartCalls<PointsTrigger, PointsTriggerChange>(
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
