import Foundation
import Testing

/// Debian's Chromium without a window.
package struct Browser {
    package enum Scheme: Int, Sendable, CaseIterable {
        // As Blink numbers them.
        case dark, light
    }

    package var width = 1280
    package var height = 2000
    package var scheme = Scheme.light

    package init(width: Int = 1280, height: Int = 2000, scheme: Scheme = .light) {
        self.width = width
        self.height = height
        self.scheme = scheme
    }

    private static let program = "/usr/bin/chromium"

    /// The page's elements after its scripts have run, and what the console said.
    package func document(of html: String) throws -> (html: String, console: [Substring]) {
        let run = try open(html, ["--dump-dom"], in: TemporaryDirectory())
        return (run.output, run.errors.split(separator: "\n").filter { $0.contains("CONSOLE") })
    }

    /// A picture of the window, as PNG.
    package func picture(of html: String) throws -> [UInt8] {
        let directory = try TemporaryDirectory()
        _ = try open(html, ["--screenshot=" + directory.file("picture.png")], in: directory)
        return try directory.read("picture.png")
    }

    /// What the page asked the network for, by the browser's own log; the browser's own business is left out.
    package func requests(of html: String) throws -> [String] {
        let directory = try TemporaryDirectory()
        _ = try open(html, ["--dump-dom", "--log-net-log=" + directory.file("net.json")], in: directory)
        let log = try directory.text("net.json")
        try #require(log.contains("\"constants\""), "no log of the network was written")
        return log.split(separator: "\n").filter {
            $0.contains("\"initiator\":") && !$0.contains("\"initiator\":\"not an origin\"")
        }.map { line in
            guard let url = line.range(of: "\"url\":\"") else { return String(line) }
            return String(line[url.upperBound...].prefix { $0 != "\"" })
        }
    }

    /// What a function's body returns for a page that has been loaded.
    ///
    /// The page's own policy lets no script run, so it is taken out. The page stands in a frame, for a window cannot be
    /// narrower than 500 pixels.
    package func value<T: Decodable>(_ type: T.Type, of body: String, in html: String) throws -> T {
        let script = """
            <script>addEventListener('load', () => {
            const value = (() => {\(body)})();
            parent.document.documentElement.setAttribute('data-value', encodeURIComponent(JSON.stringify(value)));
            })</script>
            """
        let outer = """
            <!DOCTYPE html><html style="color-scheme: light dark"><body style="margin: 0">
            <iframe style="border: 0; width: \(width)px; height: \(height)px"
              srcdoc="\((Self.withoutPolicy(html) + script).asHTMLAttribute)"></iframe>
            """
        let document = try document(of: outer).html
        let start = try #require(document.range(of: "data-value=\""), "the script has failed")
        let text = document[start.upperBound...].prefix { $0 != "\"" }
        return try JSONDecoder().decode(type, from: Data(try #require(text.removingPercentEncoding).utf8))
    }

    package static func withoutPolicy(_ html: String) -> String {
        html.split(separator: "\n").filter { !$0.contains("Content-Security-Policy") }.joined(separator: "\n")
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

extension String {
    /// Newlines stay, unlike in ``asHTML``.
    fileprivate var asHTMLAttribute: String {
        replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
    }
}
