import Scoring

/// A number or word of a recipe by its name, as model files hold it and `--set` changes it.
package struct Hyperparameter: Sendable {
    /// As `--set` and model files have it.
    package let name: String
    /// What it is and which values it can have, for people.
    package let help: String
    package let value: @Sendable (Recipe) -> String
    /// False where the text is no value that it can have.
    package let set: @Sendable (inout Recipe, String) -> Bool

    /// All that a recipe has but its name.
    package static let all: [Hyperparameter] = [
        of("embedding", "width of an event's embedding, 1 to 256", \.shape.embedding) { (1...256).contains($0) },
        of("cell", "gru or lstm", \.shape.cell),
        of("layers", "recurrent layers, 1 to 8", \.shape.layers) { (1...8).contains($0) },
        of("hidden", "units of a recurrent layer, 1 to 1024", \.shape.hidden) { (1...1024).contains($0) },
        of("dense", "width of the dense layer that also sees counts, 0 (none) to 1024", \.shape.dense) {
            (0...1024).contains($0)
        },
        of("window", "how many events are kept, the last ones; 0 for all", \.shape.windowOrZero) {
            (0...1000).contains($0)
        },
        of("lessons", "row (each row of the data) or sequence (each distinct one)", \.unit),
        of("epochs", "times that everything is taught, at most; 1 to 10000", \.epochs) { (1...10000).contains($0) },
        of("patience", "epochs without a better validation loss until training stops, 1 or more", \.patience) {
            $0 >= 1
        },
        of("batch", "lessons for one step, 1 to 100000", \.batch) { (1...100_000).contains($0) },
        of("learning_rate", "Adam's step size, above 0 and at most 1", \.learningRate) { $0 > 0 && $0 <= 1 },
        of("annealed", "whether the step size falls to 0, true or false", \.isAnnealed),
        of("clip", "none, value:V or norm:N, above 0", \.clipping),
        of("batch_normalization", "true or false", \.hasBatchNormalization),
        of("averaging", "what is kept of the weights' average at each step, 0 (none) to below 1", \.averaging) {
            $0 >= 0 && $0 < 1
        },
        of("normal_weight", "how much a normal lesson counts, above 0", \.normalWeight) { $0 > 0 && $0.isFinite },
        of("abnormal_weight", "how much an abnormal lesson counts, above 0", \.abnormalWeight) {
            $0 > 0 && $0.isFinite
        },
        of("shifted_windows", "windows more that a long row gives, 0 to 100", \.shiftedWindows) {
            (0...100).contains($0)
        },
        of("swap_chance", "of neighbouring events, 0 to below 1", \.swapChance) { $0 >= 0 && $0 < 1 },
        of("insert_chance", "of an event that the data lacks, 0 to below 1", \.insertChance) { $0 >= 0 && $0 < 1 },
        of("silence_chance", "of a lesson on a beginning, 0 to 1", \.silenceChance) { $0 >= 0 && $0 <= 1 },
        of("alter_chance", "of a lesson with events lost, doubled or unknown, 0 to 1", \.alterChance) {
            $0 >= 0 && $0 <= 1
        },
        of("unseen_chance", "of a lesson with an event that no row shows, 0 to 1", \.unseenChance) {
            $0 >= 0 && $0 <= 1
        },
    ]

    private static func of<Value: LosslessStringConvertible & SendableMetatype>(
        _ name: String, _ help: String, _ path: any WritableKeyPath<Recipe, Value> & Sendable,
        allows: @escaping @Sendable (Value) -> Bool = { _ in true }
    ) -> Hyperparameter {
        Hyperparameter(name: name, help: help, value: { "\($0[keyPath: path])" }) { recipe, text in
            guard let value = Value(text), allows(value) else { return false }
            recipe[keyPath: path] = value
            return true
        }
    }
}

extension Cell: LosslessStringConvertible {
    package var description: String { rawValue }
    package init?(_ description: String) { self.init(rawValue: description) }
}

extension Recipe.Unit: LosslessStringConvertible {
    package var description: String { rawValue }
    package init?(_ description: String) { self.init(rawValue: description) }
}

extension ModelShape {
    fileprivate var windowOrZero: Int {
        get { window ?? 0 }
        set { window = newValue == 0 ? nil : newValue }
    }
}

extension Recipe {
    /// By name, as a model file's `hyperparameters` hold them.
    package var hyperparameters: [String: String] {
        Dictionary(uniqueKeysWithValues: Hyperparameter.all.map { ($0.name, $0.value(self)) })
    }
}
