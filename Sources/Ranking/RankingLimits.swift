/// The bounds of rankings.
enum RankingLimits {
    /// How many members a leaf holds: some pages of memory's smallest unit, so that going through
    /// one costs about as much as finding it.
    static let leafCapacity = 128

    /// How many children a branch has.
    static let branchCapacity = 64

    /// How full leaves are that were filled from what is sorted: a few members fit in before a leaf
    /// has to be cut.
    static let bulkFill = 116

    /// How full branches are then.
    static let bulkBranchFill = 56
}
