import Foundation
import TestSupport
import Testing

/// What README.md, CONTRIBUTING.md and docs show works as shown.
struct DocumentsTests {
    private let documents = try! Document.all()

    @Test func whatDocumentsNameIsThere() throws {
        let inventory = try Inventory(documents)
        for fault in documents.flatMap(inventory.faults) { Issue.record("\(fault)") }
        #expect(documents.count > 6 && documents.flatMap(\.typedLines).count > 40)
    }

    /// Those of a document share a directory, and follow each other; each command has a shell of its own.
    @Test func usersTranscripts() throws {
        for document in documents {
            let steps = document.steps(isRoots: false).joined()
            if steps.isEmpty { continue }
            let directory = try TemporaryDirectory()
            let programs = try TemporaryDirectory()
            let manager = FileManager.default
            try manager.createSymbolicLink(atPath: programs.file("blockwatch"), withDestinationPath: blockwatch)
            for name in ["etc", "fixtures"] {
                try manager.createSymbolicLink(
                    atPath: directory.file(name), withDestinationPath: Places.root.appending(path: name).path)
            }
            let path = programs.path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
            for step in steps {
                let run = try Run(
                    "/usr/bin/timeout", ["600", "sh", "-c", "exec 2>&1\n" + step.typed.text],
                    // Central Europe without summer time, which would change the tables' widths.
                    environment: ["PATH": path, "TZ": "CET-1", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"],
                    directory: directory.path)
                step.expect(run.output, in: document)
            }
        }
        #expect(documents.flatMap { $0.steps(isRoots: false).joined() }.count > 5)
    }

    /// In a machine of its own, with the package and the tarball in root's directory and a log in /var/log/hadoop.
    ///
    /// Package and tarball have the same files: a transcript that unpacks the tarball has another machine.
    @Test(.enabled(if: SystemdBox.missing == nil, "no package can be installed here"))
    func rootsTranscripts() throws {
        for document in documents {
            let transcripts = document.steps(isRoots: true)
            let unpacking = transcripts.filter { $0.contains { $0.typed.text.hasPrefix("tar ") } }
            let installing = transcripts.filter { !$0.contains { $0.typed.text.hasPrefix("tar ") } }
            for steps in unpacking + [Array(installing.joined())] where !steps.isEmpty {
                let box = try SystemdBox()
                let package = URL(filePath: try SystemdBox.package.get())
                let directory = package.deletingLastPathComponent().path
                for name in try FileManager.default.contentsOfDirectory(atPath: directory) {
                    try box.put(directory + "/" + name, "/root/" + name)
                }
                try box.put(Places.fixture("demo/hdfs.log"), "/var/log/hadoop/hdfs.log")
                for step in steps { step.expect(try printed(by: step, in: box), in: document) }
            }
        }
        #expect(documents.flatMap { $0.steps(isRoots: true).joined() }.count > 5)
    }

    /// What a service says comes in its own time: who only asks it asks again, for a minute, until it is what is shown.
    private func printed(by step: Transcript.Step, in box: SystemdBox) throws -> String {
        let environment = "export TZ=UTC LC_ALL=C.UTF-8 NO_COLOR=1 DEBIAN_FRONTEND=noninteractive"
        let isQuestion = ["systemctl status", "journalctl", "blockwatch status"].contains(
            where: step.typed.text.hasPrefix)
        let deadline = Date(timeIntervalSinceNow: 60)
        while true {
            let output = try box.exec(
                "timeout", "600", "sh", "-c", "cd /root; \(environment); exec 2>&1\n" + step.typed.text
            ).output
            if !isQuestion || step.matches(output) || Date() > deadline { return output }
            usleep(100_000)
        }
    }
}

extension Document {
    /// Of each transcript that is run.
    fileprivate func steps(isRoots: Bool) -> [[Transcript.Step]] {
        blocks.compactMap(Transcript.init).filter { $0.isRun && $0.isRoots == isRoots }.map(\.steps)
    }
}

extension Transcript.Step {
    fileprivate func expect(_ printed: String, in document: Document) {
        if matches(printed) { return }
        Issue.record(
            "\(document.path):\(typed.line): \(typed.text)\nis shown with\n\(shown.joined(separator: "\n"))\nand prints\n\(printed)"
        )
    }
}
