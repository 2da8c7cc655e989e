// Made by `clients/swift/make-client`: change that, and run it.

/// The calls of `admin.metrics`.
public final class AdminMetricsClient: Sendable {
    private let http: HTTPClient

    init(http: HTTPClient) {
        self.http = http
    }

    public func list(
        limit: Int? = nil,
        skip: Int? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> ListMetricsResponse {
        try await http.send(
            "GET",
            "/metrics",
            query: [("limit", limit.map { "\($0)" }), ("skip", skip.map { "\($0)" })],
            options: requestOptions
        )
    }

    public func create(
        request: CreateMetricsRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> CreateMetricsResponse {
        try await http.send("POST", "/metrics", body: request, options: requestOptions)
    }

    public func delete(
        ids: [String]? = nil,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> DeleteMetricsResponse {
        try await http.send(
            "DELETE",
            "/metrics",
            query: (ids ?? []).map { ("ids", $0) },
            options: requestOptions
        )
    }

    public func update(
        request: UpdateMetricsRequest,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> UpdateMetricsResponse {
        try await http.send("PATCH", "/metrics", body: request, options: requestOptions)
    }

    public func get(
        id: String,
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> CreatedMetric {
        try await http.send("GET", "/metrics/\(HTTPClient.escaped(id))", options: requestOptions)
    }

    public func batchEvents(
        request: [BatchMetricEvent],
        requestOptions: RequestOptions? = nil
    ) async throws(TrophyError) -> BatchEventsResponse {
        try await http.send("POST", "/metrics/events", body: request, options: requestOptions)
    }
}

public typealias ListMetricsResponse = [CreatedMetric]

public struct CreatedMetric: Codable, Hashable, Sendable {
    public var id: String
    public var name: String
    public var key: String
    public var unitType: CreatedMetricUnitType
    public var units: String
}

public struct CreatedMetricUnitType: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let number: CreatedMetricUnitType = "number"
    public static let currency: CreatedMetricUnitType = "currency"
}

public typealias CreateMetricsRequest = [CreateMetricRequestItem]

public struct CreateMetricRequestItem: Codable, Hashable, Sendable {
    public var name: String
    public var key: String
    public var unitType: CreateMetricRequestItemUnitType?
    public var units: String?

    public init(
        name: String,
        key: String,
        unitType: CreateMetricRequestItemUnitType? = nil,
        units: String? = nil
    ) {
        self.name = name
        self.key = key
        self.unitType = unitType
        self.units = units
    }
}

public struct CreateMetricRequestItemUnitType: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let number: CreateMetricRequestItemUnitType = "number"
    public static let currency: CreateMetricRequestItemUnitType = "currency"
}

public struct CreateMetricsResponse: Codable, Hashable, Sendable {
    public var created: [CreatedMetric]
    public var issues: [AdminIssue]
}

public struct DeleteMetricsResponse: Codable, Hashable, Sendable {
    public var deleted: [DeletedResource]
    public var issues: [AdminIssue]
}

public typealias UpdateMetricsRequest = [UpdateMetricRequestItem]

public struct UpdateMetricRequestItem: Codable, Hashable, Sendable {
    public var id: String
    public var name: String?
    public var unitType: UpdateMetricRequestItemUnitType?
    public var units: String?

    public init(
        id: String,
        name: String? = nil,
        unitType: UpdateMetricRequestItemUnitType? = nil,
        units: String? = nil
    ) {
        self.id = id
        self.name = name
        self.unitType = unitType
        self.units = units
    }
}

public struct UpdateMetricRequestItemUnitType: OpenWord {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let number: UpdateMetricRequestItemUnitType = "number"
    public static let currency: UpdateMetricRequestItemUnitType = "currency"
}

public struct UpdateMetricsResponse: Codable, Hashable, Sendable {
    public var updated: [CreatedMetric]
    public var issues: [AdminIssue]
}

public struct BatchMetricEvent: Codable, Hashable, Sendable {
    public var key: String
    public var user: BatchMetricEventUser
    public var value: Double
    public var attributes: [String: String]?
    public var idempotencyKey: String?

    public init(
        key: String,
        user: BatchMetricEventUser,
        value: Double,
        attributes: [String: String]? = nil,
        idempotencyKey: String? = nil
    ) {
        self.key = key
        self.user = user
        self.value = value
        self.attributes = attributes
        self.idempotencyKey = idempotencyKey
    }
}

public struct BatchMetricEventUser: Codable, Hashable, Sendable {
    public var id: String
    public var email: String?
    public var name: String?
    public var tz: String?
    public var deviceTokens: [String]?
    public var subscribeToEmails: Bool?
    public var attributes: [String: String]?

    public init(
        id: String,
        email: String? = nil,
        name: String? = nil,
        tz: String? = nil,
        deviceTokens: [String]? = nil,
        subscribeToEmails: Bool? = nil,
        attributes: [String: String]? = nil
    ) {
        self.id = id
        self.email = email
        self.name = name
        self.tz = tz
        self.deviceTokens = deviceTokens
        self.subscribeToEmails = subscribeToEmails
        self.attributes = attributes
    }
}

public struct BatchEventsResponse: Codable, Hashable, Sendable {
    public var accepted: Int
}
