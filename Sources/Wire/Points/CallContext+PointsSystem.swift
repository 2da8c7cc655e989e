import Catalogue
public import Engine
import HTTP

extension CallContext {
    /// The points system in use whose UUID the path has.
    public func pointsSystemByID() throws -> PointsSystem {
        let wanted = try ResourceID.read(request.parameter("systemId"))
        let systems = view.rulebook.points.systems
        guard let system = systems.first(where: { $0.publicID == wanted }) else {
            throw HTTPError.notFound("Points system \(wanted) not found by ID.")
        }
        return system
    }
}

extension Parameter {
    /// The points system that a path names.
    public static let pointsSystem = Parameter.path(
        "systemId",
        .uuid,
        "The id of the points system."
    )
}
