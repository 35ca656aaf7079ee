import Records

/// The templates, compiled: finds the one that a message matches, and verifies each of its literals.
///
/// Where several match, the one wins whose first literal stands leftmost in the message, then the one with the most
/// literal bytes: a log statement begins with its own words, and what imitates another template's words (a path, an
/// exception's text) comes behind them.
package struct TemplateMatcher: Sendable {
    package let templates: [Template]
    private let compiled: [Compiled]
    /// For each byte, the range of `candidates` whose first literal begins with it.
    private let firstCandidate: [UInt16]
    private let candidates: [UInt16]
    /// The literals' bytes, one after the other.
    private let bytes: [UInt8]

    private struct Compiled {
        var kind: EventKind
        var anchoredAtStart: Bool
        var anchoredAtEnd: Bool
        var literals: [Range<Int>]
    }

    /// - Parameter templates: at most 1,024.
    package init(_ templates: [Template]) {
        precondition(templates.count <= 1024, "there is a bit for each of 1,024 templates")
        self.templates = templates
        var bytes: [UInt8] = []
        compiled = templates.map { template in
            let literals = template.literals.map { literal in
                bytes += literal
                return bytes.count - literal.count..<bytes.count
            }
            return Compiled(
                kind: template.kind, anchoredAtStart: template.isAnchoredAtStart,
                anchoredAtEnd: template.isAnchoredAtEnd, literals: literals)
        }
        self.bytes = bytes
        let longestFirst = templates.indices.sorted { left, right in
            let (a, b) = (templates[left].literals.joined().count, templates[right].literals.joined().count)
            return a == b ? left < right : a > b
        }
        var starts: [UInt16] = []
        var candidates: [UInt16] = []
        for byte in UInt8.min...UInt8.max {
            starts.append(UInt16(candidates.count))
            candidates += longestFirst.filter { templates[$0].literals[0][0] == byte }.map(UInt16.init)
        }
        firstCandidate = starts + [UInt16(candidates.count)]
        self.candidates = candidates
    }

    /// The event of the message `line[start..<end]`; nil where no template matches.
    package func match(_ line: Span<UInt8>, from start: Int, to end: Int) -> EventKind? {
        var position = start
        // Templates of which a later literal stands nowhere in the rest of the line, by their order: looking for it again
        // from each position would cost a hostile line its length squared.
        var hopeless = InlineArray<16, UInt64>(repeating: 0)
        while position < end {
            let byte = Int(line[position])
            var index = firstCandidate[byte]
            let last = firstCandidate[byte + 1]
            while index < last {
                let candidate = Int(candidates[Int(index)])
                let bit = UInt64(1) << UInt64(candidate % 64)
                index += 1
                if hopeless[candidate / 64] & bit != 0 { continue }
                switch matches(candidate, line, messageStart: start, at: position, to: end) {
                case .whole: return compiled[candidate].kind
                case .nowhere: hopeless[candidate / 64] |= bit
                case .notHere: break
                }
            }
            position += 1
        }
        return nil
    }

    private enum Match {
        case whole
        case notHere
        /// Nor further right: a literal is missing from there on.
        case nowhere
    }

    /// Whether the template matches with its first literal at `position`.
    private func matches(
        _ candidate: Int, _ line: Span<UInt8>, messageStart: Int, at position: Int, to end: Int
    ) -> Match {
        if compiled[candidate].anchoredAtStart && position != messageStart { return .notHere }
        let literalCount = compiled[candidate].literals.count
        guard stands(compiled[candidate].literals[0], in: line, at: position, to: end) else { return .notHere }
        var reached = position + compiled[candidate].literals[0].count
        var index = 1
        while index < literalCount {
            let literal = compiled[candidate].literals[index]
            if index == literalCount - 1 && compiled[candidate].anchoredAtEnd {
                let place = end - literal.count
                return place >= reached && stands(literal, in: line, at: place, to: end) ? .whole : .nowhere
            }
            guard let place = find(literal, in: line, from: reached, to: end) else { return .nowhere }
            reached = place + literal.count
            index += 1
        }
        return !compiled[candidate].anchoredAtEnd || literalCount > 1 || reached == end ? .whole : .notHere
    }

    private func stands(_ literal: Range<Int>, in line: Span<UInt8>, at position: Int, to end: Int) -> Bool {
        guard position + literal.count <= end else { return false }
        var offset = 0
        while offset < literal.count {
            if line[position + offset] != bytes[literal.lowerBound + offset] { return false }
            offset += 1
        }
        return true
    }

    private func find(_ literal: Range<Int>, in line: Span<UInt8>, from start: Int, to end: Int) -> Int? {
        let first = bytes[literal.lowerBound]
        var position = start
        while position + literal.count <= end {
            if line[position] == first && stands(literal, in: line, at: position, to: end) { return position }
            position += 1
        }
        return nil
    }
}
