import Parsing
import Records
import Tailing

/// The files that a configuration leads to, which of them are left out, and what stands in the beginning of the others.
package struct InputSurvey: Sendable {
    package struct File: Sendable {
        package let path: String
        /// The glob of `input.exclude` that leaves it out; nil where it is followed.
        package let exclusion: String?
        /// Of its first lines.
        package var tally = InputTally()
        /// Why it cannot be read; nil where it can.
        package var fault: String?
    }

    /// How much of a file is looked at, in bytes of about this many.
    private static let blockBytes = 1 << 20

    /// In the order of their paths.
    package private(set) var files: [File] = []

    package init(_ input: Configuration.Input, parser: LineParser) {
        for path in Set(input.files.flatMap(LogFollower.files)).sorted() {
            var file = File(path: path, exclusion: LogFollower.exclusion(of: path, input.exclude))
            if file.exclusion == nil {
                if LogFollower.isLog(path) {
                    Self.look(&file, input, parser)
                } else {
                    file.fault = "\(path) is no regular file"
                }
            }
            files.append(file)
        }
    }

    private static func look(_ file: inout File, _ input: Configuration.Input, _ parser: LineParser) {
        do {
            var reader = try LogReader(
                path: file.path, input: InputID(rawValue: 0), file: FileID(rawValue: 0),
                maxLineBytes: input.maxLineBytes, blockSize: blockBytes)
            if let batch = try reader.read().map(parser.parse) { file.tally.count(batch) }
        } catch {
            file.fault = "\(error)"
        }
    }
}
