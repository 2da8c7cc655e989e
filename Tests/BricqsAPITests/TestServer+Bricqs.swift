import Access
import BricqsAPI
import Catalogue
import CivilTime
import HTTP
import LaurelAPI
import Service
import Storage
import TrophyAPI

extension TestServer {
    /// Starts a server that speaks Bricqs' wire, and what sets it up.
    static func bricqs(limits: ServiceLimits = ServiceLimits()) async throws -> TestServer {
        try await TestServer(
            limits: limits,
            speaking: BricqsAPI.interfaces + LaurelAPI.interfaces() + TrophyAPI.interfaces
        )
    }

    static let gamify = "/api/v1/gamify"

    /// Creates a streak; more of its fields begin with a comma.
    @discardableResult
    func createStreak(
        _ code: String = "daily_login",
        period: String = "daily",
        with fields: String = "",
        as role: Role = .admin
    ) async throws -> Reply {
        try await call(
            .post,
            "\(Self.gamify)/streaks",
            #"{"code":"\#(code)","name":"Daily Login","period":"\#(period)"\#(fields)}"#,
            as: role
        )
    }

    /// Records a tick, at a time if one is given.
    @discardableResult
    func tick(
        _ timestamp: String? = nil,
        of participant: String = "user_42",
        _ code: String = "daily_login",
        as role: Role = .admin
    ) async throws -> Reply {
        let time = timestamp.map { #","timestamp":"\#($0)""# } ?? ""
        return try await call(
            .post,
            "\(Self.gamify)/streaks/record",
            #"{"participant_id":"\#(participant)","streak_code":"\#(code)"\#(time)}"#,
            as: role
        )
    }

    /// Makes a key for one participant.
    func createKey(of participant: String) async throws -> String {
        let home = try await service.catalogue.homeWorkspace(of: .live)
        return try await service.access.createApplicationKeys(of: [participant], home: home)[0].text
    }

    /// The streaks of a participant.
    func streaks(of participant: String = "user_42") async throws -> Reply {
        try await call(.get, "\(Self.gamify)/participants/\(participant)/streaks")
    }

    /// Lets the clock stand at a moment.
    func setClock(_ moment: String) throws {
        clock.set(to: try Instant(iso8601: moment))
    }
}
