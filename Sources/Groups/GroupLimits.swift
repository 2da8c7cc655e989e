/// The bounds of groups, in one place.
public enum GroupLimits {
    /// How many members a group may have at a time.
    public static let maximumMembers = 50
    /// How many times users may join one group, those who have left included.
    public static let maximumMemberships = 500
    /// To how many groups a user may belong at a time.
    public static let groupsOfUser = 50
    /// How many days ago somebody may have joined or left.
    public static let maximumDaysAgo = 366
    /// How long the id of a group may be, in characters.
    public static let maximumIDLength = 100
    /// How long the name of a group may be, in characters.
    public static let maximumNameLength = 200
    /// How many of its last periods are shown, unless a caller says otherwise.
    public static let defaultPeriods = 14
    /// How many of its last periods are shown at most.
    public static let maximumPeriods = 400
    /// How many groups are looked at again in one step.
    static let groupsAtOnce = 20
}
