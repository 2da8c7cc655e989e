public import Engine

extension MailTemplate {
    /// What a mail of a kind says in a language where nobody has written anything else.
    public static func standard(_ kind: ReminderKind, _ locale: String) -> MailTemplate {
        switch MailWords.words(of: locale).locale {
        case "de": german(kind)
        default: english(kind)
        }
    }

    private static let app = "{{app.url}}"

    private static func english(_ kind: ReminderKind) -> MailTemplate {
        switch kind {
        case .streakReminder:
            MailTemplate(
                subjects: [
                    "Keep your {{streak.length}}-{{streak.unit}} streak going",
                    "{{streak.hoursLeft}} {{streak.hoursLeft # hour # hours}} left for your streak",
                ],
                preview: "It ends in {{streak.hoursLeft}} {{streak.hoursLeft # hour # hours}}.",
                blocks: [
                    Block(.heading("Hi {{user.name | there}}, your streak is waiting")),
                    Block(.streak("{{streak.unit}} streak")),
                    Block(
                        .text(
                            "You have {{streak.hoursLeft}} {{streak.hoursLeft # hour # hours}} left"
                                + " to keep it. One small step is enough."
                        )
                    ),
                    Block(.text("This is your longest streak so far.")).when("streak.isLongest"),
                    Block(.button("Keep my streak", url: app)),
                ]
            )
        case .streakAtRisk:
            MailTemplate(
                subjects: ["Do not lose your {{streak.length}}-{{streak.unit}} streak"],
                preview: "It ends in {{streak.hoursLeft}} {{streak.hoursLeft # hour # hours}}.",
                blocks: [
                    Block(.heading("{{streak.length}} in a row. Do not stop now.")),
                    Block(.streak("{{streak.unit}} streak")),
                    Block(
                        .text(
                            "Your streak ends in {{streak.hoursLeft}}"
                                + " {{streak.hoursLeft # hour # hours}} unless you come back."
                        )
                    ),
                    Block(.button("Save my streak", url: app)),
                ]
            )
        case .achievement, .reactivation, .recap: englishOthers(kind)
        }
    }

    private static func englishOthers(_ kind: ReminderKind) -> MailTemplate {
        switch kind {
        case .achievement:
            MailTemplate(
                subjects: ["You earned: {{achievement.name}}"],
                preview: "{{achievement.description | Congratulations!}}",
                blocks: [
                    Block(.heading("Well done, {{user.name | friend}}!")),
                    Block(.achievement),
                    Block(.text("A new achievement is yours. On to the next one?")),
                    Block(.button("See my achievements", url: app)),
                ]
            )
        case .reactivation:
            MailTemplate(
                subjects: ["We have missed you, {{user.name | friend}}", "Ready to start again?"],
                preview: "Pick up where you left off.",
                blocks: [
                    Block(.heading("Pick up where you left off")),
                    Block(
                        .text(
                            "It has been {{days.silent}} {{days.silent # day # days}} since your"
                                + " last visit. A minute is enough to begin again."
                        )
                    ),
                    Block(.text("Your best streak so far: {{streak.longest}}."))
                        .when("streak.longest >= 2"),
                    Block(.button("Open {{app.name | the app}}", url: app)),
                ]
            )
        default:
            MailTemplate(
                subjects: ["Your {{recap.unit}} in review"],
                preview: "What you did from {{recap.from}} to {{recap.to}}.",
                blocks: [
                    Block(.heading("Your {{recap.unit}}, {{user.name | friend}}")),
                    Block(.text("{{recap.from}} to {{recap.to}}")),
                    Block(.totals),
                    Block(.streak("{{streak.unit}} streak")).when("streak.length >= 1"),
                    Block(.button("Go on", url: app)),
                ]
            )
        }
    }

    private static func german(_ kind: ReminderKind) -> MailTemplate {
        switch kind {
        case .streakReminder:
            MailTemplate(
                subjects: [
                    "Deine Serie wartet: {{streak.length}} {{streak.units}}",
                    "Noch {{streak.hoursLeft}} {{streak.hoursLeft # Stunde # Stunden}} für deine Serie",
                ],
                preview:
                    "Sie endet in {{streak.hoursLeft}} {{streak.hoursLeft # Stunde # Stunden}}.",
                blocks: [
                    Block(.heading("Hallo {{user.name | du}}, deine Serie wartet")),
                    Block(.streak("{{streak.units}} in Folge")),
                    Block(
                        .text(
                            "Du hast noch {{streak.hoursLeft}}"
                                + " {{streak.hoursLeft # Stunde # Stunden}}, um sie zu halten."
                                + " Ein kleiner Schritt genügt."
                        )
                    ),
                    Block(.text("Das ist deine bisher längste Serie.")).when("streak.isLongest"),
                    Block(.button("Serie halten", url: app)),
                ]
            )
        case .streakAtRisk:
            MailTemplate(
                subjects: ["Verlier deine Serie nicht: {{streak.length}} {{streak.units}}"],
                preview:
                    "Sie endet in {{streak.hoursLeft}} {{streak.hoursLeft # Stunde # Stunden}}.",
                blocks: [
                    Block(.heading("{{streak.length}} in Folge. Hör jetzt nicht auf.")),
                    Block(.streak("{{streak.units}} in Folge")),
                    Block(
                        .text(
                            "Deine Serie endet in {{streak.hoursLeft}}"
                                + " {{streak.hoursLeft # Stunde # Stunden}}, wenn nichts mehr kommt."
                        )
                    ),
                    Block(.button("Serie retten", url: app)),
                ]
            )
        case .achievement, .reactivation, .recap: germanOthers(kind)
        }
    }

    private static func germanOthers(_ kind: ReminderKind) -> MailTemplate {
        switch kind {
        case .achievement:
            MailTemplate(
                subjects: ["Geschafft: {{achievement.name}}"],
                preview: "{{achievement.description | Herzlichen Glückwunsch!}}",
                blocks: [
                    Block(.heading("Gut gemacht, {{user.name | du}}!")),
                    Block(.achievement),
                    Block(.text("Ein neuer Erfolg gehört dir. Auf zum nächsten?")),
                    Block(.button("Meine Erfolge ansehen", url: app)),
                ]
            )
        case .reactivation:
            MailTemplate(
                subjects: ["Wir haben dich vermisst, {{user.name | du}}", "Lust, neu anzufangen?"],
                preview: "Mach weiter, wo du aufgehört hast.",
                blocks: [
                    Block(.heading("Mach weiter, wo du aufgehört hast")),
                    Block(
                        .text(
                            "Dein letzter Besuch ist {{days.silent}}"
                                + " {{days.silent # Tag # Tage}} her. Eine Minute genügt für den"
                                + " Anfang."
                        )
                    ),
                    Block(.text("Deine längste Serie bisher: {{streak.longest}}."))
                        .when("streak.longest >= 2"),
                    Block(.button("{{app.name | App}} öffnen", url: app)),
                ]
            )
        default:
            MailTemplate(
                subjects: ["{{recap.unit}} im Rückblick"],
                preview: "Was du vom {{recap.from}} bis {{recap.to}} getan hast.",
                blocks: [
                    Block(.heading("{{recap.unit}} im Rückblick")),
                    Block(.text("{{recap.from}} bis {{recap.to}}")),
                    Block(.totals),
                    Block(.streak("{{streak.units}} in Folge")).when("streak.length >= 1"),
                    Block(.button("Weitermachen", url: app)),
                ]
            )
        }
    }
}
