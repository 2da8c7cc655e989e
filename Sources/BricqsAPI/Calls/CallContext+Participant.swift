import Wire

extension CallContext {
    /// The participant that the path names, if the key may act for that one.
    func participantInPath() throws -> String {
        try user(inPath: "participant_id", ParticipantWire.idRule)
    }
}
