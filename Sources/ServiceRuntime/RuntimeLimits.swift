/// The bounds of what every part of the service runs on.
public enum RuntimeLimits {
    /// How long a read, or a change of configuration, waits for a worker; then it is answered 503.
    public static let workerPatience = Duration.seconds(5)
}
