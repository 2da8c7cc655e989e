/// What came of a message to one device.
public enum PushResult: Hashable, Sendable {
    /// The service took it.
    case taken
    /// There is no such device any more.
    case gone(String)
    /// The service will not take it, now or later.
    case refused(String)
    /// It did not go, and may go later.
    case failed(String)
    /// It has left, and the service did not say whether it took it.
    case unclear(String)
}
