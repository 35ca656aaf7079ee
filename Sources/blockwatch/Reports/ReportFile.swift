import ArgumentParser
import Records
import Reporting

/// Where a report goes.
enum ReportFile {
    /// - Throws: `FileError`.
    static func write(_ page: Page, to path: String) throws {
        try WholeFile.replace(path, with: Array(try page.html().utf8))
    }

    /// What every report says of how it was made.
    static func facts(_ facts: [(String, String)]) -> [Page.Fact] {
        let words = CommandLine.arguments.dropFirst().map { $0.contains(" ") ? "'\($0)'" : $0 }
        return facts.map { .init($0.0, $0.1) } + [
            .init("made by", "blockwatch " + words.joined(separator: " ")),
            .init("version", Blockwatch.configuration.version),
        ]
    }
}
