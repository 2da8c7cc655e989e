/// Fields that no streak may have, and how the issue begins that says so.
enum BadStreakFields {
    static let all = required + sources + windows + conditions + forgiveness + others

    /// What must be there, and what is wrong with it.
    private static let required: [Row<String, String>] = [
        Row("no key", #""key":null"#, "key must be a string, not null."),
        Row("a key with a space", #""key":"a b""#, "key may only have letters, digits"),
        Row("no name", #""name":null"#, "name must be a string, not null."),
        Row("an empty name", #""name":"""#, "name must not be empty."),
        Row("no sources", #""sources":[]"#, "sources must name at least one metric."),
        Row("null sources", #""sources":null"#, "sources must be an array, not null."),
        Row("no window", #""window":null"#, "window must be an object, not null."),
        Row("no period", #""window":{}"#, "window.period is required."),
    ]

    private static let sources: [Row<String, String>] = [
        Row(
            "a source that is a text",
            #""sources":["pages"]"#,
            "sources[0] must be an object, not a string."
        ),
        Row("a source of nothing", #""sources":[{}]"#, "sources[0].metric is required."),
        Row(
            "an unknown metric",
            #""sources":[{"metric":"pages"},{"metric":"steps"}]"#,
            "sources[1].metric must be the key of a metric that exists."
        ),
        Row(
            "a metric twice",
            #""sources":[{"metric":"pages"},{"metric":"pages","threshold":3}]"#,
            "sources[1] has the metric, eventAttributes and expression of an earlier source; leave one out."
        ),
        Row(
            "a threshold of nothing",
            #""sources":[{"metric":"pages","threshold":0}]"#,
            "sources[0].threshold must be more than 0 and at most 10^12, with up to 6 decimals."
        ),
        Row(
            "a threshold beyond every amount",
            #""sources":[{"metric":"pages","threshold":1e13}]"#,
            "sources[0].threshold must be more than 0"
        ),
        Row(
            "an unknown attribute",
            #""sources":[{"metric":"pages","eventAttributes":[{"key":"device","value":"x"}]}]"#,
            "sources[0].eventAttributes[0].key must be the key of an event attribute that exists."
        ),
        Row(
            "an attribute of users",
            #""sources":[{"metric":"pages","eventAttributes":[{"key":"plan","value":"x"}]}]"#,
            "sources[0].eventAttributes[0].key must be the key of an event attribute that exists."
        ),
        Row(
            "two values of an attribute",
            #""sources":[{"metric":"pages","eventAttributes":[{"key":"result","value":"a"},{"key":"result","value":"b"}]}]"#,
            "sources[0].eventAttributes[1].key is there twice; an event has one value"
        ),
        Row(
            "an attribute without value",
            #""sources":[{"metric":"pages","eventAttributes":[{"key":"result"}]}]"#,
            "sources[0].eventAttributes[0].value is required."
        ),
        Row(
            "too many sources",
            #""sources":[\#(Array(repeating: "{}", count: 21).joined(separator: ","))]"#,
            "sources must have at most 20 sources."
        ),
        Row(
            "an unknown mode",
            #""evaluationMode":"ALL""#,
            #"evaluationMode must be "OR" or "AND"."#
        ),
    ]

    private static let windows: [Row<String, String>] = [
        Row(
            "an hourly streak",
            #""window":{"period":"hourly"}"#,
            #"window.period must be "daily""#
        ),
        Row(
            "an unknown type",
            #""window":{"type":"sliding","period":"daily"}"#,
            #"window.type must be "calendar" or "rolling"."#
        ),
        Row(
            "an unknown zone",
            #""window":{"period":"daily","timezone":"Mars/Olympus"}"#,
            #"window.timezone: "Mars/Olympus" is not a time zone known to this system."#
        ),
        Row(
            "seconds in the reset time",
            #""window":{"period":"daily","resetTime":"04:30:00"}"#,
            #"window.resetTime must be a time of day such as "04:30"."#
        ),
        Row(
            "no time of day",
            #""window":{"period":"daily","resetTime":"24:00"}"#,
            #"window.resetTime must be a time of day such as "04:30"."#
        ),
        Row(
            "an eighth weekday",
            #""window":{"period":"weekly","weekStart":7}"#,
            "window.weekStart must be between 0 and 6."
        ),
        Row(
            "the length of a calendar window",
            #""window":{"period":"daily","length":60}"#,
            #"window.length is for the type "rolling"; leave it out."#
        ),
        Row(
            "a rolling window without length",
            #""window":{"type":"rolling"}"#,
            "window.length is required for a rolling window"
        ),
        Row(
            "a rolling window of a moment",
            #""window":{"type":"rolling","length":59}"#,
            "window.length must be between 60 and 31622400."
        ),
        Row(
            "two lengths of one window",
            #""window":{"type":"rolling","period":"daily","length":60}"#,
            "window.length must agree with period; send one of them alone."
        ),
        Row(
            "a rolling window with a zone",
            #""window":{"type":"rolling","period":"daily","timezone":"UTC"}"#,
            #"window.timezone is for the type "calendar""#
        ),
        Row(
            "a rolling window with days off",
            #""window":{"type":"rolling","period":"daily"},"daysOff":[0]"#,
            "daysOff must be empty for a rolling window, which breaks at its deadline. Send []."
        ),
        Row(
            "a rolling window with grace",
            #""window":{"type":"rolling","period":"daily"},"gracePeriods":1"#,
            "gracePeriods must be 0 for a rolling window, which breaks at its deadline."
        ),
        Row(
            "a rolling window with freezes",
            #""window":{"type":"rolling","period":"daily"},"freezes":{"startCount":0,"maxCount":1}"#,
            "freezes must be null for a rolling window, which breaks at its deadline."
        ),
    ]

    private static let conditions: [Row<String, String>] = [
        Row(
            "an unknown condition",
            #""condition":{"type":"max"}"#,
            #"condition.type must be "count" or "sum" or "distinct"."#
        ),
        Row(
            "no events",
            #""condition":{"min":0}"#,
            "condition.min must be between 1 and 1000000."
        ),
        Row(
            "half an event",
            #""condition":{"type":"count","min":1.5}"#,
            "condition.min must be an integer"
        ),
        Row(
            "a sum of nothing",
            #""condition":{"type":"sum","min":0}"#,
            "condition.min must be more than 0"
        ),
        Row(
            "different values of nothing",
            #""condition":{"type":"distinct","min":2}"#,
            "condition.field is required."
        ),
        Row(
            "different values of an unknown attribute",
            #""condition":{"type":"distinct","field":"plan"}"#,
            "condition.field must be the key of an event attribute that exists."
        ),
        Row(
            "too many different values",
            #""condition":{"type":"distinct","field":"language","min":1001}"#,
            "condition.min must be between 1 and 1000."
        ),
        Row(
            "a field that is not asked for",
            #""condition":{"type":"count","field":"language"}"#,
            #"condition.field is for the type "distinct"; leave it out."#
        ),
    ]

    private static let forgiveness: [Row<String, String>] = [
        Row(
            "days off of a week",
            #""window":{"period":"weekly"},"daysOff":[0]"#,
            "daysOff must be empty unless the streak is daily. Send []."
        ),
        Row("a day that is none", #""daysOff":[7]"#, "daysOff[0] must be between 0 and 6."),
        Row("a day off twice", #""daysOff":[1,1]"#, "daysOff[1] is there twice."),
        Row(
            "every day off",
            #""daysOff":[0,1,2,3,4,5,6]"#,
            "daysOff must have at most 6 weekdays."
        ),
        Row("too much grace", #""gracePeriods":101"#, "gracePeriods must be between 0 and 100."),
        Row("a word for yes", #""resetOnMiss":"yes""#, "resetOnMiss must be a boolean"),
        Row("freezes of nothing", #""freezes":{}"#, "freezes.startCount is required."),
        Row(
            "more at the start than one may have",
            #""freezes":{"startCount":3,"maxCount":2}"#,
            "freezes.maxCount must be at least startCount."
        ),
        Row(
            "room for no freezes",
            #""freezes":{"startCount":0,"maxCount":0}"#,
            "freezes.maxCount must be between 1 and 100."
        ),
        Row(
            "freezes that come never",
            #""freezes":{"startCount":0,"maxCount":1,"autoEarnAmount":1}"#,
            "freezes.autoEarnInterval is missing: autoEarnInterval and autoEarnAmount come"
        ),
        Row(
            "an interval for nothing",
            #""freezes":{"startCount":0,"maxCount":1,"autoEarnInterval":1,"autoEarnAmount":null}"#,
            "freezes.autoEarnAmount is missing"
        ),
        Row(
            "an interval beyond a year",
            #""freezes":{"startCount":0,"maxCount":1,"autoEarnInterval":366,"autoEarnAmount":1}"#,
            "freezes.autoEarnInterval must be between 1 and 365."
        ),
        Row(
            "too many at a time",
            #""freezes":{"startCount":0,"maxCount":1,"autoEarnInterval":1,"autoEarnAmount":11}"#,
            "freezes.autoEarnAmount must be between 1 and 10."
        ),
        Row(
            "events that need add nothing",
            #""minimumPerEvent":0"#,
            "minimumPerEvent must be more than 0 and at most 10^12"
        ),
        Row("no time at risk", #""atRiskSeconds":0"#, "atRiskSeconds must be between 1 and"),
    ]

    private static let others: [Row<String, String>] = [
        Row(
            "archived by hand",
            #""status":"archived""#,
            #"status must be "active" or "paused"."#
        ),
        Row("a number for yes", #""primary":1"#, "primary must be a boolean, not a number."),
        Row("a number to read", #""description":1"#, "description must be a string"),
        Row(
            "a milestone at the start",
            #""milestones":[{"threshold":0}]"#,
            "milestones[0].threshold must be between 1 and 1000000."
        ),
        Row(
            "a milestone twice",
            #""milestones":[{"threshold":7},{"threshold":7}]"#,
            "milestones[1].threshold is that of an earlier milestone; leave one out."
        ),
        Row(
            "an empty reward",
            #""milestones":[{"threshold":7,"rewardItemId":""}]"#,
            "milestones[0].rewardItemId must not be empty."
        ),
        Row(
            "too many milestones",
            #""milestones":[\#(Array(repeating: "{}", count: 51).joined(separator: ","))]"#,
            "milestones must have at most 50 milestones."
        ),
    ]
}
