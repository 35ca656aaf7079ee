import Records
import Reporting

/// Columns of text for a terminal: the first one to the left, the others to the right.
struct PlainTable {
    private var rows: [[String]]

    /// - Parameter titles: of the columns; a title of several lines is split at newlines.
    init(titles: [String]) {
        let lines = titles.map { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
        let height = lines.map(\.count).max() ?? 0
        rows = (0..<height).map { line in lines.map { line < $0.count ? $0[line] : "" } }
    }

    /// What data brings into a cell is only text.
    mutating func add(_ row: [String]) { rows.append(row.map { $0.asPlainText }) }

    /// Ends with a newline.
    var text: String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            var line = row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + space : space + cell
            }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}

extension Int {
    /// In per cent, `12.5 %`; empty where there is nothing to have a share of.
    func share(of whole: Int) -> String {
        whole == 0 ? "" : (Double(self) / Double(whole) * 100).text(decimals: 1) + " %"
    }
}
