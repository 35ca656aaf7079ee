import Parsing
import Records

/// A matcher of the published templates.
func publishedMatcher() throws -> TemplateMatcher {
    TemplateMatcher(
        try PublishedTemplates.texts.enumerated().map { try Template(kind: .e($0.offset + 1), text: $0.element) })
}

/// The line's parse, and the blocks that it names.
func parse(_ line: String) throws -> (line: ParsedLine, blocks: [Int64]) {
    try parse(Array(line.utf8))
}

func parse(_ bytes: [UInt8]) throws -> (line: ParsedLine, blocks: [Int64]) {
    var blocks: [BlockKey] = []
    let parser = LineParser(matcher: try publishedMatcher())
    let line = parser.parse(bytes.span, from: 0, to: bytes.count, into: &blocks)
    return (line, blocks.map(\.number))
}
