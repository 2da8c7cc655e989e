import Boards
import Catalogue
import CivilTime
import Engine
import HTTP
import Service
import ServiceRuntime
import Storage
import TestKit
import Testing

extension TestServer {
    static let boardPath = "/admin/v1/leaderboards"

    /// A server with a metric `pages` that counts for the primary streak.
    static func ofPages() async throws -> TestServer {
        let server = try await TestServer()
        try await server.createMetric("pages")
        try await server.call(
            .patch,
            "/admin/v1/streaks/settings",
            #"{"metrics":[{"key":"pages","threshold":1}]}"#
        )
        return server
    }

    /// Creates an active leaderboard, of the metric unless its fields say otherwise, and tells its id.
    @discardableResult
    func createBoard(
        _ fields: String = #""rankBy":"metric""#,
        key: String = "top"
    ) async throws -> String {
        let metric = try await call(.get, "/admin/v1/metrics").text("0.id") ?? ""
        var item = fields
        if !item.contains(#""rankBy""#) { item = #""rankBy":"metric",\#(item)"# }
        if item.contains(#""rankBy":"metric""#) { item += #","metricId":"\#(metric)""# }
        let reply = try await call(
            .post,
            Self.boardPath,
            #"[{"name":"Top","key":"\#(key)","status":"active",\#(item)}]"#
        )
        #expect(reply.count("issues") == 0, "\(reply)")
        return reply.text("created.0.id") ?? ""
    }

    /// Changes a leaderboard; what keeps it from being changed, if anything.
    @discardableResult
    func changeBoard(_ id: String, _ fields: String) async throws -> String? {
        let reply = try await call(.patch, Self.boardPath, #"[{"id":"\#(id)",\#(fields)}]"#)
        return reply.text("issues.0.message")
    }

    /// Sends events of several users as one batch.
    func recordTogether(_ values: [(String, Int)]) async throws {
        let events = values.map { user, value in
            #"{"key":"pages","user":{"id":"\#(user)"},"value":\#(value)}"#
        }
        let reply = try await call(
            .post,
            "/admin/v1/metrics/events",
            "[\(events.joined(separator: ","))]"
        )
        #expect(reply.status == 202, "\(reply)")
    }

    /// Users with their places, as in `ada 1 10`; nothing while the leaderboard does not answer.
    func places(_ query: String = "", on key: String = "top") async throws -> [String]? {
        let reply = try await call(.get, "/v1/leaderboards/\(key)?\(query)")
        guard reply.status == 200 else {
            #expect(reply.status == 503, "\(reply)")
            return nil
        }
        return (0..<(reply.count("rankings") ?? 0)).map { index in
            let row = "rankings.\(index)"
            return "\(reply.text("\(row).userId") ?? "?") \(reply.value("\(row).rank") ?? "?") "
                + (reply.value("\(row).value") ?? "?")
        }
    }

    /// Hides a user from leaderboards, or has the user seen again.
    func hide(_ user: String, _ isHidden: Bool = true) async throws {
        let body = #"{"hiddenFromLeaderboards":\#(isHidden)}"#
        #expect(try await call(.patch, "/admin/v1/users/\(user)", body).status == 200)
    }

    /// Does what goes on by itself, some time later.
    func pass(_ seconds: Int64 = 0) async throws {
        clock.advance(seconds: seconds)
        try await finishRounds()
        try await finishBoards()
    }
}

extension LaurelService {
    /// Users with their places on a leaderboard of the live environment; nothing while it does not
    /// answer.
    func places(_ key: String) async throws -> [String]? {
        let live = try await catalogue.homeWorkspace(of: .live)
        let view = try await catalogue.view(of: live)
        let board = try #require(view.rulebook.boards[key: key])
        let run = try #require(board.currentRun(on: Zone.utc.civilDate(at: view.now)))
        do {
            return try await boards.page(
                of: board,
                BoardPageQuery(run: run, group: .everybody, offset: 0, limit: 100),
                in: view
            ).map { "\($0.id) \($0.rank) \(board.value(of: $0.score))" }
        } catch let error as ServiceError where error.code == .unavailable {
            return nil
        }
    }
}
