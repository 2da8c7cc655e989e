public import Engine

/// The words of mails and of the page of preferences that no template has, in one language.
public struct MailWords: Hashable, Sendable {
    /// The language, as pages say it.
    public let locale: String
    /// Why somebody gets mails.
    public let reason: String
    /// For choosing which mails come.
    public let choose: String
    /// For getting no more of one kind.
    public let unsubscribe: String
    /// What is shown once that is done.
    public let done: String
    /// What is shown once a choice was kept.
    public let saved: String
    /// For keeping what was chosen.
    public let save: String
    /// What is shown where a link is wrong.
    public let unknown: String
    /// The kinds of mails, as people call them.
    public let kinds: [UserPreferences.Notification: String]
    /// The letters of the weekdays, from Sunday on.
    public let weekdays: [String]
    /// The words for a day, a week and a month: one, and many.
    public let units: [Unit]
    /// The months.
    public let months: [String]
    /// Between the whole part of a number and its fraction.
    public let decimalPoint: String

    /// A word for one, and for many.
    public struct Unit: Hashable, Sendable {
        /// For one.
        public let one: String
        /// For many.
        public let many: String
    }

    /// Every language that there are words of, the first one for all others.
    public static let all = [english, german]

    /// The words of a language, such as `de` or `de-AT`.
    public static func words(of locale: String) -> MailWords {
        let language = locale.lowercased().prefix { $0 != "-" && $0 != "_" }
        return all.first { $0.locale == language } ?? english
    }

    private static let english = MailWords(
        locale: "en",
        reason: "You get this mail because you use {{app.name | this app}}.",
        choose: "Choose which mails you get",
        unsubscribe: "Unsubscribe",
        done: "Done. You will not get these mails any more.",
        saved: "Saved.",
        save: "Save",
        unknown: "This link is not valid. Please use the link in your newest mail.",
        kinds: [
            .streakReminder: "Streak reminders", .achievementCompleted: "Achievements",
            .recap: "Weekly or monthly summaries",
            .reactivation: "Mails when you have been away",
        ],
        weekdays: ["S", "M", "T", "W", "T", "F", "S"],
        units: [
            Unit(one: "day", many: "days"), Unit(one: "week", many: "weeks"),
            Unit(one: "month", many: "months"),
        ],
        months: [
            "January", "February", "March", "April", "May", "June", "July", "August", "September",
            "October", "November", "December",
        ],
        decimalPoint: "."
    )

    private static let german = MailWords(
        locale: "de",
        reason: "Du bekommst diese Mail, weil du {{app.name | diese App}} nutzt.",
        choose: "Mails auswählen",
        unsubscribe: "Abbestellen",
        done: "Erledigt. Du bekommst diese Mails nicht mehr.",
        saved: "Gespeichert.",
        save: "Speichern",
        unknown: "Dieser Link ist ungültig. Nimm bitte den Link aus deiner neuesten Mail.",
        kinds: [
            .streakReminder: "Erinnerungen an Serien", .achievementCompleted: "Erfolge",
            .recap: "Wochen- oder Monatsrückblicke",
            .reactivation: "Mails, wenn du länger weg warst",
        ],
        weekdays: ["S", "M", "D", "M", "D", "F", "S"],
        units: [
            Unit(one: "Tag", many: "Tage"), Unit(one: "Woche", many: "Wochen"),
            Unit(one: "Monat", many: "Monate"),
        ],
        months: [
            "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
            "Oktober", "November", "Dezember",
        ],
        decimalPoint: ","
    )
}
