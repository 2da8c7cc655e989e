import Engine
import Groups
import HTTP
import Storage
import Wire

extension LaurelAPI {
    private static let groupID = Parameter.path(
        "id",
        .name(upTo: GroupLimits.maximumIDLength),
        "The id of the group."
    )

    /// The streaks that users keep together, as applications show them.
    static let groupEndpoints = [
        Endpoint(
            .get,
            "/v1/streaks/groups/{id}",
            "Shows a group's streak, and who has done what in its last periods.",
            by: .known,
            parameters: [groupID, GroupCalls.periods.parameter],
            answers: [.ok(GroupWire.group), .failure(.notFound)],
            GroupCalls.show
        ),
        Endpoint(
            .get,
            "/v1/users/{id}/groups",
            "Lists the groups that a user belongs to, newest first.",
            by: .known,
            parameters: [.user],
            answers: [.ok(.array(of: GroupWire.listed)), .failure(.notFound)],
            GroupCalls.listOfUser
        ),
    ]

    /// What makes groups, and says who belongs to them.
    static let adminGroupEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/streaks/groups",
            "Lists the groups, newest first.",
            by: .admin,
            parameters: PageQuery.parameters,
            answers: [.ok(.array(of: GroupWire.listed))],
            GroupCalls.list
        ),
        Endpoint(
            .post,
            "/admin/v1/streaks/groups",
            "Creates a group of users who keep one streak together.",
            by: .admin,
            role: .support,
            body: .json(GroupWire.body),
            answers: [
                .json(.created, GroupWire.group), .failure(.notFound), .failure(.conflict),
            ],
            GroupCalls.create
        ),
        Endpoint(
            .get,
            "/admin/v1/streaks/groups/{id}",
            "Shows a group.",
            by: .admin,
            parameters: [groupID, GroupCalls.periods.parameter],
            answers: [.ok(GroupWire.group), .failure(.notFound)],
            GroupCalls.show
        ),
        Endpoint(
            .patch,
            "/admin/v1/streaks/groups/{id}",
            "Changes the name of a group, or how many users it may have.",
            by: .admin,
            role: .support,
            parameters: [groupID],
            body: .json(GroupWire.change),
            answers: [.ok(GroupWire.group), .failure(.notFound)],
            GroupCalls.change
        ),
        Endpoint(
            .delete,
            "/admin/v1/streaks/groups/{id}",
            "Deletes a group; its users keep their own streaks.",
            by: .admin,
            role: .support,
            parameters: [groupID],
            answers: [.empty(.noContent), .failure(.notFound)],
            GroupCalls.remove
        ),
        Endpoint(
            .post,
            "/admin/v1/streaks/groups/{id}/users",
            "Adds a user to a group.",
            by: .admin,
            role: .support,
            parameters: [groupID],
            body: .json(GroupWire.joining),
            answers: [.ok(GroupWire.group), .failure(.notFound), .failure(.conflict)],
            GroupCalls.join
        ),
        Endpoint(
            .delete,
            "/admin/v1/streaks/groups/{id}/users/{user}",
            "Has a user leave a group.",
            by: .admin,
            role: .support,
            parameters: [
                groupID, .path("user", UserWire.id, "Your own id of the user."),
                .query(
                    "leftOn",
                    .date,
                    "The first date on which the user is no member. Default: today."
                ),
            ],
            answers: [.ok(GroupWire.group), .failure(.notFound)],
            GroupCalls.leave
        ),
    ]
}
