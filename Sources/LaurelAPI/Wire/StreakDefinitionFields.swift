import Catalogue
import Engine
import HTTP
import JSONText
import Wire

/// What people decide about a streak beyond its names, field by field, in the order of answers.
///
/// This is all that this wire knows of each: a new field is one more element here.
enum StreakDefinitionFields {
    typealias Field = ItemField<StreakDefinition, StreakChange, StreakRuleReader>

    static let all: [Field] = [
        sources, evaluationMode, window, condition, minimumPerEvent, daysOff, restDays,
        gracePeriods, resetOnMiss, freezes, milestones, atRiskSeconds, customizationEnabled,
    ]

    /// Those that an arm of an experiment may have otherwise.
    static let ofArms: [Field] = [
        condition, minimumPerEvent, daysOff, restDays, gracePeriods, resetOnMiss, freezes,
        atRiskSeconds,
    ]

    private static let sources = Field(
        answer: .field("sources", .array(of: StreakDefinitionWire.source)),
        body: .field(
            "sources",
            .array(StreakDefinitionWire.sourceBody, 1...StreakLimits.maximumSources)
        ),
        read: { fields, reader, change in
            change.sources = try fields["sources"].map(reader.sources)
        },
        write: { definition, reader, object in
            object.array("sources") { array in
                for source in definition.rule.sources {
                    StreakDefinitionWire.write(source, rulebook: reader.rulebook, to: &array)
                }
            }
        }
    )

    private static let evaluationMode = Field(
        answer: .field("evaluationMode", .word(of: StreakRuleReader.EvaluationMode.self)),
        body: .optional("evaluationMode", .word(of: StreakRuleReader.EvaluationMode.self)),
        read: { fields, reader, change in
            change.requiresEverySource =
                try fields["evaluationMode"].map(reader.requiresEverySource)
        },
        write: { definition, _, object in
            let mode: StreakRuleReader.EvaluationMode =
                definition.rule.requiresEverySource ? .all : .any
            object.field("evaluationMode", mode.rawValue)
        }
    )

    private static let window = Field(
        answer: .field("window", StreakWindowWire.window),
        body: .field("window", StreakWindowWire.windowBody),
        read: { fields, reader, change in
            change.window = try fields["window"].map {
                try StreakWindowWire.read($0, zones: reader.zones)
            }
        },
        write: { definition, reader, object in
            object.object("window") {
                StreakWindowWire.write(definition.rule.window, zones: reader.zones, to: &$0)
            }
        }
    )

    private static let condition = Field(
        answer: .field("condition", StreakDefinitionWire.condition),
        body: .optional("condition", StreakDefinitionWire.conditionBody),
        read: { fields, reader, change in
            change.condition = try fields["condition"].map(reader.condition)
            // Here a sum is always of the events' values; Phoenix's wire can name an attribute.
            if change.condition != nil { change.sumField = .clear }
        },
        write: { definition, _, object in
            object.object("condition") { condition in
                StreakDefinitionWire.write(definition.rule.condition, to: &condition)
                condition.fieldIfPresent("field", definition.rule.sumField)
            }
        }
    )

    /// Answers have it only where it was set.
    private static let minimumPerEvent = Field(
        answer: .optional("minimumPerEvent", .number),
        body: .optional("minimumPerEvent", .number.orNull),
        read: { fields, reader, change in
            change.minimumPerEvent = try fields.wanted("minimumPerEvent", reader.positiveAmount)
        },
        write: { definition, _, object in
            guard let minimum = definition.rule.minimumPerEvent else { return }
            object.field("minimumPerEvent", rawNumber: minimum.description)
        }
    )

    private static let daysOff = Field(
        answer: .field("daysOff", StreakFields.daysOff),
        body: .optional("daysOff", StreakFields.daysOff),
        read: { fields, reader, change in
            change.daysOff = try fields["daysOff"].map(reader.daysOff)
        },
        write: { definition, _, object in
            object.field("daysOff", definition.rule.daysOff.sorted())
        }
    )

    /// Answers have it only where it was set.
    private static let restDays = Field(
        answer: .optional("restDays", StreakFields.restDays),
        body: .optional("restDays", StreakFields.restDaysBody.orNull),
        read: { fields, reader, change in
            change.restDays = try fields["restDays"].map(reader.restDays)
        },
        write: { definition, _, object in
            let limits = definition.rule.restDays
            guard limits != .none else { return }
            object.object("restDays") { fields in
                fields.field("perWeek", limits.perWeek)
                fields.field("vacationDaysPerYear", limits.vacationDaysPerYear)
            }
        }
    )

    private static let gracePeriods = Field(
        answer: .field("gracePeriods", .integer(StreakLimits.gracePeriods)),
        body: .optional("gracePeriods", .integer(StreakLimits.gracePeriods)),
        read: { fields, _, change in
            change.gracePeriods = try fields["gracePeriods"]?.integer(
                in: StreakLimits.gracePeriods
            )
        },
        write: { definition, _, object in
            object.field("gracePeriods", definition.rule.gracePeriods)
        }
    )

    private static let resetOnMiss = Field(
        answer: .field("resetOnMiss", .boolean),
        body: .optional("resetOnMiss", .boolean),
        read: { fields, _, change in change.resetsOnMiss = try fields["resetOnMiss"]?.bool() },
        write: { definition, _, object in
            object.field("resetOnMiss", definition.rule.resetsOnMiss)
        }
    )

    private static let freezes = Field(
        answer: .field("freezes", StreakFields.freezes.orNull),
        body: .optional("freezes", StreakFields.freezesBody.orNull),
        read: { fields, reader, change in
            change.freezes = try fields["freezes"].map(reader.freezes)
        },
        write: { definition, _, object in
            StreakFields.write(definition.rule.freezes, to: &object)
        }
    )

    private static let milestones = Field(
        answer: .field("milestones", .array(of: StreakDefinitionWire.milestone)),
        body: .optional(
            "milestones",
            .array(StreakDefinitionWire.milestoneBody, 0...StreakLimits.maximumMilestones)
        ),
        read: { fields, reader, change in
            change.milestones = try fields["milestones"].map(reader.milestones)
        },
        write: { definition, _, object in
            object.array("milestones") { array in
                for milestone in definition.milestones {
                    array.object { StreakDefinitionWire.write(milestone, to: &$0) }
                }
            }
        }
    )

    private static let atRiskSeconds = Field(
        answer: .field("atRiskSeconds", .count.orNull),
        body: .optional("atRiskSeconds", .integer(StreakLimits.atRiskSeconds).orNull),
        read: { fields, _, change in
            change.atRiskSeconds = try fields.wanted("atRiskSeconds") { cursor in
                Int64(try cursor.integer(in: StreakLimits.atRiskSeconds))
            }
        },
        write: { definition, _, object in
            object.field("atRiskSeconds", definition.rule.atRiskSeconds)
        }
    )

    private static let customizationEnabled = Field(
        answer: .field("customizationEnabled", .boolean),
        body: .optional("customizationEnabled", .boolean),
        read: { fields, _, change in
            change.isCustomizable = try fields["customizationEnabled"]?.bool()
        },
        write: { definition, _, object in
            object.field("customizationEnabled", definition.isCustomizable)
        }
    )
}
