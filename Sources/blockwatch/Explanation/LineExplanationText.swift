import Parsing
import Records

/// A ``LineAnatomy`` for people.
struct LineExplanationText {
    private static let columns = 12
    private(set) var text = ""

    init(_ anatomy: LineAnatomy) {
        add("layout", Self.words(anatomy.parsed.layout))
        if let civil = anatomy.parsed.civil {
            add("stamp", "\(civil.rfc3339.dropLast()) (as written; input.timezone says in which zone)")
            add("header", anatomy.header)
        }
        add("message", anatomy.message)
        guard anatomy.parsed.layout != nil else { return }
        add("blocks", anatomy.blocks.isEmpty ? "none: the line is counted and passed over" : names(anatomy.blocks))
        if !anatomy.blocks.isEmpty { add("event", anatomy.parsed.kind.name) }
        if let template = anatomy.template {
            add("template", Array(template.text.utf8))
            for (index, variable) in anatomy.variables.enumerated() {
                add(index == 0 ? "variable" : "", variable, "\"")
            }
        } else if !anatomy.blocks.isEmpty {
            add("template", "none matches")
        }
        if let nearest = anatomy.nearest, !anatomy.blocks.isEmpty {
            add("nearest", Array("\(nearest.template.kind.name): \(nearest.template.text)".utf8))
            add("missing", nearest.missing, "\"")
        }
    }

    private static func words(_ layout: Layout?) -> String {
        switch layout {
        case .hdfsV1: "YYMMDD HHMMSS THREAD LEVEL COMPONENT: MESSAGE (HDFS_v1)"
        case .log4j: "YYYY-MM-DD HH:MM:SS,mmm LEVEL COMPONENT: MESSAGE (log4j)"
        case nil: "none: a line without a header of its own belongs to the record before it and is no event"
        }
    }

    private func names(_ blocks: [BlockKey]) -> String { blocks.map(\.description).joined(separator: ", ") }

    private mutating func add(_ name: String, _ value: String) { add(name, Array(value.utf8)) }

    private mutating func add(_ name: String, _ value: [UInt8], _ quote: String = "") {
        text += name.padded(to: Self.columns) + quote + value.asPlainText + quote + "\n"
    }
}
