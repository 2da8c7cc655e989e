import JSONText

/// Participants as Bricqs' wire has them; elsewhere they are called users.
enum ParticipantWire {
    /// The rule for ids.
    static let idRule = TextRule.filled(BricqsLimits.maximumNameLength)

    /// The id in the body of a call that may create the participant.
    static func id(from fields: JSONFields) throws(InvalidInput) -> String {
        try fields.text("participant_id", idRule)
    }
}
