import Foundation
import Records

/// A log with lines of blocks whose lives are known, each at a moment of our own choice.
struct BlockLines {
    private var lines: [(at: Stamp, text: String)] = []

    /// A client begins to write a block, on three DataNodes. That is abnormal where nothing follows within the hour.
    mutating func begin(_ block: Int, at moment: Stamp) {
        add("FSNamesystem: BLOCK* NameSystem.allocateBlock: /a/part-\(block). blk_\(block)", at: moment)
        for node in 1...3 { add(receiving(block, node), at: moment + .seconds(1)) }
    }

    /// It has written it: a normal block.
    mutating func finish(_ block: Int, at moment: Stamp) {
        for node in 1...3 {
            add("DataNode$PacketResponder: PacketResponder \(node - 1) for block blk_\(block) terminating", at: moment)
            add("DataNode$PacketResponder: Received block blk_\(block) of size 9 from /10.0.0.\(node)", at: moment)
        }
        for node in 1...3 {
            add(
                "FSNamesystem: BLOCK* NameSystem.addStoredBlock: blockMap updated: 10.0.0.\(node):50010 is added to "
                    + "blk_\(block) size 9", at: moment + .seconds(1))
        }
    }

    /// A single line of a block.
    mutating func touch(_ block: Int, at moment: Stamp) { add(receiving(block, 1), at: moment) }

    /// Lines that name no block: all clocks believe them.
    mutating func moveClock(to moment: Stamp) { for _ in 0..<3 { add("DataNode: a line", at: moment) } }

    private func receiving(_ block: Int, _ node: Int) -> String {
        "DataNode$DataXceiver: Receiving block blk_\(block) src: /10.0.0.9:1 dest: /10.0.0.\(node):50010"
    }

    private mutating func add(_ text: String, at moment: Stamp) { lines.append((moment, "INFO dfs." + text)) }

    /// Has each line stand where its stamp says.
    mutating func sort() {
        let order = lines.indices.sorted { (lines[$0].at, $0) < (lines[$1].at, $1) }
        lines = order.map { lines[$0] }
    }

    /// As a DataNode in that zone writes them.
    func log(in zone: TimeZone = .gmt) -> [UInt8] {
        lines.flatMap { line in
            let moment = Date(timeIntervalSince1970: Double(line.at.milliseconds) / 1000)
            let text = (line.at + .seconds(zone.secondsFromGMT(for: moment))).rfc3339
            let stamp = (text.dropFirst(2).prefix(8) + " " + text.dropFirst(11).prefix(8))
                .filter { $0 != "-" && $0 != ":" }
            return Array("\(stamp) 7 \(line.text)\n".utf8)
        }
    }
}
