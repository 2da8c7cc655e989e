/// What has been read of the configuration, and how much of it is remembered.
public struct ConfigurationFigures: Sendable {
    /// What has been read from the database, since the process began.
    public struct Loads: Sendable {
        /// Workspaces.
        public internal(set) var workspaces = 0
        /// Rules of workspaces.
        public internal(set) var rulebooks = 0
        /// Keys that verify tokens.
        public internal(set) var tokenKeys = 0
        /// Keys.
        public internal(set) var keys = 0
    }

    /// What has been read.
    public let loads: Loads
    /// How many workspaces are remembered.
    public let workspaceCount: Int
}
