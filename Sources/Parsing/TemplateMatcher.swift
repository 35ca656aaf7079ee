import Records

/// The templates, compiled: finds the one that a message matches, and verifies each of its literals.
///
/// Where several match, the one wins whose first literal stands leftmost in the message, then the one with the most
/// literal bytes: a log statement begins with its own words, and what imitates another template's words (a path, an
/// exception's text) comes behind them.
///
/// A trie of literals: templates that begin with the same literals share their search.
package struct TemplateMatcher: Sendable {
    package let templates: [Template]
    /// By rank, the template with the most literal bytes first: the event.
    private let kinds: [EventKind]
    /// The literals that templates begin with, then those that follow them; the children of each one together, and of
    /// brothers the one with the best rank behind it first.
    private let nodes: [Node]
    /// For each byte, the range of `nodes` that are first literals and begin with it: its start, and its end in the
    /// upper half.
    private let roots: [UInt32]
    /// The literals' bytes, one after the other.
    private let bytes: [UInt8]

    private struct Node {
        var literal: Literal
        /// Whether it must stand where the message begins, or ends.
        var isAtStart: Bool
        var isAtEnd: Bool
        /// Of the template that ends with it, and the best one behind it or here.
        var rank = TemplateMatcher.none
        var bestRank = TemplateMatcher.none
        var children = 0..<0
    }

    private static let none = Int.max

    /// - Parameter templates: at most 1,024.
    package init(_ templates: [Template]) {
        precondition(templates.count <= 1024, "there is a bit for each of 1,024 first literals")
        self.templates = templates
        let ranked = templates.indices.sorted { left, right in
            let (a, b) = (templates[left].literals.joined().count, templates[right].literals.joined().count)
            return a == b ? left < right : a > b
        }
        kinds = ranked.map { templates[$0].kind }
        var trie = TemplateTrie()
        for (rank, index) in ranked.enumerated() { trie.insert(templates[index], rank: rank) }
        var bytes: [UInt8] = []
        var nodes: [Node] = []
        var waiting = trie.children.sorted { $0.literal[0] < $1.literal[0] }[...]
        while let next = waiting.popFirst() {
            let childrenStart = nodes.count + 1 + waiting.count
            nodes.append(
                Node(
                    literal: Literal(next.literal, start: bytes.count), isAtStart: next.isAtStart,
                    isAtEnd: next.isAtEnd, rank: next.rank ?? Self.none, bestRank: next.bestRank,
                    children: childrenStart..<childrenStart + next.children.count))
            bytes += next.literal
            waiting += next.children
        }
        roots = (0...255).map { byte in
            let start = trie.children.count { $0.literal[0] < byte }
            return UInt32(start + trie.children.count { $0.literal[0] == byte }) << 16 | UInt32(start)
        }
        self.bytes = bytes
        self.nodes = nodes
    }

    /// The event of the message `line[start..<end]`; nil where no template matches.
    package func match(_ line: Span<UInt8>, from start: Int, to end: Int) -> EventKind? {
        var position = start
        // First literals behind which a later one stands nowhere in the rest of the line: looking for it again from each
        // position would cost a hostile line its length squared.
        var hopeless = InlineArray<16, UInt64>(repeating: 0)
        while position < end {
            let range = roots[Int(line[position])]
            var root = Int(range & 0xFFFF)
            let last = Int(range >> 16)
            if root == last {
                position += 1
                continue
            }
            var best = Self.none
            while root < last {
                if stands(nodes[root].literal, in: line, at: position, to: end),
                    hopeless[root / 64] & 1 << UInt64(root % 64) == 0
                {
                    best = min(best, match(root, line, start, position, end, &hopeless))
                }
                root += 1
            }
            if best != Self.none { return kinds[best] }
            position += 1
        }
        return nil
    }

    /// The best rank of the templates that begin with the literal `root`, which stands at `position`.
    private func match(
        _ root: Int, _ line: Span<UInt8>, _ start: Int, _ position: Int, _ end: Int,
        _ hopeless: inout InlineArray<16, UInt64>
    ) -> Int {
        let reached = position + nodes[root].literal.count
        if nodes[root].isAtStart && position != start { return Self.none }
        // One that is first and last may stand at the end further right.
        if nodes[root].isAtEnd { return reached == end ? nodes[root].rank : Self.none }
        let best = bestRank(behind: root, line, from: reached, to: end)
        if best == Self.none { hopeless[root / 64] |= 1 << UInt64(root % 64) }
        return best
    }

    /// The best rank of the templates that go on like the node, whose literal ends at `reached`.
    private func bestRank(behind node: Int, _ line: Span<UInt8>, from reached: Int, to end: Int) -> Int {
        var best = nodes[node].rank
        var child = nodes[node].children.lowerBound
        let last = nodes[node].children.upperBound
        while child < last && nodes[child].bestRank < best {
            if nodes[child].isAtEnd {
                let place = end - nodes[child].literal.count
                if place >= reached && stands(nodes[child].literal, in: line, at: place, to: end) {
                    best = min(best, nodes[child].rank)
                }
            } else if let place = find(nodes[child].literal, in: line, from: reached, to: end) {
                best = min(best, bestRank(behind: child, line, from: place + nodes[child].literal.count, to: end))
            }
            child += 1
        }
        return best
    }

    private func stands(_ literal: Literal, in line: Span<UInt8>, at position: Int, to end: Int) -> Bool {
        guard position + literal.count <= end else { return false }
        // Most that do not stand there differ at once.
        if position <= line.count - 8 {
            if (line.word(at: position) ^ literal.word) & literal.mask != 0 { return false }
            if literal.count <= 8 { return true }
        }
        return line.stands(at: position, bytes.span, from: literal.start, length: literal.count)
    }

    private func find(_ literal: Literal, in line: Span<UInt8>, from start: Int, to end: Int) -> Int? {
        var position = start + literal.rarest
        let last = end - literal.count + 1 + literal.rarest
        while let found = line.firstIndex(of: literal.rarestByte, from: position, to: last) {
            if stands(literal, in: line, at: found - literal.rarest, to: end) { return found - literal.rarest }
            position = found + 1
        }
        return nil
    }
}
