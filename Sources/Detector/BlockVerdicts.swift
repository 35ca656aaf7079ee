import Parsing
import Records

/// What a replay's alerts came to for each block, and how that compares with labels.
struct BlockVerdicts {
    private let labels: [BlockKey: Bool]?
    /// Blocks with an alert that nothing resolved.
    private var found: Set<BlockKey> = []
    /// Blocks that ever fired.
    private(set) var fired: Set<BlockKey> = []
    /// Labelled blocks that the logs name.
    private var seen: Set<BlockKey> = []

    /// - Parameter labels: whether each labelled block is abnormal; nil where there are none.
    init(labels: [BlockKey: Bool]?) {
        self.labels = labels
    }

    var areLabelled: Bool { labels != nil }

    mutating func see(_ blocks: ArraySlice<BlockKey>) {
        guard let labels else { return }
        for block in blocks where labels[block] != nil { seen.insert(block) }
    }

    mutating func note(_ alerts: [Alert]) {
        for alert in alerts {
            let block = alert.verdict.block.key
            switch alert.state {
            case .firing:
                found.insert(block)
                fired.insert(block)
            case .resolved:
                found.remove(block)
            }
        }
    }

    /// By block, over the labelled blocks that the logs name; nil where there are no labels.
    var confusion: Confusion? {
        guard let labels else { return nil }
        return seen.reduce(into: Confusion()) { $0.count(said: found.contains($1), isSo: labels[$1] ?? false) }
    }
}
