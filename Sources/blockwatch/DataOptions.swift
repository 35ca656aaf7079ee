import ArgumentParser
import Detector
import Parsing
import Records

/// Where labelled blocks come from: a file of sequences, or logs with their labels.
struct DataOptions: ParsableArguments {
    @Option(help: "A file of event sequences: id,sequence,class, or Loghub's Event_traces.csv.", completion: .file())
    var sequences: String?

    @Option(parsing: .upToNextOption, help: "Logs, plain or .gz, instead of --sequences.", completion: .file())
    var logs: [String] = []

    @Option(help: "The labels of the logs' blocks: BlockId,Label.", completion: .file())
    var labels: String?

    @Option(help: "Which part each row belongs to: id,split.", completion: .file())
    var split: String?

    func validate() throws {
        if (sequences == nil) == logs.isEmpty { throw ValidationError("give either --sequences or --logs") }
        if !logs.isEmpty && labels == nil { throw ValidationError("--logs needs --labels") }
        if logs.contains("-") { throw ValidationError("--logs takes files: they are read twice") }
        if sequences != nil && labels != nil { throw ValidationError("--labels belongs to --logs") }
    }

    /// - Parameter parser: of the templates that lines are matched by.
    func load(parser: @autoclosure () throws -> LineParser) throws -> DataSet {
        if let sequences { return try DataSet(sequences: sequences, split: split) }
        var data = DataSet(rows: [], sha256: "")
        if let labels {
            let known = try LabelFile.read(labels)
            data.rows = try LoggedSequences.read(logs, Configuration(), parser: parser()).compactMap { row in
                known[row.block].map { SequenceRow(id: "\(row.block)", events: row.events, isAbnormal: $0) }
            }
            let digests = try (logs + [labels]).map { Digest.sha256(try WholeFile.read($0)) }
            data.sha256 = Digest.sha256(Array(digests.joined().utf8))
        }
        if let split { try data.read(split: split) }
        return data
    }
}

/// Labelled rows, and perhaps a split of them.
struct DataSet {
    var rows: [SequenceRow]
    /// Of the file; of logs, the digest of all files' digests.
    var sha256: String
    /// By row id; nil where the data is not split.
    var parts: [String: String]?
    var splitSha256: String?

    init(rows: [SequenceRow], sha256: String) {
        self.rows = rows
        self.sha256 = sha256
    }

    /// - Throws: `FileError`; `DataFault` with file and line.
    init(sequences: String, split: String?) throws {
        rows = try SequenceFile.read(sequences)
        sha256 = Digest.sha256(try WholeFile.read(sequences))
        if let split { try read(split: split) }
    }

    mutating func read(split: String) throws {
        parts = try SplitFile.read(split)
        splitSha256 = Digest.sha256(try WholeFile.read(split))
    }

    /// - Parameter what: the rows, for people.
    /// - Throws: `DataFault` where nothing can be learnt from them, or measured on them.
    func checkClasses(_ rows: [SequenceRow], of what: String, place: String) throws {
        let labelled = rows.filter { $0.isAbnormal != nil }
        let abnormal = labelled.count { $0.isAbnormal == true }
        guard abnormal > 0 && abnormal < labelled.count else {
            throw DataFault(
                place: place,
                what: "normal and abnormal blocks are needed; of \(labelled.count) labelled in \(what) "
                    + "\(abnormal) are abnormal")
        }
    }

    /// The rows of these parts.
    /// - Throws: `DataFault` where the split has no such part.
    func rows(in names: [String]) throws -> [SequenceRow] {
        guard let parts else { return rows }
        let known = Set(parts.values)
        for name in names where !known.contains(name) {
            throw DataFault(
                place: "--split",
                what: "there is no part \"\(name)\"; there is \(known.sorted().joined(separator: ", "))")
        }
        return rows.filter { parts[$0.id].map(names.contains) ?? false }
    }
}
