public import Catalogue
import CivilTime
public import Engine
import HTTP
import JSONText

/// What people say of a boost of points and everybody reads the same way, field by field, in the
/// order of answers: those to administrators and those to applications.
public enum PointsBoostFields {
    /// A field of one.
    public typealias Field = ItemField<PointsBoost, PointsBoostChange, Void>

    /// All of them, in the order of answers.
    public static let all: [Field] = [name, start, end, multiplier, rounding]

    private static let name = Field(
        answer: .field("name", .text),
        body: .field("name", .name(upTo: PointsBoost.maximumNameLength)),
        read: { fields, _, change in
            change.fields.name =
                try fields.optionalText("name", .filled(PointsBoost.maximumNameLength))
        },
        write: { boost, _, object in object.field("name", boost.name) }
    )

    private static let start = Field(
        answer: .field("start", .date),
        body: .field("start", .date),
        read: { fields, _, change in
            change.fields.start = try fields.optional("start")?.date()
        },
        write: { boost, _, object in object.field("start", boost.start.iso8601) }
    )

    private static let end = Field(
        answer: .field("end", .date.orNull),
        body: .optional("end", .date.orNull),
        read: { fields, _, change in
            change.fields.end = try fields.wanted("end") { try $0.date() }
        },
        write: { boost, _, object in object.field("end", boost.end?.iso8601) }
    )

    private static let multiplier = Field(
        answer: .field("multiplier", .number),
        body: .field("multiplier", .number),
        read: { fields, _, change in
            change.fields.multiplier = try fields.optional("multiplier")?.amount()
        },
        write: { boost, _, object in
            object.field("multiplier", rawNumber: boost.multiplier.description)
        }
    )

    private static let rounding = Field(
        answer: .field("rounding", .word(of: PointsBoost.Rounding.self)),
        body: .optional("rounding", .word(of: PointsBoost.Rounding.self).orNull),
        read: { fields, _, change in
            change.fields.rounding = try fields.word("rounding", PointsBoost.Rounding.self)
        },
        write: { boost, _, object in object.field("rounding", boost.rounding.rawValue) }
    )
}
