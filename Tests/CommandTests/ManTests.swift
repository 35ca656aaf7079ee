import Foundation
import TestSupport
import Testing

/// The man pages are made of what the program, the configuration and the schema say of themselves.
struct ManTests {
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/man"), "man-db is not installed"))
    func everyCommandHasAPageThatManTakes() throws {
        let directory = try TemporaryDirectory()
        let script = Places.root.appending(path: "scripts/man.py").path
        let made = try Run("/usr/bin/env", ["python3", script, blockwatch, directory.file("man")])
        try #require(made.status == 0, "\(made.errors)")
        let help = try Run(blockwatch, ["--help"]).output
        let commands = help.matches(of: /\n  ([a-z]+) {2,}/).map { String($0.output.1) }
        try #require(commands.count > 12)
        for page in commands.map({ "blockwatch-\($0).1" }) + [
            "blockwatch.1", "blockwatch.yaml.5", "blockwatch-alert.5",
        ] {
            let shown = try Run(
                "/usr/bin/env",
                ["LC_ALL=C.UTF-8", "MANWIDTH=100", "man", "--warnings=w", "-l", directory.file("man/" + page)])
            #expect(shown.status == 0 && shown.errors.isEmpty, "\(page): \(shown.errors)")
            #expect(shown.output.contains("\nSEE ALSO\n"), "\(page)")
        }
        let root = try directory.text("man/blockwatch.1")
        for command in commands { #expect(root.contains("blockwatch\\-\(command)")) }
        #expect(try directory.text("man/blockwatch.yaml.5").contains("\\fBinput.files\\fR"))
        // Each key has words of its own.
        let keys = try directory.text("man/blockwatch.yaml.5").matches(of: /\n\.TP\n\\fB(\w+\.\w+)\\fR\n(.*)/)
        try #require(keys.count > 25)
        for key in keys { #expect(key.output.2.contains(/^[A-Z"].{10}/), "\(key.output.1)") }
        #expect(try directory.text("man/blockwatch-run.1").contains("\n.TP\n78\nWrong configuration."))
        // Who does not ask the daemon does not end so.
        for command in commands + [""] {
            let page = try directory.text("man/blockwatch\(command.isEmpty ? "" : "-" + command).1")
            let asks = ["status", "reload", ""].contains(command)
            #expect(page.contains("\n.TP\n3\nThe daemon does not run") == asks, "\(command)")
            #expect(page.contains("\n.TP\n69\nThe daemon does not answer") == asks, "\(command)")
            #expect(page.contains("\n.TP\n0\nDone."), "\(command)")
        }
    }
}
