import Parsing
import Records
import Scoring

/// What a configuration needs to judge: its model, and the parser of the model's templates.
package struct Equipment: Sendable {
    package var model: Model
    package var parser: LineParser

    /// - Throws: `FileError`; `DataFault` where the model file does not do.
    package init(modelPath: String) throws {
        model = try ModelFile.read(path: modelPath)
        do {
            parser = LineParser(
                matcher: TemplateMatcher(try model.templates.map { try Template(kind: $0.kind, text: $0.text) }))
        } catch {
            throw DataFault(place: modelPath, what: "\(error)")
        }
    }
}
