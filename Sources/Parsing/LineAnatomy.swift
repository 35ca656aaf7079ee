import Records

/// A line taken apart for people: what ``LineParser`` found in it, and what of it was variable.
package struct LineAnatomy: Sendable, Hashable {
    /// As ``LineParser`` gives it.
    package let parsed: ParsedLine
    /// The blocks that the message names, each once.
    package let blocks: [BlockKey]
    /// What stands before the message, and the message, both without terminal colours and the like. A line without a
    /// header of its own is all message.
    package let header: [UInt8]
    package let message: [UInt8]
    /// The template that the message matches, and what stood at each of its holes; where none matches, nil and nothing.
    package let template: Template?
    package let variables: [[UInt8]]
    /// Where none matches: the template that most of the message's beginning would do for, and the text that is missing.
    package let nearest: Near?

    package struct Near: Sendable, Hashable {
        package let template: Template
        package let missing: [UInt8]
    }

    package init(_ line: [UInt8], _ parser: LineParser) {
        var blocks: [BlockKey] = []
        parsed = parser.parse(line.span, from: 0, to: line.count, into: &blocks)
        self.blocks = blocks
        let clean = LineCleaner.clean(line.span, from: 0, to: line.count) ?? line
        var recent = RecentHeaders()
        let start = Header(clean.span, from: 0, to: clean.count, &recent)?.message ?? 0
        header = Array(clean[..<start])
        message = Array(clean[start...])
        let text = message
        let templates = parser.matcher.templates
        let kind = parsed.kind
        template = blocks.isEmpty ? nil : templates.first { $0.kind == kind && $0.fit(to: text).missing == nil }
        variables = template?.fit(to: text).variables ?? []
        nearest = template == nil && parsed.layout != nil ? Self.nearest(text, templates) : nil
    }

    private static func nearest(_ message: [UInt8], _ templates: [Template]) -> Near? {
        let fits = templates.map { (template: $0, fit: $0.fit(to: message)) }.filter { $0.fit.found > 0 }
        // Of equals the first.
        return fits.max { $0.fit.found < $1.fit.found }.map {
            Near(template: $0.template, missing: $0.fit.missing ?? [])
        }
    }
}

extension Template {
    /// How far the template goes with a message.
    struct Fit {
        /// What stood at each hole.
        var variables: [[UInt8]] = []
        /// Bytes of literals that were found.
        var found = 0
        /// The first literal that stands nowhere behind those before it; nil where all were found.
        var missing: [UInt8]?
    }

    /// The plain search, from left to right.
    func fit(to message: [UInt8]) -> Fit {
        var fit = Fit()
        var reached = 0
        for (index, literal) in literals.enumerated() {
            let isAtEnd = index == literals.count - 1 && isAnchoredAtEnd
            let last = message.count - literal.count
            let first = isAtEnd ? max(reached, last) : reached
            let end = index == 0 && isAnchoredAtStart ? min(0, last) : last
            guard first <= end, let place = (first...end).first(where: { message[$0...].starts(with: literal) }) else {
                fit.missing = literal
                return fit
            }
            if index > 0 || !isAnchoredAtStart { fit.variables.append(Array(message[reached..<place])) }
            fit.found += literal.count
            reached = place + literal.count
        }
        if !isAnchoredAtEnd { fit.variables.append(Array(message[reached...])) }
        return fit
    }
}
