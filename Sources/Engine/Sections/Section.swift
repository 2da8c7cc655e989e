/// A part of what is known of a user: a state, and what a fold has changed of it.
///
/// A section says what it wants (`Want`) when the rules ask it for something that was not looked up,
/// and what it will probably be asked for. `Storage` has a twin for each that loads and stores it.
public protocol Section: Sendable {
    /// Adds what a command will ask for, as far as that can be told before it is applied.
    ///
    /// Whatever is left out is looked up later, so this changes no outcome; it saves a turn.
    static func foresee(
        _ touch: UserTouch,
        of snapshot: Snapshot,
        in fold: Fold,
        _ wants: inout Set<Want>
    )

    /// Adds what all that is done to a user will ask for besides, once what was foreseen first has
    /// been looked up.
    static func foreseeMore(
        _ touches: [UserTouch],
        of snapshot: Snapshot,
        in fold: Fold,
        _ wants: inout Set<Want>
    )
}

extension Section {
    /// Nothing more.
    public static func foreseeMore(
        _ touches: [UserTouch],
        of snapshot: Snapshot,
        in fold: Fold,
        _ wants: inout Set<Want>
    ) {}

    /// Nothing.
    public static func foresee(
        _ touch: UserTouch,
        of snapshot: Snapshot,
        in fold: Fold,
        _ wants: inout Set<Want>
    ) {}
}
