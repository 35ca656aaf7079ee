import Detector
import Parsing
import Records
import Scoring
import Simulation
import Tailing

/// What targets begin with.
enum Sample {
    static let parser = LineParser(matcher: TemplateMatcher(published))
    private static let published = PublishedTemplates.texts.enumerated().compactMap {
        try? Template(kind: .e($0.offset + 1), text: $0.element)
    }

    static let logWords =
        ["081109 203518 143 INFO dfs.DataNode: ", "2015-10-18 18:01:47,978 WARN org.Foo: ", "blk_", "blk_-1", "_1001"]
        + ["INFO", "WARN", "ERROR", "DEBUG", "FATAL", "TRACE", ": "]
        + PublishedTemplates.texts.flatMap { $0.split(separator: "<*>").map(String.init) }

    /// A simulated log, every other block abnormal.
    static func log(blocks: Int, isLog4j: Bool = false, seed: UInt64 = 1) -> [UInt8] {
        var simulation = Simulation(
            blocks: blocks, abnormalFraction: 0.5, seed: seed, layout: isLog4j ? .log4j : .hdfsV1)
        var bytes: [UInt8] = []
        while let line = simulation.nextLine() { bytes += Array(line.utf8) + [10] }
        return bytes
    }

    /// A network too small to know anything.
    static func model(_ shape: ModelShape = ModelShape(embedding: 2, hidden: 2, dense: 0)) -> Model {
        var random = RandomSource(seed: 1)
        let values = (0..<shape.parameterCount).map { _ in Float(random.unit() * 4 - 2) }
        return Model(
            weights: Weights(shape: shape, values: values), name: "small", threshold: 0.5, requiredEvents: [.e(5)],
            templates: [Model.Template(kind: .e(5), text: "<*>Receiving block<*>")], notes: ["seed": "1"])
    }
}

extension Sample {
    /// The whole lines of a log, as if it had been read at once.
    static func batch(_ log: [UInt8]) -> LineBatch {
        var buffer = LineBuffer(maxLineBytes: 65536)
        let taken = buffer.take(log[...])
        return LineBatch(
            input: InputID(rawValue: 0), file: FileID(rawValue: 0), path: "/a", bytes: taken?.bytes ?? [],
            lines: taken?.lines ?? [])
    }
}
