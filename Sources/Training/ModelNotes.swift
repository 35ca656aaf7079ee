import FoundationEssentials
import Records
import Scoring

/// Where the rows of a training came from, as a model file notes it: no path, so that the same data gives the same
/// file wherever it lies.
package struct DataOrigin: Sendable, Hashable {
    /// Of the file; of several, the digest of all digests.
    package var sha256: String
    /// Of the split; nil where there is none.
    package var splitSha256: String?
    /// The parts of the split that were learnt from.
    package var parts: String
    package var command: String

    package init(sha256: String, splitSha256: String?, parts: String, command: String) {
        self.sha256 = sha256
        self.splitSha256 = splitSha256
        self.parts = parts
        self.command = command
    }
}

extension TrainingRun.Result {
    /// What a model file says about how the model came to be.
    package func notes(_ run: TrainingRun, _ origin: DataOrigin, figures: [String: String]) throws -> [String: String] {
        var figures = figures
        if let best = course.last(where: \.isBest) {
            figures["epoch"] = "\(best.epoch)"
            if let loss = best.validationLoss { figures["validation_loss"] = "\(loss)" }
        }
        return [
            "recipe": run.recipe.name,
            "hyperparameters": try json(run.recipe.hyperparameters),
            "training_sha256": origin.sha256,
            "training_rows": "\(run.training.count)",
            "training_parts": origin.parts,
            "split_sha256": origin.splitSha256 ?? "none",
            "training_course": try json(course),
            "threshold_reason": threshold.reason,
            "calibration": calibration.map { "logit = \($0.scale)·logit + \($0.offset)" } ?? "none",
            "command": origin.command,
            "seed": "\(run.seed)",
            "figures": try json(figures),
        ]
    }

    private func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

extension Model {
    /// How the training went, where the file says it; empty for a file that does not.
    package var course: [TrainingProgress] {
        let text = notes["training_course"] ?? ""
        return (try? JSONDecoder().decode([TrainingProgress].self, from: Data(text.utf8))) ?? []
    }

    /// Of the recipe that it was trained with; empty for a file that does not say.
    package var hyperparameters: [String: String] {
        (try? JSONDecoder().decode([String: String].self, from: Data((notes["hyperparameters"] ?? "").utf8))) ?? [:]
    }
}
