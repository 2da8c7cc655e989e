import Access
import Catalogue
import Engine
import HTTP
import JSONText
import Service
import Tokens
import Wire

/// How the tokens of a workspace are verified.
enum TokenVerificationCalls {
    /// Shows what tokens must be like; never a key.
    @Sendable static func show(_ context: CallContext) async throws -> Response {
        answer(try await context.service.catalogue.tokenVerification(of: context.workspace))
    }

    /// Adds a key.
    @Sendable static func addKey(_ context: CallContext) async throws -> Response {
        let draft = try draft(from: try context.fields(ifMalformed: .unprocessable))
        return answer(try await context.service.access.addTokenKey(draft, to: context.workspace))
    }

    /// Changes for how long tokens may hold.
    @Sendable static func change(_ context: CallContext) async throws -> Response {
        let change = try lifetime(from: try context.fields(ifMalformed: .unprocessable))
        guard !change.isEmpty else {
            throw InvalidInput(
                path: "requireExpiry",
                problem: "or maximumLifetime is required: there is nothing else to change here"
            )
        }
        return answer(
            try await context.service.access.changeTokenLifetime(change, of: context.workspace)
        )
    }

    /// Ends a key.
    @Sendable static func endKey(_ context: CallContext) async throws -> Response {
        let id = context.request.parameter("keyId")
        return answer(try await context.service.access.endTokenKey(id, of: context.workspace))
    }

    private static let rule = TextRule.filled(WireLimits.maximumNameLength)
    /// Claims that mean something else already.
    private static let takenClaims = ["exp", "nbf", "iat", "scope"]

    private static func draft(from fields: JSONFields) throws -> TokenKeyDraft {
        var draft = TokenKeyDraft(try material(from: fields))
        draft.id = try fields.optionalText("keyId", rule)
        // The id stands in the path of the call that ends the key.
        if let problem = draft.id?.problemInAddresses { throw fields.invalid("keyId", problem) }
        draft.tenantClaim = try claim("tenantClaim", of: fields)
        draft.userClaim = try claim("userClaim", of: fields)
        draft.lifetime = try lifetime(from: fields)
        return draft
    }

    private static func lifetime(from fields: JSONFields) throws -> TokenLifetimeChange {
        var change = TokenLifetimeChange()
        change.requiresEnd = try fields["requireExpiry"].map { try $0.bool() }
        if let maximum = fields["maximumLifetime"] {
            change.maximumSeconds = .some(
                maximum.isNull ? nil : Int64(try maximum.integer(in: LaurelLimits.tokenSeconds))
            )
        }
        return change
    }

    private static func material(from fields: JSONFields) throws -> KeyMaterial {
        guard let algorithm = try fields.word("algorithm", TokenAlgorithm.self) else {
            throw fields.invalid("algorithm", "is required")
        }
        let name = algorithm == .hs256 ? "secret" : "publicKey"
        let other = algorithm == .hs256 ? "publicKey" : "secret"
        guard fields.optional(other) == nil else {
            throw fields.invalid(other, "does not go with \(algorithm.rawValue); send \(name)")
        }
        let text = try fields.string(name)
        do throws(KeyProblem) {
            return algorithm == .hs256
                ? try KeyMaterial(secret: text)
                : try KeyMaterial(publicKey: text, for: algorithm)
        } catch {
            throw fields.invalid(name, error.problem)
        }
    }

    private static func claim(_ name: String, of fields: JSONFields) throws -> String? {
        guard let claim = try fields.optionalText(name, rule) else { return nil }
        guard !takenClaims.contains(claim) else {
            throw fields.invalid(name, "must not be exp, nbf, iat or scope")
        }
        return claim
    }

    private static func answer(_ verification: TokenVerification) -> Response {
        Response.json { writer in
            writer.object { object in
                object.field("algorithm", verification.algorithm?.rawValue)
                object.field("tenantId", verification.tenantID)
                object.field("tenantClaim", verification.tenantClaim)
                object.field("userClaim", verification.userClaim)
                object.field("keys", verification.keys.map(\.id))
                object.field("requireExpiry", verification.lifetime.requiresEnd)
                object.field("maximumLifetime", verification.lifetime.maximumSeconds)
            }
        }
    }
}
