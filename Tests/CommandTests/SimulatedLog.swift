import Foundation
import Records
import TestSupport
import Testing

/// A log made by `simulate`, with a last line that lets the log's clock go on behind its blocks.
struct SimulatedLog {
    let bytes: [UInt8]

    init(blocks: Int, abnormal: Double = 0.3, seed: Int) throws {
        let run = try Run(
            blockwatch, ["simulate", "--blocks", "\(blocks)", "--abnormal", "\(abnormal)", "--seed", "\(seed)"])
        try #require(run.status == 0, "\(run.errors)")
        bytes = Array(run.output.utf8) + Array("250301 080000 1 INFO dfs.DataNode: a line that names no block\n".utf8)
    }

    /// In so many pieces of about the same size, which end anywhere.
    func pieces(_ count: Int) -> [ArraySlice<UInt8>] {
        (0..<count).map { bytes[bytes.count * $0 / count..<bytes.count * ($0 + 1) / count] }
    }
}
