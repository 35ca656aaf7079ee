import Testing

@testable import Detector

struct StatusTests {
    static func status(_ faults: [String] = []) -> Status {
        Status(
            version: "1", pid: 7, uptimeSeconds: 1.5, ready: faults.isEmpty, health: Status.Health(faults),
            model: Status.Model(name: "a\"b\\c\nd", sha256: "e", threshold: 0.5, fits: true),
            reading: Status.Reading(
                logs: 1, bytes: 2, lagBytes: 3, lines: 4, linesWithoutBlock: 5, linesUnmatched: 6, linesPerSecond: 6.5),
            blocks: Status.Blocks(open: 7, firing: 8, lives: 9, livesPartial: 10, livesJudged: 11),
            alerts: Status.Alerts(firing: 12, critical: 5, warning: 7, resolved: 13, waiting: 14),
            checkpointAgeSeconds: 15,
            reload: Status.Reload(ageSeconds: 16, fault: "no", needRestart: ["input"]),
            losses: Dictionary(uniqueKeysWithValues: Loss.allCases.enumerated().map { ($1.name, 100 + $0) }),
            inputs: [
                Status.Input(
                    path: "/a", file: nil, offset: 1, size: nil, lagBytes: 0, lagSeconds: 0, lines: 0,
                    linesWithBlock: 0,
                    linesMatched: 0)
            ])
    }

    @Test func comesBackFromItsJSON() {
        let status = Self.status(["full"])
        #expect(status.json.count { $0 == UInt8(ascii: "\n") } == 1 && status.json.last == UInt8(ascii: "\n"))
        #expect(Status(json: status.json) == status)
        #expect(Status(json: Array("{}".utf8)) == nil && Status(json: []) == nil)
    }

    @Test func everyLossHasANameAndWordsOfItsOwn() {
        #expect(Set(Loss.allCases.map(\.words)).count == Loss.allCases.count)
        for loss in Loss.allCases { #expect(loss.name.allSatisfy { $0 == "_" || ("a"..."z").contains($0) }) }
    }

    @Test func theMetricsPageHasEveryLossAndSafeLabels() {
        let page = MetricsPage(Self.status()).text
        for loss in Loss.allCases {
            #expect(page.contains("# TYPE blockwatch_\(loss.name)_total counter\n"))
            #expect(page.contains("\nblockwatch_\(loss.name)_total \(Self.status().count(loss))\n"))
        }
        #expect(page.contains(#"blockwatch_model_info{name="a\"b\\c\nd",sha256="e"} 1"#))
        #expect(page.contains("\nblockwatch_alerts_raised_total{state=\"firing\",severity=\"critical\"} 5\n"))
        #expect(page.contains("blockwatch_config_last_reload_successful 0\n"))
    }

    func answer(_ request: String, _ status: Status = status()) -> MetricsAnswer {
        var head = HTTPRequestHead()
        head.add(Array(request.utf8))
        #expect(head.isWhole)
        return MetricsAnswer(to: head, of: status)
    }

    @Test(arguments: [
        ("GET /healthz HTTP/1.1\r\n\r\n", "200 OK"), ("GET /readyz?a HTTP/1.0\n\n", "200 OK"),
        ("GET / HTTP/1.1\r\n\r\n", "404 Not Found"), ("PUT /metrics HTTP/1.1\r\n\r\n", "405 Method Not Allowed"),
        ("GET /metrics\r\n\r\n", "400 Bad Request"), ("\u{0}\r\n\r\n", "400 Bad Request"),
        ("GET /metrics HTTP/1.1\r\n" + String(repeating: "a", count: 8192), "431 Request Header Fields Too Large"),
    ])
    func requests(_ request: String, _ code: String) {
        #expect(answer(request).code == code)
    }

    @Test func whatIsDegradedIsNotOK() {
        let degraded = answer("GET /healthz HTTP/1.1\r\n\r\n", Self.status(["a full disk", "b"]))
        #expect(degraded.code == "503 Service Unavailable" && degraded.body == "degraded: a full disk; b\n")
        #expect(answer("GET /readyz HTTP/1.1\r\n\r\n", Self.status(["x"])).code == "503 Service Unavailable")
    }

    @Test func aHeadThatComesInPieces() {
        var head = HTTPRequestHead()
        for byte in Array("HEAD /metrics HTTP/1.1\r\nA: b\r\n\r".utf8) {
            head.add([byte])
            #expect(!head.isWhole)
        }
        head.add([UInt8(ascii: "\n")])
        #expect(head.isWhole)
        let bytes = MetricsAnswer(to: head, of: Self.status()).bytes
        #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("Connection: close\r\n\r\n"))
    }

    @Test(arguments: [
        ("127.0.0.1:9477", "127.0.0.1:9477"), ("[::1]:1", "[::1]:1"), ("localhost:80", "127.0.0.1:80"),
        ("127.0.0.1", nil), (":9477", nil), ("127.0.0.1:66000", nil), ("::1:80", nil), ("[127.0.0.1]:80", nil),
        ("host:80", nil), ("", nil),
    ])
    func addresses(_ text: String, _ expected: String?) {
        #expect(ListenAddress(text)?.description == expected)
    }
}
