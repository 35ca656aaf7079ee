import Foundation
import TestSupport
import Testing

/// `blockwatch status` and the socket that it asks.
@Suite(.serialized) struct StatusTests {
    func ask(_ daemon: Daemon, _ more: String...) throws -> Run {
        try Run(blockwatch, ["status", "--config", daemon.directory.file("c.yaml")] + more)
    }

    func answers(_ daemon: Daemon) throws {
        try eventually("an answer") { try daemon.status()?["pid"] as? Int32 == daemon.pid }
    }

    @Test func ofARunningDaemonAndOfNone() throws {
        let daemon = try Daemon(["*.log"])
        let none = try ask(daemon)
        #expect(none.status == 3 && none.output.isEmpty && none.errors.contains("not running: nobody listens at"))
        try daemon.directory.write("logs/a\u{1B}[31m.log", pieces("demo/hdfs.log", of: 1 << 20).joined())
        try daemon.start()
        let lines = try pieces("demo/hdfs.log", of: 1 << 20).joined().count { $0 == UInt8(ascii: "\n") }
        try eventually("all lines") { (try daemon.status()?["reading"] as? [String: Any])?["lines"] as? Int == lines }
        let status = try #require(try daemon.status())
        #expect((status["health"] as? [String: Any])?["state"] as? String == "ok")
        #expect(status["ready"] as? Bool == true && status["version"] as? String == "0.1.0")
        let input = try #require((status["inputs"] as? [[String: Any]])?.first)
        #expect(input["offset"] as? Int == input["size"] as? Int && input["lag_bytes"] as? Int == 0)
        #expect(input["layout"] as? String == "hdfs_v1" && input["lag_seconds"] as? Double == 0)
        #expect(input["lines"] as? Int == lines && input["lines_with_block"] as? Int == input["lines_matched"] as? Int)
        #expect((status["reading"] as? [String: Any])?["lines_per_second"] is Double)
        let raised = try daemon.alerts().count { $0["state"] as? String == "firing" }
        let counts = try #require(status["alerts"] as? [String: Int])
        #expect(counts["firing"] == raised && raised > 0)
        for severity in ["critical", "warning"] {
            let count = try daemon.alerts().count { $0["severity"] as? String == severity }
            #expect(counts[severity] == count && count > 0)
        }
        let table = try ask(daemon)
        #expect(table.status == 0 && table.output.hasPrefix("health            ok\n"))
        #expect(table.output.contains("pid \(daemon.pid)") && table.output.contains("a\\u001b[31m.log"))
        #expect(!table.output.contains("\u{1B}"), "a file's name must not speak to the terminal")
        let mode = try FileManager.default.attributesOfItem(atPath: daemon.directory.file("control.sock"))
        #expect(mode[.posixPermissions] as? Int == 0o660)
        #expect(daemon.stop() == 0)
        #expect(!daemon.directory.exists("control.sock"))
        #expect(try ask(daemon, "--json").status == 3)
    }

    /// Before the daemon starts, while it runs, after its stop, on and on.
    @Test func watched() throws {
        let daemon = try Daemon(["*.log"])
        let files = daemon.directory
        let watcher = try ChildProcess(
            blockwatch, ["status", "--watch", "--json", "--config", files.file("c.yaml")], output: files.file("out"),
            errors: files.file("err"))
        try eventually("that nothing runs") { try files.text("err").contains("not running: nobody listens at") }
        try daemon.start()
        try eventually("answers") {
            let answers = try alertLines(files.read("out"))
            return answers.count > 2 && answers.allSatisfy { $0["pid"] as? Int32 == daemon.pid }
        }
        #expect(daemon.stop() == 0)
        let words = try files.text("err").count
        try eventually("that it is gone") { try files.text("err").count > words }
        watcher.signal(SIGINT)
        #expect(watcher.wait() == 0)
    }

    /// A terminal shows the latest answer, each line wiped as it is written over.
    @Test func watchedOnATerminal() throws {
        let daemon = try Daemon(["*.log"])
        try daemon.start()
        try answers(daemon)
        let command = "\(blockwatch) status --watch --config \(daemon.directory.file("c.yaml"))"
        let watcher = try ChildProcess(
            "/usr/bin/script", ["-qefc", command, "/dev/null"], output: daemon.directory.file("out"),
            errors: daemon.directory.file("err"))
        try eventually("two answers") {
            let screens = try daemon.directory.text("out").components(separatedBy: "\u{1B}[H").dropFirst()
            return screens.count > 1
                && screens.dropLast().allSatisfy { $0.hasSuffix("\u{1B}[J") && $0.hasPrefix("health ") }
        }
        watcher.signal(SIGTERM)
        _ = watcher.wait()
        #expect(daemon.stop() == 0)
    }

    /// It waits for the result, and has it.
    @Test func theReloadCommand() throws {
        let daemon = try Daemon(["*.log"])
        func reload() throws -> Run { try Run(blockwatch, ["reload", "--config", daemon.directory.file("c.yaml")]) }
        #expect(try reload().status == 3)
        // A file that is named and not there is not replaced by another daemon's.
        for command in ["reload", "status", "alerts"] {
            let none = try Run(blockwatch, [command, "--config", daemon.directory.file("none.yaml")])
            #expect(none.status == 66 && none.errors.contains("none.yaml"), "\(command): \(none.errors)")
        }
        try daemon.start()
        try answers(daemon)
        let done = try reload()
        #expect(done.status == 0 && done.output.isEmpty && done.errors.isEmpty)
        #expect(try daemon.status()?["reload"] != nil)
        let good = try daemon.directory.text("c.yaml")
        try daemon.directory.write("c.yaml", good.replacing("idle_after: 1s", with: "idle_after: 2s"))
        let half = try reload()
        #expect(half.status == 0 && half.errors == "input has changed; it takes effect at the next start\n")
        #expect(try ask(daemon).output.contains(" ago, taken; input waits for the next start\n"))
        try daemon.directory.write("c.yaml", good + "\nnonsense: 1\nmore: 2\n")
        let refused = try reload()
        #expect(refused.errors.contains("the key nonsense is unknown; ") && !refused.errors.contains("\\u000a"))
        #expect(refused.status == 78 && refused.errors.contains("the old one stays: "), "\(refused.errors)")
        #expect(refused.errors.contains("the key nonsense is unknown"))
        try daemon.directory.write("c.yaml", good)
        #expect(try reload().status == 0)
        #expect(daemon.stop() == 0)
    }

    /// Who answers at the socket says whose pid they like; the one that listens is asked to reload.
    @Test func aReloadTrustsNoAnswersPID() throws {
        let daemon = try Daemon(["*.log"])
        try daemon.start()
        try answers(daemon)
        let files = daemon.directory
        let victim = try ChildProcess("/bin/sleep", ["1000"], errors: files.file("err"))
        let answer = try Run(blockwatch, ["status", "--json", "--config", files.file("c.yaml")]).output
        #expect(daemon.stop() == 0)
        try files.write("answer", answer.replacing(/"pid":\d+/, with: "\"pid\":\(victim.pid)"))
        let listener = """
            import signal, socket, sys
            signal.signal(signal.SIGHUP, lambda *_: sys.exit())
            signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGHUP])
            s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen()
            while True:
                c, _ = s.accept(); c.sendall(open(sys.argv[2], 'rb').read()); c.close()
            """
        let liar = try ChildProcess(
            "/usr/bin/python3", ["-c", listener, files.file("control.sock"), files.file("answer")],
            errors: files.file("err"))
        try eventually("the listener") { files.exists("control.sock") }
        _ = try Run(blockwatch, ["reload", "--config", files.file("c.yaml")])
        try eventually("that it was the listener") { liar.hasEnded }
        #expect(!victim.hasEnded)
        victim.signal(SIGKILL)
        _ = victim.wait()
    }

    @Test func aReloadAndItsResult() throws {
        let daemon = try Daemon(["*.log"])
        try daemon.start()
        try answers(daemon)
        let good = try daemon.directory.text("c.yaml")
        try daemon.directory.write("c.yaml", good + "\nnonsense: 1\n")
        daemon.signal(SIGHUP)
        try daemon.says("is refused")
        try daemon.directory.write("c.yaml", good)
        try eventually("the refusal") {
            ((try daemon.status()?["reload"] as? [String: Any])?["fault"] as? String)?.contains("nonsense") == true
        }
        daemon.signal(SIGHUP)
        try eventually("the reload") {
            let reload = try daemon.status()?["reload"] as? [String: Any]
            return reload != nil && reload?["fault"] == nil
        }
        #expect(daemon.stop() == 0)
    }

    @Test func aStaleSocketIsReplaced() throws {
        let daemon = try Daemon(["*.log"])
        try daemon.start()
        try answers(daemon)
        #expect(daemon.stop(SIGKILL) < 0)
        #expect(daemon.directory.exists("control.sock"))
        #expect(try ask(daemon).status == 3)
        try daemon.start()
        try answers(daemon)
        #expect(!daemon.log.contains("control.socket"))
        #expect(daemon.stop() == 0)
    }

    @Test func anothersSocketIsLeftAlone() throws {
        let first = try Daemon(["*.log"])
        try first.start()
        try answers(first)
        let second = try Daemon(["*.log"])
        let its = "BLOCKWATCH_CONTROL_SOCKET"
        try second.start([its: first.directory.file("control.sock")])
        try second.says("control.sock belongs to another blockwatch that is running")
        try eventually("the first checkpoint") { second.directory.exists("state/checkpoint") }
        #expect(second.stop() == 0)
        try answers(first)
        #expect(first.stop() == 0)
    }

    @Test func whoListensAndDoesNotAnswerIsUnreachable() throws {
        let daemon = try Daemon(["*.log"])
        let silent = try LocalSocket.listening(at: daemon.directory.file("control.sock"))
        let run = try ask(daemon)
        #expect(run.status == 69 && run.errors.contains("does not answer: no answer within 5 seconds"), "\(run.errors)")
        _ = silent
    }

    @Test func whatIsNoSocketIsLeftAlone() throws {
        let daemon = try Daemon(["*.log"])
        try daemon.directory.write("control.sock", "precious")
        try daemon.start()
        try daemon.says("control.sock is there and no socket; it is left alone")
        try eventually("the first checkpoint") { daemon.directory.exists("state/checkpoint") }
        #expect(try ask(daemon).status == 3)
        #expect(daemon.stop() == 0)
        #expect(try daemon.directory.text("control.sock") == "precious")
    }

    @Test func aMissingDirectoryIsMadeOrGoneWithout() throws {
        let daemon = try Daemon(["*.log"])
        let deep = daemon.directory.file("run/deep/control.sock")
        try daemon.start(["BLOCKWATCH_CONTROL_SOCKET": deep])
        try eventually("the socket") { FileManager.default.fileExists(atPath: deep) }
        #expect(daemon.stop() == 0)
        try daemon.start(["BLOCKWATCH_CONTROL_SOCKET": daemon.directory.file("c.yaml/control.sock")])
        try daemon.says("warning: control.socket: cannot create")
        #expect(daemon.stop() == 0)
    }

    /// The answer is larger than a socket's buffer: those who do not read it are dropped, the others get theirs, and
    /// lines are taken all the while.
    @Test func clientsThatNeverReadHoldUpNobody() throws {
        let daemon = try Daemon(["*.log"])
        let name = String(repeating: "x", count: 200)
        for index in 0..<600 { try daemon.directory.write("logs/\(name)\(index).log", "") }
        try daemon.start()
        try answers(daemon)
        let handles = try daemon.handles()
        let silent = try (0..<20).map { _ in try LocalSocket.connected(to: daemon.directory.file("control.sock")) }
        try daemon.directory.write("logs/\(name)0.log", pieces("demo/hdfs.log", of: 1 << 20).joined())
        try answers(daemon)
        try eventually("their end") { try daemon.handles() <= handles }
        _ = silent
        try daemon.givesTheAlerts(of: ["\(name)0.log"])
    }

    @Test(.enabled(if: getuid() == 0, "it needs root")) func withoutPermission() throws {
        let daemon = try Daemon(["*.log"])
        try daemon.start()
        try answers(daemon)
        // By a program of its own: a file that this one has open for writing cannot be started.
        #expect(try Run("/bin/cp", [blockwatch, daemon.directory.file("blockwatch")]).status == 0)
        let status = try Run(
            "/usr/bin/setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", daemon.directory.file("blockwatch"), "status"],
            environment: ["BLOCKWATCH_CONTROL_SOCKET": daemon.directory.file("control.sock")])
        #expect(status.status == 77 && status.errors.contains("permission"), "\(status.errors)")
        #expect(daemon.stop() == 0)
    }
}
