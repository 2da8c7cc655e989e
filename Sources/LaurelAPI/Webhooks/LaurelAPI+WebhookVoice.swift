import Catalogue
import CivilTime
import Engine
import JSONText
public import Service
import Storage
public import Webhooks

extension LaurelAPI {
    /// How webhooks are told what happened in Laurel's own words: every kind of fact.
    public static func webhookVoice(of service: LaurelService) -> WebhookVoice {
        let catalogue = service.catalogue
        return WebhookVoice(
            .laurel,
            kinds: Fact.Kind.all.map(\.rawValue),
            kind: { Fact.Kind.all.contains($0.kind) ? $0.kind.rawValue : nil },
            bodies: { facts in try await LaurelBody.texts(of: facts, catalogue) },
            trial: { trial in
                LaurelBody.text { object in
                    object.field("id", trial.id)
                    object.field("type", WebhookVoice.trialKind)
                    object.field("timestamp", trial.at)
                    object.object("data") { $0.field("webhookId", trial.webhook) }
                }
            }
        )
    }
}

/// What webhooks are sent in Laurel's own words.
private enum LaurelBody {
    static func texts(of facts: [PlacedFact], _ catalogue: Catalogue) async throws -> [String?] {
        guard let workspace = facts.first?.workspace else { return [] }
        let streaks = try await catalogue.streaks(in: workspace)
        let keys = Dictionary(streaks.map { ($0.publicID, $0.key) }) { first, _ in first }
        let tenant = try await catalogue.view(of: workspace).workspace.customerID
        return facts.map { fact in text { write(fact, keys, tenant, to: &$0) } }
    }

    private static func write(
        _ placed: PlacedFact,
        _ keys: [String: String],
        _ tenant: String?,
        to object: inout JSONObjectWriter
    ) {
        let fact = placed.stored.fact
        object.field("id", DeliverySubject(placed.stored).factID)
        object.field("type", fact.kind.rawValue)
        object.field("timestamp", fact.at.iso8601)
        object.field("told", placed.stored.toldAt.iso8601)
        object.field("workspaceId", placed.workspaceID)
        object.fieldIfPresent("tenantId", tenant)
        object.field("userId", placed.userID)
        object.object("data") { object in
            if StreakFact.Kind(rawValue: fact.kind.rawValue) != nil {
                object.field("definitionId", fact.subject)
                object.field("streak", fact.subject.flatMap { keys[$0] })
            }
            fact.payload.write(to: &object)
        }
        // A user's facts have numbers that grow.
        object.field("sequence", placed.stored.number)
    }

    static func text(_ write: (inout JSONObjectWriter) -> Void) -> String {
        var writer = JSONWriter()
        writer.object(write)
        return String(decoding: writer.finish(), as: UTF8.self)
    }
}
