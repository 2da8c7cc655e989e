import Access
import ServiceRuntime
import Wire

extension CallContext {
    /// The participant that the path names, if the key may act for that one.
    func participantInPath() throws -> String {
        try user(inPath: "participant_id", ParticipantWire.idRule)
    }

    /// Lets those pass who may award something: whoever acts for one participant alone is perhaps that
    /// participant's own device.
    func requireBackend(toAward things: String) throws {
        guard principal.userID == nil else {
            throw ServiceError(
                .forbidden,
                "A key or token of one participant cannot award \(things)."
            )
        }
    }
}
