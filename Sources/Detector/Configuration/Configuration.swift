import Grouping
import Records
import Tailing

/// Everything that an operator can set. The defaults stand here and nowhere else; `etc/blockwatch.yaml` shows them
/// (a test compares the two), ``Setting/all`` gives each its key.
package struct Configuration: Sendable, Hashable {
    package struct Input: Sendable, Hashable {
        /// Paths and globs of the logs to follow; rotated siblings are looked for by themselves.
        package var files: [String] = []
        /// Globs left out: HDFS writes other logs beside the ones that tell of blocks.
        package var exclude = ["*.out*", "*gc*.log*", "*audit*"]
        /// Where `run` begins in a file that is there at its first start.
        package var start = Start.end
        /// A longer line is counted and passed over; bounds the memory that hostile input can take.
        package var maxLineBytes = 65536
        /// How far behind the log's clock a line may be and still count as merged.
        package var mergeWindow = Duration.seconds(2)
        /// How long the log's clock waits for an input that has been read to its end.
        package var idleAfter = Duration.seconds(60)
        /// The zone of stamps, which carry none.
        package var timezone = "UTC"
        package var from = Source.files
    }

    package enum Start: String, Sendable, CaseIterable { case beginning, end }
    package enum Source: String, Sendable, CaseIterable { case files, kafka }

    package struct Blocks: Sendable, Hashable {
        /// A silence that cuts a block's life.
        package var quietAfter = Duration.seconds(600)
        /// The same while a life holds nothing but its beginning.
        package var unfinishedAfter = Duration.seconds(3600)
        /// Without any line for so long (of real time), cuts due by the elapsed time are judged as well.
        package var idleAfter = Duration.seconds(600)
        /// A silence that ends a block's life.
        package var forgetAfter = Duration.seconds(48 * 3600)
        /// Above it the longest-quiet blocks are judged and dropped; about 120 bytes of memory each.
        package var maxOpen = 1_000_000
        /// A longer sequence is judged by its first events.
        package var maxEvents = 1000
    }

    package struct Model: Sendable, Hashable {
        /// Nil is the shipped model.
        package var path: String?
        /// Raise alerts also where the model does not fit the logs.
        package var force = false
    }

    package struct Alerts: Sendable, Hashable {
        /// Nil is `$LOGS_DIRECTORY/alerts.jsonl`, else `/var/log/blockwatch/alerts.jsonl`; `-` is standard output.
        package var file: String?
        package var journald = true
        /// From 0 to 1; nil is the model's own.
        package var threshold: Float?
    }

    package struct State: Sendable, Hashable {
        /// Nil is `$STATE_DIRECTORY`, else `/var/lib/blockwatch`.
        package var directory: String?
        /// At most that often; stretches with the time that a checkpoint takes.
        package var checkpointEvery = Duration.seconds(5)
    }

    package struct Kafka: Sendable, Hashable {
        package var brokers = ""
        package var linesTopic = "blockwatch-lines"
        package var alertsTopic = "blockwatch-alerts"
        package var checkpointsTopic = "blockwatch-checkpoints"
        package var group = "blockwatch"
        package var settings: [String: String] = [:]
    }

    package var input = Input()
    package var blocks = Blocks()
    package var model = Model()
    package var alerts = Alerts()
    package var state = State()
    /// `host:port` to serve metrics on; nil is off.
    package var metricsListen: ListenAddress?
    /// Nil is `$RUNTIME_DIRECTORY/control.sock`, else `/run/blockwatch/control.sock`.
    package var controlSocket: String?
    package var kafka = Kafka()

    package init() {}

    package var blockRules: BlockRules {
        BlockRules(
            quietAfter: blocks.quietAfter, unfinishedAfter: blocks.unfinishedAfter, forgetAfter: blocks.forgetAfter,
            maxOpen: blocks.maxOpen, maxEvents: blocks.maxEvents)
    }

    package func alertsPath(_ environment: [String: String]) -> String {
        alerts.file ?? (environment["LOGS_DIRECTORY"].map(firstPath) ?? "/var/log/blockwatch") + "/alerts.jsonl"
    }

    package func statePath(_ environment: [String: String]) -> String {
        state.directory ?? environment["STATE_DIRECTORY"].map(firstPath) ?? "/var/lib/blockwatch"
    }

    package func controlPath(_ environment: [String: String]) -> String {
        controlSocket ?? (environment["RUNTIME_DIRECTORY"].map(firstPath) ?? "/run/blockwatch") + "/control.sock"
    }

    /// systemd separates several directories by colons.
    private func firstPath(_ list: String) -> String { String(list.prefix { $0 != ":" }) }
}
