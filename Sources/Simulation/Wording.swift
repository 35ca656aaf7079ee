import Records

/// What Hadoop's log statements say of a block, in the words of its release 0.14 to 0.18, which the published data
/// set comes from. The addresses and paths are our own.
struct Wording {
    let block: BlockKey
    /// Three DataNodes, and a fourth for copies: `192.168.…`.
    let nodes: [String]
    let client: String
    let file: String
    let size: Int

    /// - Parameter avoided: a DataNode that is not asked any more.
    init(_ block: BlockKey, number: Int, avoiding avoided: String?, _ random: inout RandomSource) {
        self.block = block
        let first = random.index(below: 200)
        let drawn = Self.nodes(from: first)
        nodes = drawn.contains { $0 == avoided } ? Self.nodes(from: first + 1) : drawn
        client = "192.168.20.\(1 + random.index(below: 100))"
        file = "/warehouse/events/_temporary/_task_\(number / 16)_m_\(number % 16)/part-\(number)"
        size = random.chance(0.8) ? 67_108_864 : 1 + random.index(below: 67_108_864)
    }

    private static func nodes(from first: Int) -> [String] {
        (0..<4).map { "192.168.\(10 + (first + $0 * 37) / 50 % 4).\(1 + (first + $0 * 37) % 50)" }
    }

    /// The three DataNodes to which the client writes.
    var pipeline: ArraySlice<String> { nodes.prefix(3) }

    /// Level, component and message of an event; `replica` counts how often it has happened to the block.
    func message(_ event: Int, replica: Int) -> (level: String, component: String, text: String) {
        let node = nodes[replica % 3]
        let other = nodes[(replica + 1) % 3]
        let copy = nodes[3]
        let port = 40_000 + Int(block.number.magnitude % 20_000)
        let broken = "java.io.IOException: Connection reset by peer"
        switch event {
        case 2: return ("INFO", "dfs.DataBlockScanner", "Verification succeeded for \(block)")
        case 3: return ("INFO", "dfs.DataNode$DataXceiver", "\(node):50010 Served block \(block) to /\(client)")
        case 4:
            return (
                "WARN", "dfs.DataNode$DataXceiver", "\(node):50010:Got exception while serving \(block) to /\(client):"
            )
        case 5:
            return (
                "INFO", "dfs.DataNode$DataXceiver",
                "Receiving block \(block) src: /\(replica == 0 ? client : node):\(port) dest: /\(other):50010"
            )
        case 6:
            return (
                "INFO", "dfs.DataNode$DataXceiver",
                "Received block \(block) src: /\(node):\(port) dest: /\(copy):50010 of size \(size)"
            )
        case 7: return ("INFO", "dfs.DataNode$DataXceiver", "writeBlock \(block) received exception \(broken)")
        case 8:
            return (
                "INFO", "dfs.DataNode$PacketResponder", "PacketResponder \(replica % 3) for block \(block) Interrupted."
            )
        case 9: return ("INFO", "dfs.DataNode$PacketResponder", "Received block \(block) of size \(size) from /\(node)")
        case 10:
            return (
                "WARN", "dfs.DataNode$PacketResponder", "PacketResponder \(block) \(replica % 3) Exception \(broken)"
            )
        case 11:
            return (
                "INFO", "dfs.DataNode$PacketResponder", "PacketResponder \(replica % 3) for block \(block) terminating"
            )
        case 13: return ("INFO", "dfs.DataNode$BlockReceiver", "Receiving empty packet for block \(block)")
        case 14: return ("INFO", "dfs.DataNode$DataXceiver", "Exception in receiveBlock for block \(block) \(broken)")
        case 16:
            return ("INFO", "dfs.DataNode$DataTransfer", "\(node):50010:Transmitted block \(block) to /\(copy):50010")
        case 18:
            return ("INFO", "dfs.DataNode", "\(node):50010 Starting thread to transfer block \(block) to \(copy):50010")
        case 20:
            return (
                "WARN", "dfs.FSDataset",
                "Unexpected error trying to delete block \(block). BlockInfo not found in volumeMap."
            )
        case 21:
            return ("INFO", "dfs.FSDataset", "Deleting block \(block) file /data/dfs/current/subdir\(replica)/\(block)")
        default: return nameNode(event, node: node, copy: copy)
        }
    }

    private func nameNode(_ event: Int, node: String, copy: String) -> (level: String, component: String, text: String)
    {
        let text =
            switch event {
            case 22: "NameSystem.allocateBlock: \(file). \(block)"
            case 23: "NameSystem.delete: \(block) is added to invalidSet of \(node):50010"
            case 25: "ask \(node):50010 to replicate \(block) to datanode(s) \(copy):50010"
            case 26: "NameSystem.addStoredBlock: blockMap updated: \(node):50010 is added to \(block) size \(size)"
            case 27:
                "NameSystem.addStoredBlock: Redundant addStoredBlock request received for \(block) on \(node):50010 size \(size)"
            default:
                "NameSystem.addStoredBlock: addStoredBlock request received for \(block) on \(node):50010 size \(size) "
                    + "But it does not belong to any file."
            }
        return (event == 27 ? "WARN" : "INFO", "dfs.FSNamesystem", "BLOCK* \(text)")
    }
}
