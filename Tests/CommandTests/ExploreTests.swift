import Foundation
import TestSupport
import Testing

@Suite(.serialized)
struct ExploreTests {
    let directory = try! TemporaryDirectory()

    private func explore(_ arguments: [String]) throws -> (run: Run, figures: [String: Any], page: String) {
        let run = try Run(
            blockwatch,
            ["explore"] + arguments + ["--json", directory.file("e.json"), "--report", directory.file("e.html")])
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        let figures = try JSONSerialization.jsonObject(with: Data(directory.read("e.json"))) as? [String: Any]
        let page = try directory.text("e.html")
        #expect(try Browser().requests(of: Browser.withoutPolicy(page)) == [])
        #expect(try Browser().document(of: page).console.isEmpty)
        for (width, scheme) in [(1280, Browser.Scheme.light), (400, .dark)] {
            let layout = try PageLayout(of: page, in: Browser(width: width, scheme: scheme))
            #expect(layout.overflow <= 0 && layout.texts > 10)
            #expect(layout.outside == [] && layout.overlapping == [] && layout.pale == [], "\(width) \(layout)")
        }
        #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 120 })
        return (run, try #require(figures), page)
    }

    private func value(_ figures: [String: Any], _ path: String...) -> Int? {
        path.dropLast().reduce(figures as [String: Any]?) { $0?[$1] as? [String: Any] }?[path.last ?? ""] as? Int
    }

    @Test func logsWithLabels() throws {
        let (run, figures, page) = try explore([
            "--logs", Places.fixture("demo/hdfs.log"), "--labels", Places.fixture("demo/labels.csv"),
        ])
        for title in [
            "Files", "Lives", "Silences", "Classes", "Lengths", "Events", "Repeats", "Contradictory", "Beginnings",
        ] {
            #expect(run.output.contains("\(title)") && page.contains(title), "\(title)")
        }
        #expect(value(figures, "exploration", "rows", "normal").map { $0 > 0 } == true)
        #expect(value(figures, "logs", "lives", "lives") == 300 && value(figures, "logs", "labels_without_block") == 0)
        let files = (figures["logs"] as? [String: Any])?["files"] as? [[String: Any]]
        #expect(files?.first?["lines"] as? Int == 5479 && files?.first?["hdfs_v1_lines"] as? Int == 5479)
        #expect(value(figures, "logs", "lives", "writes_ms", "p50") != nil)
        let lives = (figures["logs"] as? [String: Any])?["lives"] as? [String: Any]
        #expect((lives?["quiet_after"] as? [[String: Any]])?.compactMap { $0["judged_unfinished"] as? Int }.count == 6)
    }

    @Test func logsWithoutLabels() throws {
        let (run, figures, page) = try explore(["--logs", Places.fixture("log4j/hdfs.log")])
        #expect(run.output.contains("No row has a label") && page.contains("No row has a label"))
        #expect(!run.output.contains("Contradictory labels") && run.output.contains("log4j"))
        #expect((figures["exploration"] as? [String: Any])?["contradictions"] == nil)
        #expect(value(figures, "exploration", "rows", "unlabelled") == 120)
    }

    @Test func sequencesWithASplit() throws {
        let sequences = try directory.write(
            "s.csv",
            "id,sequence,class\n1,\"(4, 21)\",normal\n2,\"(4, 21)\",abnormal\n3,\"(21, 4, 4)\",normal\n4,\"()\",normal\n"
        )
        let split = try directory.write("p.csv", "id,split\n1,train\n2,test\n3,test\n9,test\n")
        let (run, figures, _) = try explore(["--sequences", sequences, "--split", split])
        #expect(run.output.contains("Leakage between the parts") && run.output.contains("E22 E5 x2"))
        #expect(run.output.contains("Ids of the split that no row has: 1. Rows that are in no part: 1."))
        #expect(value(figures, "exploration", "leakage", "ids_without_row") == 1)
        #expect(value(figures, "exploration", "empty_rows", "normal") == 1)
        #expect(figures["logs"] == nil)
    }

    @Test func sequencesOfAnyClassAlone() throws {
        let sequences = try directory.write("s.csv", "id,sequence\n1,\"()\"\n")
        let (run, figures, _) = try explore(["--sequences", sequences])
        #expect(run.output.contains("without events") && value(figures, "exploration", "rows", "unlabelled") == 1)
    }

    @Test func exitCodes() throws {
        let none = directory.file("none")
        let log = Places.fixture("demo/hdfs.log")
        let bare = try directory.write("bare.csv", "id,sequence,class\n")
        let one = try directory.write("one.csv", "id,sequence,class\n1,\"(4)\",normal\n")
        let odd = try directory.write("odd.csv", "id,sequence,class\n1,\"(4)\",odd\n")
        let split = try directory.write("split.csv", "id,split\n7,train\n")
        let foreign = try directory.write("foreign.log", "Nov 9 20:35:18 host sshd: hello\n")
        let empty = try directory.write("empty", "")
        let cases: [(arguments: [String], status: Int32, words: String)] = [
            ([], 64, "give either --sequences or --logs"),
            (["--sequences", one, "--logs", log], 64, "give either --sequences or --logs"),
            (["--sequences", one, "--labels", log], 64, "--labels belongs to --logs"),
            (["--sequences", none], 66, "there is no such file"),
            (["--logs", none], 66, "there is no such file"),
            (["--logs", log, "--labels", none], 66, "there is no such file"),
            (["--sequences", empty], 65, "the file is empty"),
            (["--sequences", bare], 65, "there are no rows"),
            (["--sequences", odd], 65, "odd.csv:2: the label \"odd\""),
            (["--sequences", one, "--split", split], 65, "none of its 1 ids"),
            (["--logs", foreign], 65, "no line names a block"),
            (["--logs", empty], 65, "no line names a block"),
            (["--sequences", one, "--json", directory.file("no/where")], 73, "cannot create"),
            (["--sequences", one, "--report", directory.file("no/where")], 73, "cannot create"),
        ]
        for (arguments, status, words) in cases {
            let run = try Run(blockwatch, ["explore"] + arguments)
            #expect(run.status == status && run.errors.contains(words), "\(arguments): \(run.status) \(run.errors)")
            #expect(run.output.isEmpty)
        }
    }
}

/// On the public data; skipped, and said so, where it is missing.
@Suite(.enabled(if: Places.data != nil, "the public data is missing; set SHARED_DIR"))
struct ExplorePublicDataTests {
    @Test func thePublishedFigures() throws {
        let sequences = (Places.data ?? "") + "/sequences/"
        let run = try Run(
            blockwatch,
            [
                "explore", "--sequences", sequences + "log_classification_train.csv", "--split",
                sequences + "published_split.csv",
            ])
        let lines = run.output.split(separator: "\n").map { line in
            line.split(separator: " ").map(String.init)
        }
        #expect(lines.contains(["normal", "374,008", "97.07", "%", "11,371", "196", "0"]))
        #expect(lines.contains(["abnormal", "11,281", "2.93", "%", "3,001", "323", "0"]))
        #expect(lines.contains(["the", "whole", "sequence", "2", "10", "2"]))
        #expect(
            lines.contains { $0.first == "test" && $0.suffix(3) == ["2,423", "2.52", "%"] && $0.contains("97.48") })
        #expect(lines.contains { $0.starts(with: ["test,", "abnormal"]) && $0.suffix(3) == ["654", "22.54", "%"] })
    }
}
