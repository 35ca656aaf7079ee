import Foundation
import TestSupport

/// A document in Markdown: what it shows as code, and where.
struct Document {
    /// Text and the number of its first line.
    struct Piece {
        var line: Int
        var text: String
    }

    /// Lines of code that stand together, without their indentation.
    struct Block {
        var pieces: [Piece] = []
        var isFenced = false
    }

    /// Within the repository.
    let path: String
    let blocks: [Block]
    /// What stands between backquotes in a paragraph or a cell, in one line.
    let spans: [Piece]
    /// Paragraphs, items of lists and rows of tables, in one line each.
    let paragraphs: [Piece]

    init(path: String, text: String) {
        self.path = path
        var blocks: [Block] = []
        var paragraphs: [Piece] = []
        var open: Block?
        var isBehindBlank = true
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let isBlank = line.allSatisfy(\.isWhitespace)
            defer { isBehindBlank = isBlank || line.hasPrefix("```") }
            if line.hasPrefix("```") {
                if let block = open { blocks.append(block) }
                open = open?.isFenced == true ? nil : Block(isFenced: true)
            } else if open?.isFenced == true {
                open?.pieces.append(Piece(line: index + 1, text: String(line)))
            } else if line.hasPrefix("    "), isBehindBlank || open != nil {
                open = open ?? Block()
                open?.pieces.append(Piece(line: index + 1, text: String(line.dropFirst(4))))
            } else if isBlank {
                open?.pieces.append(Piece(line: index + 1, text: ""))
            } else {
                if let block = open { blocks.append(block) }
                open = nil
                if isBehindBlank || paragraphs.isEmpty || ["|", "#", "- "].contains(where: line.hasPrefix) {
                    paragraphs.append(Piece(line: index + 1, text: String(line)))
                } else {
                    paragraphs[paragraphs.count - 1].text += "\n" + line
                }
            }
        }
        if let block = open { blocks.append(block) }
        self.blocks = blocks
        spans = paragraphs.flatMap(Self.spans)
        self.paragraphs = paragraphs.map { Piece(line: $0.line, text: $0.text.replacing("\n", with: " ")) }
    }

    /// README.md, CONTRIBUTING.md, docs/*.md.
    static func all() throws -> [Document] {
        let docs = try FileManager.default.contentsOfDirectory(atPath: Places.root.appending(path: "docs").path)
            .filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }
        return try (["README.md", "CONTRIBUTING.md"] + docs).map {
            try Document(path: $0, text: String(contentsOf: Places.root.appending(path: $0), encoding: .utf8))
        }
    }

    private static func spans(_ paragraph: Piece) -> [Piece] {
        paragraph.text.matches(of: /`([^`]+)`/).map { match in
            let before = paragraph.text[..<match.range.lowerBound].count { $0 == "\n" }
            let text = String(match.output.1).replacing("\n", with: " ").replacing("\\|", with: "|")
            return Piece(line: paragraph.line + before, text: text)
        }
    }

    /// Each line of code, of a transcript only what was typed; a line that goes on behind `\` is one.
    var typedLines: [Piece] { blocks.flatMap { Transcript($0)?.steps.map(\.typed) ?? Self.joined($0.pieces) } }

    private static func joined(_ pieces: [Piece]) -> [Piece] {
        pieces.reduce(into: []) { lines, piece in
            if let last = lines.last, last.text.hasSuffix("\\") {
                lines[lines.count - 1].text = last.text.dropLast() + piece.text
            } else {
                lines.append(piece)
            }
        }
    }

    var headings: [String] {
        paragraphs.filter { $0.text.hasPrefix("#") }.map { String($0.text.trimmingPrefix(/\#+\s/)) }
    }
}
