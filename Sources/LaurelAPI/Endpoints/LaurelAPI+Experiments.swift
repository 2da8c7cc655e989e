import HTTP
import Wire

extension LaurelAPI {
    /// Other rules for some users, and what they did.
    static let experimentEndpoints = [
        Endpoint(
            .get,
            "/admin/v1/experiments",
            "Lists the experiments, oldest first.",
            by: .admin,
            parameters: PageQuery.parameters,
            answers: [.ok(.array(of: ExperimentWire.experiment))],
            isRevalidated: true,
            ExperimentCalls.list
        ),
        Endpoint(
            .post,
            "/admin/v1/experiments",
            "Creates experiments.",
            by: .admin,
            body: Bulk.body(of: ExperimentWire.draftBody),
            answers: Bulk.created(ExperimentWire.experiment),
            ExperimentCalls.create
        ),
        Endpoint(
            .patch,
            "/admin/v1/experiments",
            "Changes experiments, starts and ends them; a key is fixed.",
            by: .admin,
            body: Bulk.body(of: ExperimentWire.changeBody),
            answers: Bulk.updated(ExperimentWire.experiment),
            ExperimentCalls.update
        ),
        Endpoint(
            .delete,
            "/admin/v1/experiments",
            "Archives experiments; one that runs is ended.",
            by: .admin,
            parameters: [.ids],
            answers: Bulk.deleted,
            ExperimentCalls.archive
        ),
        Endpoint(
            .get,
            "/admin/v1/experiments/{id}",
            "Shows an experiment, even if it is archived.",
            by: .admin,
            parameters: [.id],
            answers: [.ok(ExperimentWire.experiment), .failure(.notFound)],
            isRevalidated: true,
            ExperimentCalls.show
        ),
        Endpoint(
            .get,
            "/admin/v1/experiments/{key}/results",
            "Compares the arms of an experiment.",
            by: .admin,
            parameters: [.path("key", .text, "The key of the experiment, or its id.")],
            answers: [.ok(ExperimentResultsWire.results), .failure(.notFound)],
            ExperimentCalls.results
        ),
    ]
}
