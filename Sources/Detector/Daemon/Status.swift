import FoundationEssentials

/// How the daemon is at one moment, for programs and people: what `control.socket` answers with and the metrics page
/// is made from. Counts are since the first start.
package struct Status: Codable, Sendable, Hashable {
    package struct Health: Codable, Sendable, Hashable {
        /// `ok`, or `degraded`: it cannot do all of its work.
        package var state: String
        /// Why.
        package var reasons: [String]

        package init(_ reasons: [String]) {
            state = reasons.isEmpty ? "ok" : "degraded"
            self.reasons = reasons
        }

        package var isOK: Bool { reasons.isEmpty }
        package var words: String { isOK ? state : state + ": " + reasons.joined(separator: "; ") }
    }

    package struct Model: Codable, Sendable, Hashable {
        package var name: String
        package var sha256: String
        package var threshold: Float
        package var fits: Bool
        /// Why it does not.
        package var misfit: String?
    }

    package struct Reading: Codable, Sendable, Hashable {
        package var logs: Int
        package var bytes: Int
        /// Known to be there and not read yet.
        package var lagBytes: UInt64
        package var lines: Int
        package var linesWithoutBlock: Int
        package var linesUnmatched: Int
        /// Over the last ten seconds or less.
        package var linesPerSecond: Double
    }

    package struct Blocks: Codable, Sendable, Hashable {
        package var open: Int
        package var firing: Int
        package var lives: Int
        package var livesPartial: Int
        package var livesJudged: Int
    }

    package struct Alerts: Codable, Sendable, Hashable {
        /// All that fired; the next two are its parts.
        package var firing: Int
        package var critical: Int
        package var warning: Int
        package var resolved: Int
        /// Raised, and not in the alerts file yet.
        package var waiting: Int
    }

    package struct Reload: Codable, Sendable, Hashable {
        package var ageSeconds: Double
        /// Why it was refused; nil where it was not.
        package var fault: String?
        /// The keys that have changed and take effect at the next start.
        package var needRestart: [String]
    }

    package struct Input: Codable, Sendable, Hashable {
        package var path: String
        package var file: String?
        package var offset: UInt64
        package var size: UInt64?
        package var lagBytes: UInt64
        /// For how long there has been something to read.
        package var lagSeconds: Double
        /// `hdfs_v1` or `log4j`; nil where no line has had a header.
        package var layout: String?
        /// Lines read since the daemon's start, those that name a block, and those of them that match a template.
        package var lines: Int
        package var linesWithBlock: Int
        package var linesMatched: Int
    }

    package var version: String
    package var pid: Int32
    package var uptimeSeconds: Double
    /// Whether it has told the service manager so.
    package var ready: Bool
    package var health: Health
    package var model: Model
    package var reading: Reading
    package var blocks: Blocks
    package var alerts: Alerts
    /// Since the last checkpoint; nil before the first.
    package var checkpointAgeSeconds: Double?
    /// The last one; nil where there was none.
    package var reload: Reload?
    /// By ``Loss/name``.
    package var losses: [String: Int]
    package var inputs: [Input]

    /// One line.
    package var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Everything in it can be written as JSON.
        return Array((try? encoder.encode(self)) ?? Data()) + [UInt8(ascii: "\n")]
    }
}

extension Status {
    package func count(_ loss: Loss) -> Int { losses[loss.name, default: 0] }

    /// Nil where it is none, or another version's.
    package init?(json: [UInt8]) {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let status = try? decoder.decode(Status.self, from: Data(json)) else { return nil }
        self = status
    }
}
