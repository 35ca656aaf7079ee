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
        let code = document.typedLines + document.spans
        let all: [(Document.Piece, [String])] =
            code.map { ($0, commandFaults($0.text)) }
            + document.spans.map { ($0, spanFaults($0.text)) }
            + (Self.ofTheCompiler.contains(document.path) ? [] : document.spans).map { ($0, optionFaults($0.text)) }
            + document.blocks.filter { Transcript($0) == nil }.flatMap(\.pieces)
            .filter { $0.text.hasPrefix("$ ") }.map { ($0, ["the first line of a transcript is a prompt"]) }
            + (document.paragraphs + document.typedLines).map { ($0, pathFaults($0.text)) }
            + document.paragraphs.map { ($0, linkFaults($0.text, document)) }
        return all.flatMap { piece, faults in faults.map { "\(document.path):\(piece.line): \($0)" } }
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

    /// A span is also a call without the program's name (`status --json`), a key or a source file.
    private func spanFaults(_ span: String) -> [String] {
        let words = span.split(separator: " ").map(String.init)
        if let first = words.first, program.hasSubcommand(first), span.contains("--") {
            return ShownCommand.simpleCommands(in: span).first.map(program.faults) ?? []
        }
        if let match = span.prefixMatch(of: /([a-z]+\.)([a-z_]+|\*)(?=:| |$)/), keys.contains(match.output.1 + "*"),
            match.output.2 != "jsonl", !keys.contains(String(match.output.0))
        {
            return ["etc/blockwatch.yaml has no key \(match.output.0)"]
        }
        if let match = span.wholeMatch(of: /([A-Z]\w*)\/[\w+\/]+?(\.swift)?|[\w+]+\.swift/) {
            let isRoomed = match.output.1.map { files.contains("Sources/" + $0) } ?? true
            let name = "/" + span.replacing(/\.swift$/, with: "")
            if isRoomed, !files.contains(where: { $0.hasSuffix(name + ".swift") || $0.hasSuffix(name) }),
                !files.contains(span)
            {
                return ["there is no source file \(span)"]
            }
        }
        return []
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

    /// Links, and sections named behind a document: docs/OPERATING.md, "Installing", "Running".
    private func linkFaults(_ text: String, _ document: Document) -> [String] {
        let sections = text.matches(of: /(docs\/\w+\.md)((?:, "[^"]+")+)/).flatMap { match in
            match.output.2.matches(of: /"([^"]+)"/).map { (String(match.output.1), String($0.output.1)) }
        }
        let unknown = sections.filter { headings[$0]?.contains($1) != true }.map { "\($0) has no section \"\($1)\"" }
        let links = text.matches(of: /\]\(([^)#]*)(?:#([^)]*))?\)/).filter { !$0.output.1.hasPrefix("http") }
        return unknown
            + links.compactMap { match in
                let directory = document.path.split(separator: "/").dropLast().joined(separator: "/")
                let path =
                    match.output.1.isEmpty
                    ? document.path
                    : URL(filePath: "/" + directory).appending(path: match.output.1).standardized.path.dropFirst()
                        .description
                guard files.contains(path) || headings[path] != nil else { return "there is no \(path)" }
                guard let anchor = match.output.2, let titles = headings[path] else { return nil }
                let anchors = titles.map {
                    $0.lowercased().replacing(" ", with: "-").filter { $0.isLetter || $0.isNumber || $0 == "-" }
                }
                return anchors.contains(String(anchor)) ? nil : "\(path) has no section #\(anchor)"
            }
    }
}
