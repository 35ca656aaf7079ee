import CVector
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
    /// Each one's children and theirs follow it; of brothers the one with the best rank behind it comes first.
    private let nodes: [Node]
    /// The nodes of the first literals, by their first byte.
    private let roots: [UInt16]
    /// For each byte, the range of `roots` that begin with it: its start, and its end in the upper half.
    private let rootsByByte: [UInt32]
    /// The literals' bytes, one after the other.
    private let bytes: [UInt8]
    private let width: vector_width

    private struct Node {
        let literal: Literal
        /// Of the template that ends with it, and the best one behind it or here.
        let rank: UInt16
        let bestRank: UInt16
        /// What follows its children and theirs.
        var next: UInt16 = 0
        /// Number of literals before it.
        let depth: UInt8
        /// Whether it must stand where the message begins, or ends.
        let isAtStart: Bool
        let isAtEnd: Bool
    }

    private static let none = UInt16.max
    /// So many at most.
    package static let maxTemplates = 1024
    /// So many literals has a template at most.
    package static let maxLiterals = 256

    /// What matching notes down of a line; made once for many lines.
    package struct Notes {
        /// Where the literal of each depth ends.
        fileprivate var ends = InlineArray<256, Int>(repeating: 0)
        /// First literals behind which a later one stands nowhere in the rest of the line: looking for it again from each
        /// position would cost a hostile line its length squared.
        fileprivate var hopeless = InlineArray<16, UInt64>(repeating: 0)
        fileprivate var hasHopeless = false

        package init() {}
    }

    /// - Parameter templates: at most ``maxTemplates``, of at most ``maxLiterals`` literals.
    package init(_ templates: [Template], width: VectorWidth = .widest) {
        precondition(templates.count <= Self.maxTemplates, "there is a bit for each of 1,024 first literals")
        self.templates = templates
        self.width = width.rawWidth
        let ranked = templates.indices.sorted { left, right in
            let (a, b) = (templates[left].literals.joined().count, templates[right].literals.joined().count)
            return a == b ? left < right : a > b
        }
        kinds = ranked.map { templates[$0].kind }
        var trie = TemplateTrie()
        for (rank, index) in ranked.enumerated() { trie.insert(templates[index], rank: rank) }
        var (nodes, bytes): ([Node], [UInt8]) = ([], [])
        let roots = trie.children.sorted { ($0.literal[0], $0.bestRank) < ($1.literal[0], $1.bestRank) }
        self.roots = roots.map { root in
            defer { Self.lay(root, depth: 0, &nodes, &bytes) }
            return UInt16(nodes.count)
        }
        rootsByByte = (0...255).map { byte in
            let start = roots.count { $0.literal[0] < byte }
            return UInt32(start + roots.count { $0.literal[0] == byte }) << 16 | UInt32(start)
        }
        self.nodes = nodes
        self.bytes = bytes
    }

    private static func lay(_ trie: TemplateTrie, depth: Int, _ nodes: inout [Node], _ bytes: inout [UInt8]) {
        precondition(depth < maxLiterals, "a template has at most 256 literals")
        let index = nodes.count
        nodes.append(
            Node(
                literal: Literal(trie.literal, start: bytes.count), rank: trie.rank.map { UInt16($0) } ?? none,
                bestRank: UInt16(trie.bestRank), depth: UInt8(depth), isAtStart: trie.isAtStart,
                isAtEnd: trie.isAtEnd))
        bytes += trie.literal
        for child in trie.children { lay(child, depth: depth + 1, &nodes, &bytes) }
        nodes[index].next = UInt16(nodes.count)
    }

    /// The event of the message `line[start..<end]`; nil where no template matches.
    package func match(_ line: Span<UInt8>, from start: Int, to end: Int) -> EventKind? {
        var notes = Notes()
        return match(line, from: start, to: end, &notes)
    }

    /// The same for many lines, one after the other.
    package func match(_ line: Span<UInt8>, from start: Int, to end: Int, _ notes: inout Notes) -> EventKind? {
        notes.hasHopeless = false
        var position = start
        while position < end {
            let range = rootsByByte[Int(line[position])]
            var place = Int(range & 0xFFFF)
            let last = Int(range >> 16)
            var best = Self.none
            while place < last {
                let root = Int(roots[place])
                if nodes[root].bestRank < best, stands(nodes[root].literal, in: line, at: position, to: end),
                    !nodes[root].isAtStart || position == start, !isHopeless(place, notes)
                {
                    let found = bestRank(root, line, from: position, to: end, &notes)
                    if found == Self.none && !nodes[root].isAtEnd { setHopeless(place, &notes) }
                    best = min(best, found)
                }
                place += 1
            }
            if best != Self.none { return kinds[Int(best)] }
            position += 1
        }
        return nil
    }

    private func isHopeless(_ place: Int, _ notes: Notes) -> Bool {
        notes.hasHopeless && notes.hopeless[place / 64] & 1 << UInt64(place % 64) != 0
    }

    private func setHopeless(_ place: Int, _ notes: inout Notes) {
        if !notes.hasHopeless { notes.hopeless = InlineArray(repeating: 0) }
        notes.hasHopeless = true
        notes.hopeless[place / 64] |= 1 << UInt64(place % 64)
    }

    /// The best rank of the templates that begin with the literal `root`, which stands at `position`.
    private func bestRank(
        _ root: Int, _ line: Span<UInt8>, from position: Int, to end: Int, _ notes: inout Notes
    ) -> UInt16 {
        let reached = position + nodes[root].literal.count
        // One that is first and last may stand at the end further right.
        if nodes[root].isAtEnd { return reached == end ? nodes[root].rank : Self.none }
        notes.ends[0] = reached
        var best = nodes[root].rank
        var node = root + 1
        let last = Int(nodes[root].next)
        while node < last {
            let depth = Int(nodes[node].depth)
            if nodes[node].bestRank < best, let place = place(node, line, from: notes.ends[depth - 1], to: end) {
                notes.ends[depth] = place + nodes[node].literal.count
                best = min(best, nodes[node].rank)
                node += 1
            } else {
                node = Int(nodes[node].next)
            }
        }
        return best
    }

    /// Where the node's literal stands in `line[reached..<end]`.
    private func place(_ node: Int, _ line: Span<UInt8>, from reached: Int, to end: Int) -> Int? {
        if !nodes[node].isAtEnd {
            return line.firstIndex(of: nodes[node].literal, bytes.span, from: reached, to: end, width)
        }
        let place = end - nodes[node].literal.count
        return place >= reached && stands(nodes[node].literal, in: line, at: place, to: end) ? place : nil
    }

    private func stands(_ literal: Literal, in line: Span<UInt8>, at position: Int, to end: Int) -> Bool {
        guard position + literal.count <= end else { return false }
        // Most that do not stand there differ at once.
        if position <= line.count - 8 {
            if (line.word(at: position) ^ literal.word) & literal.mask != 0 { return false }
            if literal.count <= 8 { return true }
        }
        return line.stands(at: position, bytes.span, from: Int(literal.start), length: literal.count)
    }
}
