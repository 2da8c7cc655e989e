import Catalogue
import Engine
import Intake
import JSONText
import Service
import Wire

extension CallContext {
    /// Carries those items of a batch out that could be read, in one transaction, each by itself.
    func submit<Part: UserCommand>(
        each items: [Result<Part, ItemFailure>]
    ) async throws -> [Result<Part.Outcome, ItemFailure>] {
        let commands = items.compactMap { try? $0.get() }
        var outcomes: [Result<Part.Outcome, Refusal>] = []
        if !commands.isEmpty {
            outcomes = try await service.intake.submit(CommandBatch(commands), in: workspace)
        }
        var next = outcomes.makeIterator()
        return items.map { item in
            item.flatMap { _ in
                guard let outcome = next.next() else {
                    preconditionFailure("every command of a batch has an outcome")
                }
                return outcome.mapError { ItemFailure($0.message) }
            }
        }
    }
}

extension JSONFields {
    /// The items of a batch, of which there is at least one.
    func items(_ name: String) throws(InvalidInput) -> [JSONCursor] {
        let items = try array(name)
        guard (1...BricqsLimits.maximumBatchItems).contains(items.count) else {
            throw invalid(name, "must have 1 to \(BricqsLimits.maximumBatchItems) items")
        }
        return items
    }
}

extension JSONCursor {
    /// What an item of a batch is; nothing of it concerns the others.
    func item<Value>(
        _ read: (JSONFields) throws -> Value
    ) throws -> Result<Value, ItemFailure> {
        do {
            return .success(try read(try fields()))
        } catch {
            return .failure(try ItemFailure(error))
        }
    }
}
