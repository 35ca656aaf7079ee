import Records

/// One published HDFS message template: literals with `<*>` between them, which stands for any text, also for none.
package struct Template: Sendable, Hashable {
    package let kind: EventKind
    /// As published, `<*>` included.
    package let text: String
    /// The texts between the wildcards, in order; at least one, none empty.
    let literals: [[UInt8]]
    /// Whether the message must begin with the first literal, and end with the last one.
    let isAnchoredAtStart: Bool
    let isAnchoredAtEnd: Bool

    /// - Throws: ``TemplateError`` where the text has no literal.
    package init(kind: EventKind, text: String) throws {
        var pieces: [[UInt8]] = [[]]
        // Byte by byte: a combining accent behind a wildcard makes it no other Character.
        var rest = Array(text.utf8)[...]
        while let byte = rest.first {
            if rest.starts(with: "<*>".utf8) {
                pieces.append([])
                rest = rest.dropFirst(3)
            } else {
                pieces[pieces.count - 1].append(byte)
                rest = rest.dropFirst()
            }
        }
        self.kind = kind
        self.text = text
        literals = pieces.filter { !$0.isEmpty }
        isAnchoredAtStart = pieces.first?.isEmpty == false
        isAnchoredAtEnd = pieces.last?.isEmpty == false
        guard !literals.isEmpty else { throw TemplateError(kind: kind, text: text) }
    }
}

/// A template that would match every message.
package struct TemplateError: Error, CustomStringConvertible {
    var kind: EventKind
    var text: String
    package var description: String {
        "template \(kind) (\"\(text)\") has no literal text, so every line would match it; take it out"
    }
}

extension Template {
    /// The 30 published templates.
    package static func published() throws -> [Template] {
        try PublishedTemplates.texts.enumerated().map { try Template(kind: .e($0.offset + 1), text: $0.element) }
    }
}
