import Engine
import JSONText
import Reading
import Wire

/// Points as Bricqs' wire has them.
enum PointsWire {
    /// What changed a balance.
    enum Kind: String, CaseIterable {
        case award
        case deduct
        case correction
        case expiry
    }

    /// That somebody has come to a higher level.
    static let upgrade = JSONSchema.named(
        "TierUpgrade",
        .object(
            .field("code", .text),
            .field("name", .text),
            .field("level", .count),
            .field("previous_code", .text.orNull),
            .field("previous_level", .count.orNull)
        )
    )

    /// What an award came to.
    static let award = JSONSchema.named(
        "PointsAward",
        deduction.with(.field("tier_upgrade", upgrade.orNull))
    )

    /// What a deduction came to.
    static let deduction = JSONSchema.named(
        "PointsDeduction",
        .object(
            .field("transaction_id", .uuid),
            .field("participant_id", .text),
            .field("amount", .count),
            .field("new_balance", .integer)
        )
    )

    /// What several awards came to.
    static let awardBatch = JSONSchema.object(
        .field("accepted", .count),
        .field("rejected", .count),
        .field(
            "results",
            .array(
                of: .object(
                    .field("transaction_id", .uuid.orNull),
                    .field("participant_id", .text.orNull),
                    .field("amount", .count.orNull),
                    .field("new_balance", .integer.orNull),
                    .field("tier_upgrade", upgrade.orNull),
                    .field("status", .word(of: EventWire.Status.self)),
                    .field("error", .text.orNull)
                )
            )
        )
    )

    /// What somebody has.
    static let balance = JSONSchema.named(
        "PointsBalance",
        .object(
            .field("balance", .integer),
            .field("total_earned", .count),
            .field("total_spent", .count)
        )
    )

    /// The level that somebody is on.
    static let tier = JSONSchema.named(
        "Tier",
        .object(.field("code", .text), .field("name", .text), .field("level", .count))
    )

    /// A row of the ledger.
    static let transaction = JSONSchema.named(
        "PointsTransaction",
        .object(
            .field("transaction_id", .uuid),
            .field("type", .word(of: Kind.self)),
            .field("amount", .integer),
            .field("balance_after", .integer),
            .field("reason", .text.orNull),
            .field("created_at", .instant)
        )
    )

    /// A page of them.
    static let transactions = JSONSchema.object(
        .field("participant_id", .text),
        .field("transactions", .array(of: transaction)),
        .field("total", .count),
        .field("page", .count),
        .field("page_size", .count)
    )

    /// Writes what an award came to.
    static func write(
        award changed: ChangedPoints,
        of participant: String,
        _ rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        write(changed, of: participant, to: &object)
        let row = changed.award.row
        let levels = rulebook.points.levels(of: row.system)
        let before = levels.lastIndex { $0.points <= row.total - row.amount }
        guard let after = levels.lastIndex(where: { $0.points <= row.total }),
            before.map({ $0 < after }) ?? true
        else { return object.null("tier_upgrade") }
        object.object("tier_upgrade") { upgrade in
            write(levels[after], index: after, to: &upgrade)
            upgrade.field("previous_code", before.map { levels[$0].key })
            upgrade.field("previous_level", before.map { $0 + 1 })
        }
    }

    /// Writes what a deduction came to; on a replay, what it had come to.
    static func write(
        _ changed: ChangedPoints,
        of participant: String,
        to object: inout JSONObjectWriter
    ) {
        object.field("transaction_id", changed.award.id.description)
        object.field("participant_id", participant)
        object.field("amount", abs(changed.award.row.amount))
        object.field("new_balance", changed.award.row.total)
    }

    /// Writes what several awards came to: each one, or why it was refused.
    static func write(
        _ results: [Result<(participant: String, points: ChangedPoints), ItemFailure>],
        _ rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        let rejected = results.count { (try? $0.get()) == nil }
        object.field("accepted", results.count - rejected)
        object.field("rejected", rejected)
        object.array("results") { array in
            for result in results {
                array.object { write(result, rulebook, to: &$0) }
            }
        }
    }

    private static func write(
        _ result: Result<(participant: String, points: ChangedPoints), ItemFailure>,
        _ rulebook: Rulebook,
        to item: inout JSONObjectWriter
    ) {
        switch result {
        case .success(let award):
            write(award: award.points, of: award.participant, rulebook, to: &item)
            item.field("status", EventWire.Status.processed.rawValue)
            item.null("error")
        case .failure(let failure):
            for name in [
                "transaction_id", "participant_id", "amount", "new_balance", "tier_upgrade",
            ] { item.null(name) }
            item.field("status", EventWire.Status.failed.rawValue)
            item.field("error", failure.message)
        }
    }
}

// MARK: - Reads

extension PointsWire {
    /// Writes what somebody has.
    static func write(_ account: PointsAccount, to object: inout JSONObjectWriter) {
        object.field("balance", account.total)
        object.field("total_earned", account.earned)
        object.field("total_spent", account.spent)
    }

    /// Writes the level that somebody is on; nothing below the lowest.
    static func write(
        tierOf account: PointsAccount,
        _ rulebook: Rulebook,
        to object: inout JSONObjectWriter
    ) {
        let levels = rulebook.points.levels(of: account.system)
        guard let index = levels.lastIndex(where: { $0.points <= account.total }) else {
            return object.null("tier")
        }
        object.object("tier") { write(levels[index], index: index, to: &$0) }
    }

    /// Writes a row of the ledger.
    static func write(_ award: PointsAward, to object: inout JSONObjectWriter) {
        object.field("transaction_id", award.id.description)
        object.field("type", Kind(award.row.kind).rawValue)
        object.field("amount", award.row.amount)
        object.field("balance_after", award.row.total)
        object.field("reason", award.row.detail.reason)
        object.field("created_at", award.row.at.shortText)
    }

    private static func write(
        _ level: PointsLevel,
        index: Int,
        to object: inout JSONObjectWriter
    ) {
        object.field("code", level.key)
        object.field("name", level.name)
        object.field("level", index + 1)
    }
}

extension PointsWire.Kind {
    /// What a row of the ledger is called here.
    init(_ kind: PointsRow.Kind) {
        switch kind {
        case .award, .grant: self = .award
        case .deduction, .spend: self = .deduct
        case .correction: self = .correction
        case .expiry: self = .expiry
        }
    }
}
