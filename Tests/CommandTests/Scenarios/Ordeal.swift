import Foundation
import Records
import TestSupport
import Testing

@testable import Detector
@testable import Tailing

/// A daemon that anything can happen to, and what must come out of it all the same: the alerts of one uninterrupted
/// replay of all that was ever written to its logs, none missing, none twice.
final class Ordeal {
    let seed: UInt64
    private var random: RandomSource
    private let daemon: Daemon
    let cluster: ClusterModel
    let alerts: AlertFiles
    private(set) var figures = OrdealFigures()
    private let configuration: String
    private var isUp = false
    private var isPaused = false
    private var isConfigurationBroken = false
    /// What was done, for the failure's message.
    private var done: [String] = []
    /// Whether the daemon is let live, and its memory and handles looked at.
    var isCalm = false

    init(seed: UInt64) throws {
        self.seed = seed
        random = RandomSource(seed: seed)
        // Root reads and writes whatever the mode says; without these powers it does not.
        let launcher = getuid() == 0 ? ["/usr/bin/setpriv", "--bounding-set", "-dac_override,-dac_read_search"] : []
        // How long a log is waited for must not depend on how slow the machine is.
        daemon = try Daemon(
            ["*.log"], more: "blocks: {idle_after: 1h, forget_after: 12h}", launcher: launcher,
            environment: ["BLOCKWATCH_INPUT_IDLE_AFTER": "1h"])
        cluster = try ClusterModel(in: daemon.directory, &random)
        alerts = try AlertFiles(in: daemon.directory)
        configuration = try daemon.directory.text("c.yaml")
        // What rotates before anybody has begun to follow is none of its business.
        try start()
        try eventually("the first checkpoint") { daemon.directory.exists("state/checkpoint") }
    }

    /// Fresh blocks for the logs.
    func supply(blocks: Int) { cluster.supply(blocks: blocks, seed: random.next()) }

    /// Whether all lines have been written.
    var isDone: Bool { cluster.isDone }

    /// Lets something happen.
    func step() throws {
        do { try stepOn() } catch {
            keep()
            throw error
        }
    }

    private func stepOn() throws {
        if !isUp && random.chance(0.4) { try start() }
        if isPaused && random.chance(0.4) { resume() }
        if random.chance(0.3) { try mend() }
        let action = Action.draw(&random)
        if isCalm && action.endsTheDaemon { return }
        try perform(action, on: cluster.logs[random.index(below: cluster.logs.count)])
        usleep(UInt32(random.index(below: 20_000)))
        try #require(!isUp || !daemon.hasEnded, "the daemon has ended by itself; \(story)")
    }

    /// Writes the rest, waits until all of it has been read, and compares.
    func settle() throws {
        try mend()
        resume()
        if !isUp { try start() }
        while !cluster.isDone { for log in cluster.logs { try log.write(500) } }
        let end = try cluster.end(after: .seconds(3 * 3600))
        // The first log's last line is the latest that nobody holds back.
        for (index, log) in cluster.logs.enumerated() { try awaitReading(of: log, but: index == 0 ? 0 : end) }
        if isCalm { try figures.sample(daemon) }
        try terminate()
        try compare()
    }

    /// Takes away what has been read; for after ``settle()``.
    func discard() throws {
        for log in cluster.logs { try log.discardRotated() }
        try alerts.discard()
        done = []
    }

    private func compare() throws {
        let expected = try daemon.oracle(cluster.names.map { "../whole/" + $0 })
        let (found, torn) = try alerts.contents()
        figures.note(lines: cluster.linesWritten, expected: expected, found: found, torn: torn)
        guard !figures.isGood || expected.isEmpty else { return }
        keep()
        Issue.record("\(figures)\nmissing \(figures.missing)\ntwice \(figures.twice)\nextra \(figures.extra)\n\(story)")
    }

    /// Copies everything to where `BLOCKWATCH_KEEP` says.
    private func keep() {
        guard let keep = ProcessInfo.processInfo.environment["BLOCKWATCH_KEEP"] else { return }
        _ = try? Run("/bin/cp", ["-a", daemon.directory.path, keep + "/ordeal-\(seed)"])
    }

    private var story: String {
        "BLOCKWATCH_SEED=\(seed); \(done.joined(separator: ", "))\n\(daemon.log.suffix(6000))"
    }

    // MARK: the daemon

    private func start() throws {
        try mend()
        note("start")
        try daemon.start()
        isUp = true
    }

    private func end(_ signal: Int32) throws {
        if !isUp { return }
        let status = daemon.stop(signal)
        (isUp, isPaused) = (false, false)
        #expect(signal == SIGKILL || status == 0, "exit status \(status); \(story)")
    }

    private func kill() throws {
        if !isUp { return }
        figures.kills += 1
        try end(SIGKILL)
    }

    private func terminate() throws {
        resume()
        try awaitRunning()
        try end(SIGTERM)
    }

    private func resume() {
        if isPaused { daemon.signal(SIGCONT) }
        isPaused = false
    }

    /// A signal before the daemon listens ends it, and it does not start where its files are out of reach.
    private func awaitRunning() throws {
        guard isUp, !isPaused else { return }
        try eventually("running; \(story)") { daemon.isRunning || daemon.hasEnded }
        try #require(!daemon.hasEnded, "the daemon has ended by itself; \(story)")
    }

    private func tell(_ signal: Int32, times: Int = 1) throws {
        guard isUp, !isPaused else { return }
        try awaitRunning()
        for _ in 0..<times { daemon.signal(signal) }
    }

    /// Takes back what keeps a daemon from starting.
    private func mend() throws {
        try alerts.mend()
        if isConfigurationBroken {
            try daemon.directory.write("c.yaml", configuration)
            isConfigurationBroken = false
            try tell(SIGHUP)
        }
        for log in cluster.logs { try log.settle() }
    }

    // MARK: actions

    /// With how long the daemon's log was then.
    private func note(_ what: String) { done.append("\(what) @\(daemon.logSize)") }

    private func perform(_ action: Action, on log: LogModel) throws {
        figures.actions[action, default: 0] += 1
        note("\(action) \(log.name)")
        switch action {
        case .write: try log.write(1 + random.index(below: 60))
        case .writePart: try log.writePart(random.unit())
        case .rotate, .rotateThrice, .rotateWhileHeld, .pack, .copyAndTruncate, .truncate, .delete, .deny:
            try rotate(action, log)
        case .kill: try kill()
        case .killAtStart: try killAtStart()
        case .terminate: try terminate()
        case .pause:
            if isUp { daemon.signal(SIGSTOP) }
            isPaused = isUp
        case .reload: try reload(times: 1)
        case .reloadOften: try reload(times: 20)
        case .breakConfiguration:
            guard !isPaused else { return }
            try awaitRunning()
            try daemon.directory.write("c.yaml", configuration + "\nnonsense: 1\n")
            isConfigurationBroken = true
            try tell(SIGHUP)
        case .damageCheckpoint: try damageCheckpoint()
        case .reopenAlerts: try tell(SIGUSR1)
        case .moveAlerts: try alerts.move()
        case .packAlerts: if alerts.canPack { try alerts.pack() }
        case .deleteAlerts: try alerts.delete()
        case .blockAlerts, .forbidAlerts:
            guard !isPaused else { return }
            try awaitRunning()
            if action == .blockAlerts { try alerts.block() } else { try alerts.forbid() }
        }
    }

    private func rotate(_ action: Action, _ log: LogModel) throws {
        switch action {
        case .rotateThrice:
            for _ in 0..<3 {
                try log.rotate(isHeld: false, isCreated: random.chance(0.5))
                try log.write(1 + random.index(below: 5))
                figures.rotations += 1
            }
        case .pack: if !log.rotated.isEmpty { try log.pack(random.index(below: log.rotated.count)) }
        case .copyAndTruncate:
            try log.copyAndTruncate(keepsTime: random.chance(0.5))
            figures.rotations += 1
        case .truncate, .delete: try lose(action, log)
        case .deny: try log.deny()
        default:
            try log.rotate(isHeld: action == .rotateWhileHeld, isCreated: random.chance(0.5))
            figures.rotations += 1
        }
    }

    private func reload(times: Int) throws {
        figures.reloads += times
        try tell(SIGHUP, times: times)
    }

    private func killAtStart() throws {
        try kill()
        try start()
        usleep(UInt32(random.index(below: 30_000)))
        try kill()
    }

    /// The daemon falls back on the former checkpoint, if there is one.
    private func damageCheckpoint() throws {
        try kill()
        let state = daemon.directory.file("state")
        guard (try? Checkpoint.read(from: state)) != nil,
            (try? Checkpoint.read(from: state, Checkpoint.formerName)) != nil
        else { return }
        let bytes = try daemon.directory.read("state/checkpoint")
        try daemon.directory.write("state/checkpoint", bytes.prefix(random.index(below: bytes.count)))
    }

    /// Truncates or deletes a log, in a moment when that loses nothing.
    private func lose(_ action: Action, _ log: LogModel) throws {
        try mend()
        resume()
        try log.completeLine()
        guard let file = log.file, file.size > 0 else { return }
        if !isUp { try start() }
        try cluster.catchUp(with: log)
        try awaitReading(of: log)
        // One more checkpoint: a fall back on the former one must not need the file either.
        try log.writeStump()
        try awaitReading(of: log, but: 1, in: [Checkpoint.fileName, Checkpoint.formerName])
        if !isCalm && random.chance(0.4) { try kill() }
        if action == .delete { try log.delete() } else { try log.truncate() }
    }

    /// Waits until the checkpoints have the log's file read, but for some bytes at its end.
    private func awaitReading(
        of log: LogModel, but unread: Int = 0, in checkpoints: [String] = [Checkpoint.fileName]
    ) throws {
        guard let file = log.file, file.size > 0 else { return }
        try eventually("reading \(log.name) to its end; \(story)") {
            checkpoints.allSatisfy { name in
                // It may be damaged until the daemon has come up again.
                let checkpoint = try? Checkpoint.read(from: daemon.directory.file("state"), name)
                guard let point = checkpoint?.inputs.first(where: { $0.name.hasSuffix(log.path) })?.point else {
                    return false
                }
                // The inode alone may be that of a file before.
                return point.identity.inode == file.inode && point.offset + UInt64(unread) == file.size
                    && Siblings.Sibling.at(daemon.directory.file(log.path)).map { Siblings.agrees($0, with: point) }
                        == true
            }
        }
    }
}
