import Records
import Scoring
import Training

/// The models that a comparison has trained so far, one file each.
struct ModelDirectory {
    private let path: String
    /// Of this very program: another one may train otherwise.
    private let program: String

    /// Makes the directory where it is missing.
    init(path: String) throws {
        self.path = path
        program = Digest.sha256(try WholeFile.read("/proc/self/exe"))
        try makeDirectory(path)
        try OutputCheck.file(path + "/model")
    }

    func path(of entry: Comparison.Entry) -> String { "\(path)/\(entry.name).safetensors" }

    /// Nil where there is none, or one of other data, of another recipe or seed, of another program, or a damaged one.
    func model(_ entry: Comparison.Entry, _ origin: DataOrigin) -> Model? {
        guard let model = try? ModelFile.read(path: path(of: entry)), model.notes["training_sha256"] == origin.sha256,
            model.notes["split_sha256"] == origin.splitSha256, model.notes["training_parts"] == origin.parts,
            model.notes["seed"] == "\(entry.seed)",
            model.notes["recipe"] == entry.recipe.name,
            model.notes["program_sha256"] == program,
            model.hyperparameters == entry.recipe.hyperparameters
        else { return nil }
        return model
    }

    func keep(_ model: Model, _ entry: Comparison.Entry) throws {
        var model = model
        model.notes["program_sha256"] = program
        try WholeFile.replace(path(of: entry), with: try ModelFile.encode(model))
    }
}
