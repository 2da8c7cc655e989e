import Analytics
import CivilTime
import Engine
import JSONText
import Wire

/// What the arms of an experiment came to.
enum ExperimentResultsWire {
    /// Writes the results of an experiment.
    static func write(
        _ report: ExperimentReport,
        of experiment: Experiment,
        _ writeExperiment: Bulk.Write<Experiment>,
        to object: inout JSONObjectWriter
    ) {
        let results = report.results
        object.object("experiment") { writeExperiment(experiment, &$0) }
        object.field("complete", report.isComplete)
        object.field("through", report.through.iso8601)
        object.field("users", results.arms.reduce(0) { $0 + $1.counts.users })
        object.object("sampleRatio") { object in
            object.field("chiSquared", results.distance)
            object.field("limit", SampleRatio.bound(ofArms: results.arms.count))
            object.field("isSuspicious", results.isSuspicious)
        }
        object.array("arms") { array in
            for (arm, result) in zip(experiment.arms, results.arms) {
                array.object { write(arm, result, to: &$0) }
            }
        }
    }

    private static func write(
        _ arm: Experiment.Arm,
        _ result: ExperimentResults.Arm,
        to object: inout JSONObjectWriter
    ) {
        let counts = result.counts
        object.field("key", arm.key)
        object.field("name", arm.name)
        object.field("users", counts.users)
        object.field("expected", result.expected)
        object.array("retention") { array in
            for (index, day) in ExperimentMeasure.days.enumerated() {
                let share = counts.retention[index]
                array.object { object in
                    object.field("day", day)
                    object.field("users", share.total)
                    object.field("active", share.count)
                    write(share.share, as: "share", to: &object)
                    write(share.interval?.lowerBound, as: "low", to: &object)
                    write(share.interval?.upperBound, as: "high", to: &object)
                    write(result.retention[index], to: &object)
                }
            }
        }
        let measures = [
            ("activeDays", counts.activeDays, result.activeDays),
            ("events", counts.events, result.events),
        ]
        object.array("activity") { array in
            for (name, moments, comparison) in measures {
                array.object { object in
                    object.field("measure", name)
                    object.field("users", moments.count)
                    write(moments.mean, as: "mean", to: &object)
                    write(comparison, to: &object)
                }
            }
        }
    }

    private static func write(
        _ comparison: ExperimentResults.Comparison?,
        to object: inout JSONObjectWriter
    ) {
        let parts = [("difference", comparison?.difference), ("uplift", comparison?.uplift)]
        for (name, estimate) in parts {
            write(estimate?.value, as: name, to: &object)
            write(estimate?.interval.lowerBound, as: name + "Low", to: &object)
            write(estimate?.interval.upperBound, as: name + "High", to: &object)
        }
        object.field("isCertain", comparison?.difference.isCertain ?? false)
    }

    private static func write(
        _ number: Double?,
        as name: String,
        to object: inout JSONObjectWriter
    ) {
        if let number { object.field(name, number) } else { object.null(name) }
    }
}
