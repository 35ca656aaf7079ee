import Foundation
import TestSupport

/// What there is that documents name: subcommands and options, make's targets, files, keys of the configuration.
struct Inventory {
    private let program: ProgramHelp
    private let targets: Set<String>
    /// Within the repository, directories too.
    private let files: Set<String>
    private let keys: Set<String>
    private let headings: [String: [String]]

    init(_ documents: [Document]) throws {
        program = try ProgramHelp()
        let root = Places.root
        let makefile = try String(contentsOf: root.appending(path: "Makefile"), encoding: .utf8)
        targets = Set(makefile.matches(of: /(?m)^([a-z-]+):/).map { String($0.output.1) })
        files = Set(
            try ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "Makefile", "Package.swift"]
                + Self.directories.flatMap { name in
                    try [name]
                        + FileManager.default.subpathsOfDirectory(atPath: root.appending(path: name).path)
                        .map { name + "/" + $0 }
                })
        keys = Self.keys(try String(contentsOf: root.appending(path: "etc/blockwatch.yaml"), encoding: .utf8))
        headings = Dictionary(uniqueKeysWithValues: documents.map { ($0.path, $0.headings) })
    }

    private static let directories = [
        "Benchmarks", "Fuzz", "Sources", "Tests", "deploy", "docs", "etc", "fixtures", "scripts",
    ]

    /// Documents whose options alone are the compiler's.
    private static let ofTheCompiler = ["docs/ARCHITECTURE.md", "docs/PERFORMANCE.md"]

    private static func keys(_ yaml: String) -> Set<String> {
        var section = ""
        return yaml.split(separator: "\n").reduce(into: []) { keys, line in
            if let match = line.wholeMatch(of: /([a-z_]+):/) {
                section = String(match.output.1)
                keys.insert(section + ".*")
            } else if let match = line.prefixMatch(of: /\s+([a-z_]+):/) {
                keys.insert(section + "." + match.output.1)
            }
        }
    }

    /// What the document names that there is not, each with its line.
    func faults(of document: Document) -> [String] {
        func found(_ pieces: [Document.Piece], _ faults: (String) -> [String]) -> [String] {
            pieces.flatMap { piece in faults(piece.text).map { "\(document.path):\(piece.line): \($0)" } }
        }
        let typed = document.typedLines
        let spans = document.spans
        let others = document.blocks.filter { Transcript($0) == nil && !$0.isFenced }.flatMap(\.pieces)
        return found(typed + spans, commandFaults) + found(spans, callFaults) + found(spans, keyFaults)
            + found(spans, sourceFaults) + found(typed + document.paragraphs, pathFaults)
            + found(document.paragraphs, sectionFaults)
            + found(document.paragraphs) { linkFaults($0, in: document.path) }
            + found(Self.ofTheCompiler.contains(document.path) ? [] : spans, optionFaults)
            + found(others, promptFaults)
    }

    /// What stands behind such a line would not be run.
    private func promptFaults(_ line: String) -> [String] {
        guard line.hasPrefix("$ ") || line.hasPrefix("# ") else { return [] }
        return ["the first line of a transcript is a prompt; code with comments stands in a fence"]
    }

    private func commandFaults(_ line: String) -> [String] {
        ShownCommand.simpleCommands(in: line).flatMap { words -> [String] in
            let arguments = Array(words.dropFirst())
            switch words[0].split(separator: "/").last {
            case "blockwatch" where !words[0].hasPrefix("/etc/"): return program.faults(of: arguments)
            case "make":
                return arguments.filter { !$0.contains("=") && !$0.hasPrefix("-") && !targets.contains($0) }
                    .map { "the Makefile has no target \($0)" }
            default: return []
            }
        }
    }

    /// An option alone, as in a table of them.
    private func optionFaults(_ span: String) -> [String] {
        guard span.hasPrefix("--") else { return [] }
        return span.matches(of: /--([a-z-]+)/).map { String($0.output.1) }.filter { !program.hasOption($0) }
            .map { "no subcommand has the option --\($0)" }
    }

    /// A call without the program's name: `status --json`.
    private func callFaults(_ span: String) -> [String] {
        guard let words = ShownCommand.simpleCommands(in: span).first, program.hasSubcommand(words[0]),
            span.contains("--")
        else { return [] }
        return program.faults(of: words)
    }

    /// `alerts.jsonl` is a file's name, no key.
    private func keyFaults(_ span: String) -> [String] {
        guard let match = span.prefixMatch(of: /([a-z]+\.)([a-z_]+|\*)(?=:| |$)/), match.output.2 != "jsonl",
            keys.contains(match.output.1 + "*"), !keys.contains(String(match.output.0))
        else { return [] }
        return ["etc/blockwatch.yaml has no key \(match.output.0)"]
    }

    /// A type's file (`Pipeline.swift`), in its room (`Grouping/BlockTable`).
    private func sourceFaults(_ span: String) -> [String] {
        guard let match = span.wholeMatch(of: /([A-Z]\w*)\/[\w+\/]+?(\.swift)?|[\w+]+\.swift/),
            match.output.1.map({ files.contains("Sources/" + $0) }) ?? true, !files.contains(span)
        else { return [] }
        let name = "/" + span.replacing(/\.swift$/, with: "") + ".swift"
        return files.contains { $0.hasSuffix(name) } ? [] : ["there is no source file \(span)"]
    }

    private func pathFaults(_ text: String) -> [String] {
        text.split { !($0.isLetter || $0.isNumber || "./*_-+~<>".contains($0)) }.compactMap { token in
            guard let first = token.split(separator: "/", omittingEmptySubsequences: false).first,
                Self.directories.contains(String(first)), token.contains("/")
            else { return nil }
            // Up to a name that stands for many.
            var known = token.split(separator: "/").prefix { !$0.contains { "*<>".contains($0) } }
                .joined(separator: "/")
            while known.hasSuffix(".") { known.removeLast() }
            return files.contains(known) ? nil : "there is no \(known)"
        }
    }

    /// Sections named behind a document: docs/OPERATING.md, "Installing", "Running".
    private func sectionFaults(_ text: String) -> [String] {
        text.matches(of: /(docs\/\w+\.md)((?:, "[^"]+")+)/).flatMap { match in
            let path = String(match.output.1)
            return match.output.2.matches(of: /"([^"]+)"/).map { String($0.output.1) }
                .filter { headings[path]?.contains($0) != true }.map { "\(path) has no section \"\($0)\"" }
        }
    }

    private func linkFaults(_ text: String, in document: String) -> [String] {
        text.matches(of: /\]\(([^)#]*)(?:#([^)]*))?\)/).compactMap { match in
            let target = String(match.output.1)
            if target.hasPrefix("http") { return nil }
            let beside = URL(filePath: "/" + document).deletingLastPathComponent()
            let path = target.isEmpty ? document : String(beside.appending(path: target).standardized.path.dropFirst())
            guard files.contains(path) || headings[path] != nil else { return "there is no \(path)" }
            guard let anchor = match.output.2, let titles = headings[path] else { return nil }
            return titles.map(anchorName).contains(String(anchor)) ? nil : "\(path) has no section #\(anchor)"
        }
    }

    private func anchorName(_ heading: String) -> String {
        heading.lowercased().replacing(" ", with: "-").filter { $0.isLetter || $0.isNumber || $0 == "-" }
    }
}
