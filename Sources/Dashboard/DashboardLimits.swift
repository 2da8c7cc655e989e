/// The bounds of the dashboard.
enum DashboardLimits {
    /// How many parts the address of a screen has, at most.
    static let maximumDepth = 5
}
