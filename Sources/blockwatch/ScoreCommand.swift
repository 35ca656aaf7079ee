import ArgumentParser
import Detector
import Records
import Scoring

struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Score event sequences: id,score,class, in the input's order.")

    @Option(help: "The model file; the shipped model if not given.", completion: .file())
    var model: String?

    @Option(help: "A file of event sequences: id,sequence[,class], or Loghub's Event_traces.csv.", completion: .file())
    var sequences: String

    @Option(help: "Write there instead of to standard output.", completion: .file())
    var out: String?

    func run() throws {
        let model = try ModelFile.read(path: try model ?? ShippedModel.path())
        var table = PrefixTable()
        var scorer = PrefixScorer(model: model)
        var text = "id,score,class\n"
        let rows = try SequenceFile.read(sequences)
        let prefixes = rows.map { table.intern($0.events) }
        for (row, score) in zip(rows, scorer.scores(of: prefixes, in: table)) {
            text += "\(row.id.asCSV),\(score),\(score >= model.threshold ? "abnormal" : "normal")\n"
        }
        if let out {
            try WholeFile.replace(out, with: Array(text.utf8))
        } else {
            StandardOutput.write(text)
        }
    }
}

extension String {
    /// In quotation marks where RFC 4180 asks for them.
    fileprivate var asCSV: String {
        guard utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return self }
        // Byte by byte: as a Swift Character, a quotation mark with a combining accent is none any more.
        return "\"" + String(decoding: utf8.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] }, as: UTF8.self) + "\""
    }
}
