import Foundation
import TestSupport
import Testing

/// Debian's Chromium without a window.
struct Browser {
    enum Scheme: Int, Sendable, CaseIterable {
        // As Blink numbers them.
        case dark, light
    }

    var width = 1280
    var height = 2000
    var scheme = Scheme.light

    private static let program = "/usr/bin/chromium"

    /// The page's elements after its scripts have run, and what the console said.
    func document(of html: String) throws -> (html: String, console: [Substring]) {
        let run = try open(html, ["--dump-dom"], in: TemporaryDirectory())
        return (run.output, run.errors.split(separator: "\n").filter { $0.contains("CONSOLE") })
    }

    /// A picture of the window, as PNG.
    func picture(of html: String) throws -> [UInt8] {
        let directory = try TemporaryDirectory()
        _ = try open(html, ["--screenshot=" + directory.file("picture.png")], in: directory)
        return try directory.read("picture.png")
    }

    /// What the browser asked the network for, by its own log.
    func requests(of html: String) throws -> [Substring] {
        let directory = try TemporaryDirectory()
        _ = try open(html, ["--dump-dom", "--log-net-log=" + directory.file("net.json")], in: directory)
        let log = try directory.text("net.json")
        try #require(log.contains("constants"), "no log of the network was written")
        return log.split(separator: "\"").filter { $0.hasPrefix("http://") || $0.hasPrefix("https://") }
    }

    /// A script's last value, run when the page is there.
    ///
    /// The page's own policy lets no script run, so it is taken out.
    func value<T: Decodable>(_ type: T.Type, of script: String, in html: String) throws -> T {
        let measuring = """
            <script>addEventListener('load', () => {
            document.documentElement.setAttribute('data-value', encodeURIComponent(JSON.stringify((() => {\(script)})())));
            })</script>
            """
        let free = html.split(separator: "\n").filter { !$0.contains("Content-Security-Policy") }.joined(
            separator: "\n")
        let document = try document(of: free + measuring).html
        let start = try #require(document.range(of: "data-value=\""), "the script has failed")
        let text = document[start.upperBound...].prefix { $0 != "\"" }
        return try JSONDecoder().decode(type, from: Data(try #require(text.removingPercentEncoding).utf8))
    }

    private func open(_ html: String, _ arguments: [String], in directory: TemporaryDirectory) throws -> Run {
        try #require(
            FileManager.default.isExecutableFile(atPath: Self.program),
            "\(Self.program) is missing; `make test` installs it, or apt-get install --no-install-recommends chromium")
        try directory.write("page.html", html)
        let run = try Run(
            "/usr/bin/timeout",
            ["-k", "5", "60", Self.program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
                + [
                    "--hide-scrollbars", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update",
                ]
                + ["--enable-logging=stderr", "--user-data-dir=" + directory.file("profile")]
                + ["--window-size=\(width),\(height)", "--blink-settings=preferredColorScheme=\(scheme.rawValue)"]
                + arguments + ["file://" + directory.file("page.html")])
        try #require(run.status == 0, "chromium ended with \(run.status): \(run.errors.suffix(2000))")
        return run
    }
}
