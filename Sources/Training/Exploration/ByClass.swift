/// The same figure of all rows, and of each class where the rows have labels.
package struct ByClass<Figure> {
    package var all: Figure
    package var normal: Figure?
    package var abnormal: Figure?

    /// - Parameter figure: of the rows that the closure it is given counts.
    init(_ counts: ClassCounts, _ figure: ((ClassCounts) -> Int) -> Figure) {
        all = figure { $0.total }
        normal = counts.normal > 0 ? figure { $0.normal } : nil
        abnormal = counts.abnormal > 0 ? figure { $0.abnormal } : nil
    }

    /// Those that there are, with their names.
    package var named: [(name: String, figure: Figure)] {
        [("all", all)]
            + [("normal", normal), ("abnormal", abnormal)].compactMap { name, figure in
                figure.map { (name, $0) }
            }
    }

    /// By class where there are classes, else of all.
    package var classes: [(name: String, figure: Figure)] { named.count > 1 ? Array(named.dropFirst()) : named }
}

extension ByClass: Sendable where Figure: Sendable {}
extension ByClass: Equatable where Figure: Equatable {}
extension ByClass: Encodable where Figure: Encodable {}
