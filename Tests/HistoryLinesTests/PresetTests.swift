import HistoryLines
import JSONText
import TestBasics
import Testing

/// What other systems export becomes lines of a history.
@Suite struct PresetTests {
    private struct Table: Sendable, CustomTestStringConvertible {
        let header: String
        let row: String
        let line: String?

        var testDescription: String { header }
    }

    private static let tables = [
        Table(
            header: "user_id,metric_key,total,last_active_on",
            row: "ada,lessons,12.5,2025-01-06",
            line:
                #"{"user":"ada","metric":"lessons","timestamp":"2025-01-06","value":12.5,"idempotencyKey":"trophy-total"}"#
        ),
        Table(header: "user_id,metric_key,total,last_active_on", row: "ada,lessons,0,", line: nil),
        Table(
            header: "environment,user_id,streak_key,period_start,amount,is_extended",
            row: "live,ada,daily,2025-01-06,3,t",
            line:
                #"{"user":"ada","metric":"pages","timestamp":"2025-01-06","value":3,"idempotencyKey":"trophy-daily-2025-01-06"}"#
        ),
        Table(
            header: "user_id,period_start",
            row: "ada,2025-01-06",
            line:
                #"{"user":"ada","metric":"pages","timestamp":"2025-01-06","value":1,"idempotencyKey":"trophy--2025-01-06"}"#
        ),
        Table(header: "user_id,period_start,is_extended", row: "ada,2025-01-06,0", line: nil),
        Table(
            header: "user_id,streak_key,freezes,as_of",
            row: "ada,daily,2,2025-01-06",
            line: #"{"user":"ada","mark":"freezes","streak":"daily","on":"2025-01-06","count":2}"#
        ),
        Table(header: "user_id,freezes,as_of", row: "ada,0,2025-01-06", line: nil),
        Table(
            header: "user_id,achievement_id,achievement_key,achieved_at",
            row: "ada,1,tour,2025-01-06 09:00:00+00",
            line:
                #"{"user":"ada","mark":"achievement","achievement":"tour","achievedAt":"2025-01-06T09:00:00+00:00"}"#
        ),
    ]

    @Test(arguments: tables)
    private func `tables of Trophy are known by their columns`(table: Table) throws {
        let reader = try TrophyTable(
            header: table.header.split(separator: ",").map(String.init),
            metric: "pages"
        )
        let cells = table.row.split(separator: ",", omittingEmptySubsequences: false)
        let lines = reader.objects(cells.map(String.init)).map { JSON.object($0).text }
        #expect(lines == (table.line.map { [$0] } ?? []))
    }

    @Test(arguments: [
        "id,metric_key,total", "user_id,points_system_key,total", "user_id,leaderboard_key,rank",
        "user_id,period_start", "user_id,name",
    ])
    func `other tables are refused`(header: String) {
        #expect(throws: HistoryProblem.self) {
            try TrophyTable(header: header.split(separator: ",").map(String.init), metric: nil)
        }
    }

    @Test(arguments: [
        (
            #"{"participant_id":"ada","display_name":"Ada","timezone":"UTC","attributes":{"level":3,"x":null}}"#,
            #"{"id":"ada","name":"Ada","tz":"UTC","attributes":{"level":"3"}}"#
        ),
        (
            #"{"participant_id":"ada","event_name":"quiz","properties":{"score":9,"of":["a"]},"timestamp":"2025-01-06T09:00:00","event_id":"e"}"#,
            #"{"user":"ada","metric":"quiz","timestamp":"2025-01-06T09:00:00Z","idempotencyKey":"e","keyOfUser":true,"attributes":{"score":"9","of":"[\"a\"]"}}"#
        ),
        (
            #"{"participant_id":"ada","streak_code":"daily","timestamp":"2025-01-06T09:00:00+01:00"}"#,
            #"{"user":"ada","streak":"daily","timestamp":"2025-01-06T09:00:00+01:00"}"#
        ),
        (
            #"{"participant_id":"ada","badge_code":"tour","earned_at":"2025-01-06T09:00:00Z"}"#,
            #"{"user":"ada","mark":"achievement","achievement":"tour","achievedAt":"2025-01-06T09:00:00Z"}"#
        ),
    ])
    func `what Bricqs shows becomes a line`(given: String, line: String) throws {
        guard case .object(let object) = try JSON(parsing: given) else {
            return #expect(Bool(false))
        }
        #expect(JSON.object(try BricqsLine.object(object)).text == line)
    }

    @Test func `rows of a table of Bricqs are the same objects`() throws {
        let line = try BricqsLine.object(
            header: [
                "participant_id", "event_name", "value", "properties", "timestamp", "event_id",
            ],
            ["ada", "quiz", "2", #"{"score":9}"#, "2025-01-06 09:00:00", ""]
        )
        #expect(
            JSON.object(line).text
                == #"{"user":"ada","metric":"quiz","value":2,"timestamp":"2025-01-06T09:00:00Z","attributes":{"score":"9"}}"#
        )
    }

    @Test(arguments: [#"{"event_name":"quiz"}"#, #"{"participant_id":"ada","amount":5}"#])
    func `what is nothing of a history is refused`(given: String) throws {
        guard case .object(let object) = try JSON(parsing: given) else {
            return #expect(Bool(false))
        }
        #expect(throws: HistoryProblem.self) { try BricqsLine.object(object) }
    }
}
