import Records

@testable import Reporting

/// A page's markup, taken apart as strictly as ours is written: elements of ours that close as they opened, attributes
/// of ours in quotes, and nothing in a text that could be more.
struct Markup {
    private let bytes: [UInt8]
    private var position = 0
    private var open: [String] = []

    init(_ html: String) {
        bytes = Array(html.utf8)
        let scalar = html.unicodeScalars.first { $0.isUnreadable && $0 != "\n" }
        expect(scalar == nil, "\(String(describing: scalar)) stands in the page")
    }

    private static let void: Set = ["meta"]
    private static let elements: Set = [
        "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "p", "dl", "div", "dt", "dd",
        "nav",
        "ol", "ul", "li", "a", "main", "small", "details", "summary", "section", "article", "b", "i", "span", "table",
        "caption", "thead", "tbody",
        "tr",
        "th", "td", "figure", "figcaption", "svg", "path", "line", "rect", "circle", "polygon", "text",
    ]
    private static let attributes: Set = [
        "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "aria-labelledby", "aria-label",
        "aria-hidden", "role", "tabindex", "scope", "colspan", "rowspan", "viewBox", "x", "y", "width", "height", "d",
        "x1",
        "x2", "y1", "y2", "cx", "cy", "r", "points", "text-anchor", "transform", "title",
    ]

    mutating func check() {
        expect(take("<!DOCTYPE html>\n"), "no document")
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "<") { tag() } else { text() }
        }
        expect(open.isEmpty, "\(open) do not close")
    }

    private mutating func tag() {
        position += 1
        let closes = take("/")
        let name = word()
        expect(Self.elements.contains(name), "an element of nobody's: \(name)")
        if closes {
            expect(take(">") && open.popLast() == name, "\(name) closes, and was not open")
            return
        }
        while take(" ") { attribute() }
        if take("/>") || Self.void.contains(name) && take(">") { return }
        expect(take(">"), "\(name) does not end")
        open.append(name)
    }

    private mutating func attribute() {
        let name = word()
        if name == "open" { return }
        expect(Self.attributes.contains(name) && take("=\""), "an attribute of nobody's: \(name)")
        let start = position
        while position < bytes.count && bytes[position] != UInt8(ascii: "\"") { position += 1 }
        let value = bytes[start..<position]
        expect(!value.contains(UInt8(ascii: "<")) && take("\""), "\(name) holds markup")
        if name == "href" { expect(value.starts(with: Array("#section-".utf8)), "a link that leads elsewhere") }
    }

    private mutating func text() {
        while position < bytes.count && bytes[position] != UInt8(ascii: "<") {
            let byte = bytes[position]
            let isMarkup = byte == UInt8(ascii: ">") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
            expect(!isMarkup || open.last == "style", "a text that is not escaped")
            position += 1
        }
    }

    private mutating func word() -> String {
        let start = position
        while position < bytes.count, isNamePart(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private func isNamePart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || (48...57).contains(byte) || (97...122).contains(byte | 0x20)
    }

    private mutating func take(_ text: String) -> Bool {
        guard bytes[position...].starts(with: text.utf8) else { return false }
        position += text.utf8.count
        return true
    }
}
