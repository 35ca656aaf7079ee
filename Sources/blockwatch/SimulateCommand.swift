import ArgumentParser
import Records
import Simulation

extension Simulation.Layout: ExpressibleByArgument {}

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Write an HDFS-like log with labelled faults, for trying things out.",
        discussion: "The same arguments give the same log, byte for byte.")

    @Option(help: "The number of blocks.")
    var blocks: Int

    @Option(help: "Which fraction of the blocks is abnormal, from 0 to 1.")
    var abnormal = 0.03

    @Option(help: "The seed that all chance comes from.")
    var seed: UInt64 = 1

    @Option(help: "So many minutes after the beginning a DataNode dies: writes through it break, until it is missed.")
    var deadDatanode: Int?

    @Option(
        help: "The first line's time: 2024-03-01T08:00:00Z, or a span back from now: 30m, 2h, 3d.",
        transform: TimeBound.moment)
    var start = Simulation.defaultStart

    @Option(help: "How the lines begin.")
    var layout = Simulation.Layout.hdfsV1

    @Option(help: "Write the log there instead of to standard output.", completion: .file())
    var out: String?

    @Option(help: "Write the blocks' labels there: BlockId,Label,Fault.", completion: .file())
    var labels: String?

    func validate() throws {
        if blocks < 1 { throw ValidationError("--blocks must be at least 1") }
        if !(0...1).contains(abnormal) { throw ValidationError("--abnormal must be from 0 to 1") }
        if let deadDatanode, !(0...100_000).contains(deadDatanode) {
            throw ValidationError("--dead-datanode must be a number of minutes")
        }
    }

    func run() throws {
        var simulation = Simulation(
            blocks: blocks, abnormalFraction: abnormal, seed: seed, layout: layout, start: start,
            deathAfter: deadDatanode.map { .seconds(60 * $0) })
        let sink = try out.map { try StreamedFile(path: $0) }
        var chunk: [UInt8] = []
        func flush() throws {
            if let sink { try sink.write(chunk) } else { StandardOutput.write(chunk) }
            chunk.removeAll(keepingCapacity: true)
        }
        while let line = simulation.nextLine() {
            chunk += Array(line.utf8)
            chunk.append(UInt8(ascii: "\n"))
            if chunk.count > 1 << 18 { try flush() }
        }
        try flush()
        try sink?.finish()
        if let labels {
            let rows = simulation.labels.map { "\($0.block),\($0.isAbnormal ? "Anomaly" : "Normal"),\($0.fault)\n" }
            try WholeFile.replace(labels, with: Array(("BlockId,Label,Fault\n" + rows.joined()).utf8))
        }
    }
}
