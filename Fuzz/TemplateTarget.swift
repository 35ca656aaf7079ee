import Parsing
import Records

/// The compiled matcher finds what a slow one finds that knows nothing of it.
enum TemplateTarget: FuzzTarget {
    static func seeds() -> [[UInt8]] {
        let messages = PublishedTemplates.texts.map { [0] + Array($0.replacing("<*>", with: "blk_1").utf8) }
        let own = ["<*>ab<*>b\nab\na<*>\nabab", "a<*>b<*>c\n<*>c\nabcbc", "<*>aab\n<*>ab<*>\n\naaab"]
        return messages + own.map { [1] + Array($0.utf8) }
    }

    static let words = PublishedTemplates.texts.flatMap { $0.split(separator: "<*>").map(String.init) }

    static func run(_ input: FuzzInput) {
        var input = input
        let isOwn = input.flag()
        let bytes = input.rest()
        guard isOwn else {
            return check(Sample.parser.matcher, PublishedTemplates.texts, bytes)
        }
        // Templates of the input's own, one a line, and the message behind them.
        var lines = bytes.split(separator: 10, maxSplits: 100, omittingEmptySubsequences: false)
        let message = Array(lines.removeLast())
        let texts = lines.prefix(30).map { String(decoding: $0, as: UTF8.self) }
        let templates = texts.enumerated().compactMap { try? Template(kind: .e($0.offset + 1), text: $0.element) }
        check(TemplateMatcher(templates), templates.map(\.text), message)
    }

    private static func check(_ matcher: TemplateMatcher, _ texts: [String], _ message: [UInt8]) {
        let found = matcher.match(message.span, from: 0, to: message.count)
        let candidates = matcher.templates.indices.compactMap { index -> (kind: EventKind, place: Int, length: Int)? in
            let pieces = pieces(of: texts[index])
            guard matches(pieces, message), let first = pieces.first(where: { !$0.isEmpty }) else { return nil }
            let place = place(of: first, pieces, in: message)
            return (matcher.templates[index].kind, place, pieces.joined().count)
        }
        // The leftmost, of those the longest, of those the first.
        let best = candidates.min { ($0.place, -$0.length) < ($1.place, -$1.length) }
        expect(found == best?.kind, "\(String(describing: found)), not \(String(describing: best?.kind))")
    }

    /// The texts around the holes.
    private static func pieces(of text: String) -> [[UInt8]] {
        var pieces: [[UInt8]] = [[]]
        var rest = Array(text.utf8)[...]
        while let byte = rest.first {
            if rest.starts(with: Array("<*>".utf8)) {
                pieces.append([])
                rest = rest.dropFirst(3)
            } else {
                pieces[pieces.count - 1].append(byte)
                rest = rest.dropFirst()
            }
        }
        return pieces
    }

    /// A hole takes any bytes: for each piece, every place where the pieces before it can have ended.
    private static func matches(_ pieces: [[UInt8]], _ message: [UInt8]) -> Bool {
        // Ends from a position on: the least one is enough, since a hole takes any more.
        guard message.starts(with: pieces[0]) else { return false }
        if pieces.count == 1 { return message == pieces[0] }
        var reached = pieces[0].count
        for piece in pieces[1..<pieces.count - 1] {
            guard let place = first(piece, in: message, from: reached) else { return false }
            reached = place + piece.count
        }
        let last = pieces[pieces.count - 1]
        return message.count - last.count >= reached && message.suffix(last.count).elementsEqual(last)
    }

    private static func place(of literal: [UInt8], _ pieces: [[UInt8]], in message: [UInt8]) -> Int {
        // `<*>text`: nothing but the end counts.
        if pieces.count(where: { !$0.isEmpty }) == 1 && pieces.last == literal { return message.count - literal.count }
        return first(literal, in: message, from: 0) ?? message.count
    }

    private static func first(_ piece: [UInt8], in message: [UInt8], from start: Int) -> Int? {
        guard message.count - piece.count >= start else { return nil }
        return (start...message.count - piece.count).first { message[$0..<$0 + piece.count].elementsEqual(piece) }
    }
}
