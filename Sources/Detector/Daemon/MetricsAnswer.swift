/// What has come of an HTTP request's head; a body is not wanted.
struct HTTPRequestHead {
    static let maxBytes = 8192

    private var bytes: [UInt8] = []
    private(set) var isTooLong = false
    /// Whether nothing more is needed to answer.
    private(set) var isWhole = false

    mutating func add(_ more: [UInt8]) {
        bytes += more
        isTooLong = bytes.count > Self.maxBytes
        isWhole = isTooLong || Self.ends.contains { bytes.contains($0) }
    }

    private static let ends = [Array("\r\n\r\n".utf8), Array("\n\n".utf8)]

    /// Of the first line: method and path, without a query; nil where it is no HTTP.
    var target: (method: String, path: String)? {
        let line = String(
            decoding: bytes.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        let parts = line.split(separator: " ")
        guard parts.count == 3, parts[2].hasPrefix("HTTP/1.") else { return nil }
        return (String(parts[0]), String(parts[1].prefix { $0 != "?" }))
    }
}

/// The answer to a request: `/metrics`, `/healthz`, `/readyz`.
struct MetricsAnswer {
    private(set) var code = "200 OK"
    private(set) var body = ""
    private var hasBody = true

    init(to request: HTTPRequestHead, of status: Status) {
        guard !request.isTooLong else {
            fail("431 Request Header Fields Too Large")
            return
        }
        guard let (method, path) = request.target else {
            fail("400 Bad Request")
            return
        }
        guard method == "GET" || method == "HEAD" else {
            fail("405 Method Not Allowed")
            return
        }
        hasBody = method == "GET"
        switch path {
        case "/metrics": body = MetricsPage(status).text
        case "/healthz": say(status.health.words, status.health.isOK)
        case "/readyz": say(status.ready ? "ready" : "not ready", status.ready)
        default: fail("404 Not Found")
        }
    }

    private mutating func say(_ words: String, _ isGood: Bool) {
        body = words + "\n"
        if !isGood { code = "503 Service Unavailable" }
    }

    private mutating func fail(_ code: String) {
        self.code = code
        body = code + "\n"
    }

    var bytes: [UInt8] {
        let head = [
            "HTTP/1.1 " + code, "Content-Type: text/plain; version=0.0.4; charset=utf-8",
            "Content-Length: \(body.utf8.count)", "Cache-Control: no-store", "Connection: close",
        ]
        let allow = code.hasPrefix("405") ? ["Allow: GET, HEAD"] : []
        return Array(((head + allow).joined(separator: "\r\n") + "\r\n\r\n" + (hasBody ? body : "")).utf8)
    }
}
