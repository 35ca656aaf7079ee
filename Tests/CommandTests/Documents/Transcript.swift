import Foundation

/// A block of code that begins with a prompt: what is typed at `$ ` (a user) or `# ` (root), and what is then printed.
struct Transcript {
    struct Step {
        var typed: Document.Piece
        var shown: [String] = []

        /// `…` in a line and a line `...` stand for anything; a moment from 2026 on is the machine's clock's, and its
        /// digits stand for any digits. Blanks at the ends of lines and blank lines at the end do not count.
        func matches(_ printed: String) -> Bool {
            var pattern = ""
            for line in Self.comparable(shown) {
                if line == "..." {
                    pattern += #"(?:[^\n]*\n)*"#
                } else {
                    let pieces = line.components(separatedBy: "…").map(NSRegularExpression.escapedPattern)
                    pattern += pieces.joined(separator: #"[^\n]*"#) + #"\n"#
                }
            }
            let lines = printed.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            let text = Self.comparable(lines).map { $0 + "\n" }.joined()
            return text.range(of: "\\A" + pattern + "\\z", options: .regularExpression) != nil
        }

        private static func comparable(_ lines: [String]) -> [String] {
            var lines = lines.map { line in
                var line = line.replacing(/20(?:2[6-9]|[3-9]\d)-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?/) {
                    $0.output.replacing(/\d/, with: "0")
                }
                while line.last?.isWhitespace == true { line.removeLast() }
                return line.hasSuffix("...") && line.allSatisfy { $0 == " " || $0 == "." } ? "..." : line
            }
            while lines.last == "" { lines.removeLast() }
            return lines
        }
    }

    let isRoots: Bool
    /// In a fence, it is shown and not run.
    let isRun: Bool
    private(set) var steps: [Step] = []

    /// Nil where the block is no transcript.
    init?(_ block: Document.Block) {
        guard let prompt = ["$ ", "# "].first(where: { block.pieces.first?.text.hasPrefix($0) == true }) else {
            return nil
        }
        isRoots = prompt == "# "
        isRun = !block.isFenced
        for piece in block.pieces {
            if piece.text.hasPrefix(prompt) {
                steps.append(Step(typed: Document.Piece(line: piece.line, text: String(piece.text.dropFirst(2)))))
            } else if let last = steps.last, last.shown.isEmpty, last.typed.text.hasSuffix("\\") {
                steps[steps.count - 1].typed.text = last.typed.text.dropLast() + piece.text
            } else {
                steps[steps.count - 1].shown.append(piece.text)
            }
        }
    }
}
