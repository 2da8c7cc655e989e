import HTTP
import Testing

/// What users choose.
@Suite struct PreferenceTests {
    private static let path = "/v1/users/ada/preferences"

    @Test func `what was never chosen is not there, and what is chosen stays`() async throws {
        let server = try await StreakPlace.make()
        try await server.record("5")
        #expect(try await server.call(.get, Self.path).body == #"{"notifications":{}}"#)
        let first = #"{"notifications":{"recap":["email","push"],"streak_reminder":[]}}"#
        #expect(try await server.call(.patch, Self.path, first).body == first)
        let second = #"{"notifications":{"recap":["push"]},"streak":{"enabled":false}}"#
        let both =
            #"{"notifications":{"recap":["push"],"streak_reminder":[]},"streak":{"enabled":false}}"#
        #expect(try await server.call(.patch, Self.path, second).body == both)
        #expect(try await server.call(.get, Self.path).body == both)
    }

    @Test(arguments: [
        Row("a kind of message", #"{"notifications":{"recaps":["push"]}}"#, "notifications.recaps"),
        Row("a choice", #"{"streak":{"enabled":true,"days_off":[0]}}"#, "streak.days_off"),
    ]) func `what cannot be chosen is refused by its name`(
        row: Row<String, String>
    ) async throws {
        let server = try await StreakPlace.make()
        try await server.record("5")
        let reply = try await server.call(.patch, Self.path, row.input)
        #expect(reply.status == 422)
        let told = "\(row.expected) is not a field here; there may be "
        #expect(reply.text("error")?.hasPrefix(told) == true, "\(reply)")
        #expect(try await server.call(.get, Self.path).body == #"{"notifications":{}}"#)
        let other = try await server.call(.patch, Self.path, #"{"theme":"dark"}"#)
        #expect(other.status == 200)
    }

    @Test func `when days begin is the user's to choose, from the next midnight on`() async throws {
        let server = try await StreakPlace.make()
        try await server.record("5")
        let chosen = try await server.call(
            .patch,
            Self.path,
            #"{"streak":{"dayStartsAt":"04:30"}}"#
        )
        #expect(chosen.text("streak.dayStartsAt") == "04:30", "\(chosen)")
        #expect(chosen.text("streak.dayStartsFrom")?.hasSuffix("T00:00:00.000Z") == true)
        for invalid in [#""12:01""#, #""noon""#, "4"] {
            let refused = try await server.call(
                .patch,
                Self.path,
                #"{"streak":{"dayStartsAt":\#(invalid)}}"#
            )
            #expect(refused.status == 422, "\(refused)")
        }
        let cleared = try await server.call(
            .patch,
            Self.path,
            #"{"streak":{"dayStartsAt":null}}"#
        )
        #expect(cleared.body == #"{"notifications":{}}"#)
    }

    @Test func `days off are the user's to choose, as far as the definition goes`() async throws {
        let server = try await StreakPlace.make()
        try await server.record("5")
        let choice =
            #"{"streak":{"restDays":[0],"vacations":[{"start":"2099-08-01","end":"2099-08-14"}]}}"#
        let refused = try await server.call(.patch, Self.path, choice)
        #expect(refused.status == 422)
        #expect(refused.text("error")?.hasPrefix("streak.restDays must be empty") == true)
        let list = try await server.call(.get, "/admin/v1/streaks/definitions")
        let id = try #require(list.text("0.id"))
        let limits = #"[{"id":"\#(id)","restDays":{"perWeek":1,"vacationDaysPerYear":14}}]"#
        let limited = try await server.call(.patch, "/admin/v1/streaks/definitions", limits)
        #expect(limited.value("updated.0.restDays.perWeek") == "1", "\(limited)")
        let chosen = try await server.call(.patch, Self.path, choice)
        #expect(chosen.value("streak.restDays") == "[0]", "\(chosen)")
        #expect(chosen.text("streak.restDaysFrom") != nil)
        #expect(chosen.text("streak.vacations.0.end") == "2099-08-14")
        #expect(try await server.call(.get, Self.path).body == chosen.body)
        for (wrong, problem) in [
            (#""restDays":[0,1]"#, "streak.restDays must have at most 1 weekdays"),
            (#""restDays":[7]"#, "between 0 and 6"),
            (
                #""vacations":[{"start":"2099-08-01","end":"2099-08-15"}]"#,
                "streak.vacations must have at most 14 days of 2099"
            ),
            (
                #""vacations":[{"start":"2001-08-01","end":"2001-08-02"}]"#,
                "streak.vacations must not have new days before"
            ),
            (#""vacations":[{"start":"2099-08-02","end":"2099-08-01"}]"#, "end must not be"),
        ] {
            let reply = try await server.call(.patch, Self.path, #"{"streak":{\#(wrong)}}"#)
            #expect(reply.status == 422, "\(reply)")
            #expect(reply.text("error")?.contains(problem) == true, "\(reply)")
        }
        let cleared = try await server.call(
            .patch,
            Self.path,
            #"{"streak":{"restDays":null,"vacations":null}}"#
        )
        #expect(cleared.body == #"{"notifications":{}}"#)
    }

    @Test func `a streak that its user switched off has no length, anywhere`() async throws {
        let server = try await StreakPlace.make()
        try await server.record("5")
        try await server.call(.patch, Self.path, #"{"streak":{"enabled":false}}"#)
        let streak = try await server.call(.get, "/v1/users/ada/streak?historyPeriods=1")
        #expect(streak.value("length") == "0")
        #expect(streak.value("extended") == "null")
        #expect(streak.value("streakHistory.0.length") == "0")
        #expect(try await server.record("5").value("currentStreak.length") == "0")
        let list = try await server.call(.get, "/v1/streaks?userIds=ada")
        #expect(list.value("0.streakLength") == "0")
        try await server.call(.patch, Self.path, #"{"streak":{"enabled":true}}"#)
        #expect(try await server.call(.get, "/v1/users/ada/streak").value("length") == "1")
    }

    @Test func `what counts is the user's to choose where customization is on`() async throws {
        let server = try await StreakPlace.make()
        try await server.createMetric("quizzes")
        try await server.record("5")
        let choice =
            #"{"streak":{"evaluationMode":"AND","metrics":[{"key":"pages","threshold":10},"#
            + #"{"key":"quizzes","threshold":1}],"daysOff":[6,0]}}"#
        let refused = try await server.call(.patch, Self.path, choice)
        #expect(refused.status == 403)
        #expect(refused.text("error")?.hasPrefix("Streak customization is off") == true)
        try await StreakPlace.change(#"{"customizationEnabled":true}"#, on: server)
        let chosen = try await server.call(.patch, Self.path, choice)
        #expect(
            chosen.body
                == #"{"notifications":{},"streak":{"evaluationMode":"AND","metrics":["#
                + #"{"key":"pages","threshold":10},{"key":"quizzes","threshold":1}],"#
                + #""daysOff":[0,6]}}"#
        )
        server.clock.advance(days: 1)
        #expect(try await server.record("9").value("currentStreak.extended") == "false")
        let quiz = try await server.record("1", metric: "quizzes")
        #expect(quiz.value("currentStreak.extended") == "false")
        let page = try await server.record("1")
        #expect(page.value("currentStreak.length") == "2", "\(page)")
    }

    @Test func `null takes a choice back, and what is left of it counts`() async throws {
        let server = try await StreakPlace.make(#"{"customizationEnabled":true}"#)
        try await server.record("5")
        let choice = #"{"streak":{"metrics":[{"key":"pages","threshold":50}],"daysOff":[0]}}"#
        try await server.call(.patch, Self.path, choice)
        let cleared = try await server.call(.patch, Self.path, #"{"streak":{"metrics":null}}"#)
        #expect(cleared.body == #"{"notifications":{},"streak":{"daysOff":[0]}}"#)
        server.clock.advance(days: 1)
        #expect(try await server.record("5").value("currentStreak.length") == "2")
        let all =
            #"{"streak":{"metrics":null,"daysOff":null,"evaluationMode":null,"enabled":null}}"#
        #expect(
            try await server.call(.patch, Self.path, all).body
                == #"{"notifications":{},"streak":{}}"#
        )
    }

    @Test func `what was chosen rests while customization is off, and comes back with it`()
        async throws
    {
        let server = try await StreakPlace.make(#"{"customizationEnabled":true}"#)
        try await server.record("5")
        let choice = #"{"streak":{"metrics":[{"key":"pages","threshold":50}]}}"#
        try await server.call(.patch, Self.path, choice)
        server.clock.advance(days: 1)
        // The user's own rule asks for more, so this day is not done.
        #expect(try await server.record("5").value("currentStreak.length") == "1")
        try await StreakPlace.change(#"{"customizationEnabled":false}"#, on: server)
        // The day of the change is judged by the easier of the two.
        #expect(try await server.record("5").value("currentStreak.length") == "2")
        server.clock.advance(days: 1)
        #expect(try await server.record("5").value("currentStreak.length") == "3")
        try await StreakPlace.change(#"{"customizationEnabled":true}"#, on: server)
        server.clock.advance(days: 1)
        #expect(try await server.record("5").value("currentStreak.length") == "3")
        #expect(try await server.record("45").value("currentStreak.length") == "4")
        try await StreakPlace.change(#"{"customizationEnabled":false}"#, on: server)
        let refused = try await server.call(.patch, Self.path, choice)
        #expect(refused.status == 403)
        let cleared = try await server.call(.patch, Self.path, #"{"streak":{"metrics":null}}"#)
        #expect(cleared.body == #"{"notifications":{},"streak":{}}"#)
    }

    @Test(arguments: [
        Row("no object", "[]", "must be an object"),
        Row("an unknown channel", #"{"notifications":{"recap":["fax"]}}"#, "recap[0] must be"),
        Row("a channel twice", #"{"notifications":{"recap":["push","push"]}}"#, "is there twice"),
        Row("an unknown metric", #"{"streak":{"metrics":[{"key":"x","threshold":1}]}}"#, "exists"),
        Row("a switch of text", #"{"streak":{"enabled":"no"}}"#, "streak.enabled must be"),
        Row("a mode of Trophy's prose", #"{"streak":{"evaluationMode":"ALL"}}"#, "\"OR\""),
        Row("an eighth day", #"{"streak":{"daysOff":[7]}}"#, "between 0 and 6"),
    ]) func `what cannot be chosen is refused`(row: Row<String, String>) async throws {
        let server = try await StreakPlace.make(#"{"customizationEnabled":true}"#)
        try await server.record("5")
        let reply = try await server.call(.patch, Self.path, row.input)
        #expect(reply.status == 422)
        #expect(reply.text("error")?.contains(row.expected) == true, "\(reply)")
    }

    @Test func `nobody unknown has preferences`() async throws {
        let server = try await StreakPlace.make()
        #expect(try await server.call(.get, Self.path).status == 404)
        #expect(try await server.call(.patch, Self.path, #"{"streak":{}}"#).status == 404)
    }
}
