import Detector
import FoundationEssentials
import Training

/// What `explore` found out.
struct ExplorationResult: Encodable {
    /// What only logs tell.
    struct Logs: Encodable {
        var files: [LogTally]
        var days: [LoggedDay]
        var linesBeyondMaxEvents: Int
        /// Labelled blocks that no line names; nil without labels.
        var labelsWithoutBlock: Int?
        var lives: LifeFigures
    }

    /// The files that were read.
    var source: [String]
    var exploration: Exploration
    var logs: Logs?

    var json: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
            return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
        }
    }
}
