import Foundation
import TestSupport
import Testing

/// `metrics.listen`, and that what is lost is said alike everywhere.
@Suite(.serialized) struct MetricsTests {
    func daemon(input: String = "", more: String = "") throws -> Daemon {
        try Daemon(["*.log"], input: input, more: "metrics: {listen: \"127.0.0.1:0\"}\n" + more)
    }

    /// A metric's value.
    func value(_ name: String, _ page: String) -> Int? {
        page.split(separator: "\n").first { $0.hasPrefix("blockwatch_\(name) ") }
            .flatMap { Int($0.split(separator: " ")[1]) }
    }

    @Test func pages() throws {
        let daemon = try daemon()
        try daemon.start()
        try eventually("READY") { try daemon.page("/readyz").code == 200 }
        #expect(try daemon.page("/healthz") == (200, "ok\n"))
        #expect(try daemon.page("/nothing").code == 404)
        #expect(try daemon.page("/metrics", "POST").code == 405)
        #expect(try daemon.page("/metrics", "HEAD") == (200, ""))
        let page = try daemon.page("/metrics?x=1").body
        #expect(page.contains("blockwatch_build_info{version=\"0.1.0\"} 1\n") && page.hasSuffix("\n"))
        #expect(page.contains("blockwatch_model_info{name=\"hdfs-v1\",sha256=\""))
        #expect(daemon.stop() == 0)
    }

    static let hasPromtool = FileManager.default.fileExists(atPath: "/usr/bin/promtool")

    private func deployed(_ file: String) -> String { Places.root.appending(path: "deploy/" + file).path }

    private func promtool(_ words: String...) throws {
        let run = try Run("/usr/bin/promtool", words)
        #expect(run.status == 0, "\(words): \(run.output)\(run.errors)")
    }

    @Test(.enabled(if: hasPromtool, "promtool is not installed")) func promtoolFindsNothingToSay() throws {
        let daemon = try daemon()
        try daemon.directory.write("logs/a.log", pieces("demo/hdfs.log", of: 1 << 20).joined())
        try daemon.start()
        try eventually("READY") { try daemon.page("/readyz").code == 200 }
        // The result of a reload has metrics of its own.
        daemon.signal(SIGHUP)
        try eventually("a reload") {
            try daemon.page("/metrics").body.contains("blockwatch_config_last_reload_successful 1")
        }
        try daemon.directory.write("page", daemon.page("/metrics").body)
        let check = try Run("/bin/sh", ["-c", "promtool check metrics <page"], directory: daemon.directory.path)
        #expect(check.status == 0 && (check.output + check.errors).isEmpty, "\(check.output)\(check.errors)")
        #expect(daemon.stop() == 0)
    }

    /// The rules and the dashboard ask for nothing that the page does not have.
    @Test func rulesAndDashboardKnowTheMetrics() throws {
        let daemon = try daemon()
        try daemon.start()
        try eventually("READY") { try daemon.page("/readyz").code == 200 }
        daemon.signal(SIGHUP)
        try eventually("a reload") { try daemon.page("/metrics").body.contains("config_last_reload_successful 1") }
        let page = try daemon.page("/metrics").body
        for file in ["blockwatch.rules.yml", "blockwatch.dashboard.json"] {
            let text = try String(contentsOfFile: deployed(file), encoding: .utf8)
            let names = text.matches(of: /blockwatch_[a-z_]+[a-z]/).map { String($0.output) }
            #expect(names.count > 5)
            for name in names { #expect(page.contains("# TYPE \(name) "), "\(file): \(name)") }
        }
        // The panel of losses has them all.
        let dashboard = try String(contentsOfFile: deployed("blockwatch.dashboard.json"), encoding: .utf8)
        let losses = page.matches(of: /# HELP (\w+) Lost or passed over/).map { String($0.output.1) }
        #expect(losses.count > 10)
        for loss in losses { #expect(dashboard.contains("increase(\(loss){"), "\(loss)") }
        #expect(daemon.stop() == 0)
    }

    /// Each rule has a case in which it fires and one in which it does not.
    @Test(.enabled(if: hasPromtool, "promtool is not installed")) func rulesFireWhenTheyHaveTo() throws {
        let cases = Places.root.appending(path: "Tests/CommandTests/blockwatch.rules.test.yml").path
        try promtool("check", "rules", deployed("blockwatch.rules.yml"))
        try promtool("test", "rules", cases)
        let rules = try String(contentsOfFile: deployed("blockwatch.rules.yml"), encoding: .utf8)
        let text = try String(contentsOfFile: cases, encoding: .utf8)
        for rule in rules.matches(of: /- alert: (\w+)/).map(\.output.1) {
            #expect(text.contains("alertname: \(rule)\n        exp_alerts:\n          - "), "\(rule)")
            #expect(text.contains("alertname: \(rule), exp_alerts: []"), "\(rule)")
        }
    }

    /// What stands at the head of the rules, with the rules beside it.
    @Test(.enabled(if: hasPromtool, "promtool is not installed")) func theExampleOfAScrapeConfigurationIsOne() throws {
        let rules = try String(contentsOfFile: deployed("blockwatch.rules.yml"), encoding: .utf8)
        let example = rules.split(separator: "\n").filter { $0.hasPrefix("#   ") }.map { $0.dropFirst(4) }
        #expect(example.contains("  - job_name: blockwatch"))
        let directory = try TemporaryDirectory()
        try directory.write("blockwatch.rules.yml", rules)
        try promtool("check", "config", directory.write("prometheus.yml", example.joined(separator: "\n") + "\n"))
    }

    /// Prometheus takes the dashboard's expressions, and each finds something on the pages of two daemons.
    @Test(.enabled(if: hasPromtool, "promtool is not installed")) func dashboardAsksWhatPrometheusAnswers() throws {
        let daemon = try daemon()
        try daemon.directory.write("logs/a.log", pieces("demo/hdfs.log", of: 1 << 20).joined())
        try daemon.start()
        try eventually("a checkpoint") { try daemon.page("/metrics").body.contains("checkpoint_age_seconds ") }
        let series = try daemon.page("/metrics").body.split(separator: "\n").filter { !$0.hasPrefix("#") }.flatMap {
            let parts = $0.prefix { $0 != " " }.split(separator: "{")
            let labels = parts.count > 1 ? parts[1].dropLast() + "," : ""
            return ["a", "b"].map { ["series": "\(parts[0]){\(labels)instance=\"\($0)\"}", "values": "0+1x20"] }
        }
        #expect(daemon.stop() == 0)
        let dashboard = try JSONSerialization.jsonObject(
            with: Data(contentsOf: URL(filePath: deployed("blockwatch.dashboard.json"))))
        let panels = try #require((dashboard as? [String: Any])?["panels"] as? [[String: Any]])
        let expressions = panels.flatMap { $0["targets"] as? [[String: Any]] ?? [] }.compactMap {
            $0["expr"] as? String
        }
        try #require(expressions.count > 15)
        let cases: [[String: Any]] = expressions.map { expression in
            let words = expression.replacing("$instance", with: "a|b").replacing("$__rate_interval", with: "5m")
            return [
                "expr": "count by (instance) (\(words)) > bool 0", "eval_time": "10m",
                "exp_samples": ["a", "b"].map { ["labels": "{instance=\"\($0)\"}", "value": 1] },
            ]
        }
        // JSON is YAML.
        let tests: [String: Any] = [
            "tests": [["interval": "1m", "input_series": series, "promql_expr_test": cases]]
        ]
        let directory = try TemporaryDirectory()
        let file = try directory.write(
            "dashboard.test.yml",
            String(
                decoding: JSONSerialization.data(withJSONObject: tests, options: [.withoutEscapingSlashes]),
                as: UTF8.self))
        try promtool("test", "rules", file)
    }

    /// A head without an end, a client that says nothing, more clients than may come at once.
    @Test func hostileClients() throws {
        let daemon = try daemon()
        try daemon.start()
        try eventually("READY") { try daemon.page("/readyz").code == 200 }
        let before = try daemon.memory("RssAnon")
        let greedy = try LocalSocket.connected(toPort: daemon.metricsPort())
        let isTaken = greedy.write("GET / HTTP/1.1\r\n" + String(repeating: "X: y\r\n", count: 5_000_000))
        #expect(!isTaken)
        #expect(try daemon.memory("RssAnon") < before + 8192)
        let silent = try (0..<100).map { _ in try LocalSocket.connected(toPort: daemon.metricsPort()) }
        for client in silent { client.write("GET /met") }
        // They are dropped without an answer.
        for client in silent { #expect(client.readAll().isEmpty) }
        #expect(try daemon.page("/readyz").code == 200)
        #expect(daemon.stop() == 0)
    }

    @Test func degradedWhileTheAlertsFileCannotBeWritten() throws {
        let daemon = try daemon()
        try daemon.start()
        try eventually("READY") { try daemon.page("/readyz").code == 200 }
        try daemon.directory.remove("alerts.jsonl")
        try FileManager.default.createDirectory(
            atPath: daemon.directory.file("alerts.jsonl"), withIntermediateDirectories: false)
        try eventually("degraded") { try daemon.page("/healthz").code == 503 }
        let words = try daemon.page("/healthz").body
        #expect(words.hasPrefix("degraded: cannot create \(daemon.directory.file("alerts.jsonl")): "), "\(words)")
        #expect(value("healthy", try daemon.page("/metrics").body) == 0)
        let health = try #require(try daemon.status()?["health"] as? [String: Any])
        #expect(health["state"] as? String == "degraded")
        try daemon.directory.remove("alerts.jsonl")
        try eventually("ok") { try daemon.page("/healthz") == (200, "ok\n") }
        #expect(daemon.stop() == 0)
    }

    @Test func addressesThatDoNotDo() throws {
        let first = try daemon()
        try first.start()
        let port = try first.metricsPort()
        let second = try Daemon(["*.log"], more: "metrics: {listen: \"127.0.0.1:\(port)\"}")
        try second.start()
        #expect(second.wait() == 73)
        #expect(second.log.contains("metrics.listen: cannot listen on 127.0.0.1:\(port): "), "\(second.log)")
        let third = try Daemon(["*.log"], more: "metrics: {listen: everywhere}")
        try third.start()
        #expect(third.wait() == 78)
        #expect(
            third.log.contains("c.yaml:6: metrics.listen: an address and a port like 127.0.0.1:9477"), "\(third.log)")
        #expect(first.stop() == 0)
    }

    /// A crash forgets no loss, and the log is told of each at least once.
    @Test func lossesOutliveACrash() throws {
        let daemon = try daemon(input: "max_line_bytes: 1024")
        try daemon.directory.write("logs/a.log", String(repeating: "x", count: 2000) + "\n")
        func overlong() throws -> Int? { (try daemon.status()?["losses"] as? [String: Int])?["lines_overlong"] }
        try daemon.start()
        try daemon.says("1 lines longer than input.max_line_bytes")
        for count in 2...4 {
            let before = try daemon.checkpoint()
            try daemon.directory.append("logs/a.log", String(repeating: "x", count: 2000) + "\n")
            try eventually("the loss") { try overlong() == count }
            try eventually("a checkpoint") { try daemon.checkpoint() ?? before != before }
            #expect(daemon.stop(SIGKILL) < 0)
            try daemon.start()
            try eventually("the count after the crash") { try overlong() == count }
        }
        #expect(daemon.stop() == 0)
        let said = daemon.log.split(separator: "\n").filter { $0.contains("lines longer than") }
            .compactMap { $0.split(separator: ":").last.flatMap { Int($0.split(separator: " ")[0]) } }
        #expect(said.reduce(0, +) >= 4, "\(daemon.log)")
    }

    /// What is lost has the same numbers in the log, in `status` and in the metrics.
    @Test func lossesAreSaidAlike() throws {
        let daemon = try daemon(input: "max_line_bytes: 1024", more: "blocks: {max_open: 50}")
        let log = try pieces("demo/hdfs.log", of: 1 << 20).joined()
        let overlong = Array("\(String(repeating: "x", count: 2000))\n".utf8)
        let nuls = [UInt8](repeating: 0, count: 77)
        try daemon.directory.write("logs/a.log", overlong + nuls + log + overlong)
        try daemon.start()
        try eventually("the last line") {
            (try daemon.status()?["losses"] as? [String: Int])?["lines_overlong"] == 2
        }
        let losses = try #require(try daemon.status()?["losses"] as? [String: Int])
        #expect(losses["bytes_skipped"] == 77)
        #expect(losses["blocks_evicted", default: 0] > 100 && losses["lines_of_partial_blocks", default: 0] > 100)
        try eventually("the metrics") {
            let page = try daemon.page("/metrics").body
            return losses.allSatisfy { value($0.key + "_total", page) == $0.value }
        }
        #expect(daemon.stop() == 0)
        let said = daemon.log.split(separator: "\n").filter { $0.contains("lost or passed over") }
        for (name, words) in [
            ("lines_overlong", "lines longer than input.max_line_bytes"),
            ("bytes_skipped", "NULs at the beginning of lines"),
            ("blocks_evicted", "blocks evicted at blocks.max_open"),
            ("lines_of_partial_blocks", "lines of blocks that are older than the logs or were forgotten"),
        ] {
            let sum = said.reduce(0) { sum, line in
                let count = line.split(separator: ":").last?.components(separatedBy: ", ")
                    .first { $0.hasSuffix(" " + words) }
                return sum + (count.flatMap { Int($0.split(separator: " ")[0]) } ?? 0)
            }
            #expect(sum == losses[name], "\(name)")
        }
    }
}
