import Foundation
import TestSupport
import Testing

/// `compare`, `tune`, `train` and `evaluate` on a small data set, as a data scientist runs them.
@Suite(.serialized)
struct LaboratoryTests {
    let directory = try! TemporaryDirectory()
    let sequences: String
    let split: String

    /// 600 writes, every fifth of which was cut off, in three parts.
    init() throws {
        var rows = "id,sequence,class\n"
        var parts = "id,split\n"
        for index in 0..<600 {
            let isAbnormal = index % 5 == 0
            let begin = [[4, 21, 4, 4], [21, 4, 4, 4], [4, 4, 21, 4]][index % 3]
            let end = [10, 8, 10, 8, 10, 8, 25, 25, 25]
            let events =
                begin + (isAbnormal ? Array(end.prefix(index % 7)) : end)
                + [Int](repeating: 1, count: index / 3 % 23)
            rows +=
                "\(index),\"(\(events.map { "\($0)" }.joined(separator: ", ")))\",\(isAbnormal ? "abnormal" : "normal")\n"
            parts += "\(index),\(["train", "train", "validation", "test"][index % 4])\n"
        }
        sequences = try directory.write("rows.csv", rows)
        split = try directory.write("split.csv", parts)
    }

    private func run(_ arguments: [String]) throws -> Run {
        try Run(blockwatch, arguments + ["--sequences", sequences, "--split", split], directory: directory.path)
    }

    private func json(_ name: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(directory.read(name))) as? [String: Any])
    }

    /// A report is one page that needs nothing, and well laid out in windows of any size.
    private func checkReport(_ name: String, _ titles: [String], texts: Int = 11) throws {
        let html = try directory.text(name)
        for title in titles { #expect(html.contains(title), "\(title)") }
        // What the command line has of markup is text.
        #expect(!html.contains("<script") && !html.contains("<u>") && (html.contains("&lt;u&gt;") || texts == 0))
        #expect(try Browser().requests(of: Browser.withoutPolicy(html)) == [])
        #expect(try Browser().document(of: html).console.isEmpty)
        for (width, scheme) in [(1280, Browser.Scheme.light), (400, .dark)] {
            let layout = try PageLayout(of: html, in: Browser(width: width, scheme: scheme))
            #expect(layout.overflow <= 0 && layout.texts >= texts)
            #expect(layout.outside == [] && layout.overlapping == [] && layout.pale == [], "\(name) \(width) \(layout)")
        }
    }

    @Test func aComparisonGoesOnWhereItStopped() throws {
        let arguments = ["compare", "--only", "initial,grid-search-bn-gn,production", "--seeds", "1", "--work", "w<u>"]
        let first = try run(arguments + ["--json", directory.file("1.json"), "--report", directory.file("c.html")])
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.errors.contains("5 of 5 trained; time left: 0 s"))
        let systems = try #require(json("1.json")["systems"] as? [[String: Any]])
        #expect(
            systems.compactMap { $0["system"] as? String } == [
                "initial LSTM", "grid-search-bn-gn LSTM", "initial GRU", "grid-search-bn-gn GRU", "production, seed 1",
                "sequence look-up", "count look-up", "decision tree on counts",
            ])
        let published = try #require(systems[0]["published"] as? [String: Any])
        #expect(published["fp"] as? Int == 25 && published["fn"] as? Int == 30)
        let tree = try #require(systems[7]["measured"] as? [String: Any])
        #expect(tree["tp"] as? Int == 30 && tree["tn"] as? Int == 120)
        try checkReport("c.html", ["All systems", "production against the decision tree", "initial GRU"])

        // As if it had been interrupted before one was whole, and one had been damaged.
        try directory.remove("w<u>/initial-gru-seed1.safetensors")
        try directory.write("w<u>/initial-lstm-seed1.safetensors", "{")
        let second = try run(arguments + ["--json", directory.file("2.json")])
        #expect(second.errors.contains("3 models are in w<u> already") && second.errors.contains("2 of 2 trained"))
        func measured(_ name: String) throws -> [NSDictionary] {
            try #require(json(name)["systems"] as? [[String: Any]]).compactMap { $0["measured"] as? NSDictionary }
        }
        #expect(try measured("1.json") == measured("2.json"), "the same models again")
        // Another seed is another comparison.
        #expect(try run(arguments + ["--seed", "2"]).errors.contains("5 of 5 trained"))
        #expect(try run(arguments).errors.contains("5 models are in w<u> already"), "the first one's are still there")
    }

    @Test func everyModelOfAComparisonRuns() throws {
        #expect(try run(["compare", "--only", "grid-search-bn", "--work", "w"]).status == 0)
        for cell in ["lstm", "gru"] {
            let model = directory.file("w/grid-search-bn-\(cell)-seed1.safetensors")
            let scored = try Run(blockwatch, ["score", "--model", model, "--sequences", sequences])
            #expect(scored.status == 0 && scored.output.split(separator: "\n").count == 601)
            let log = Places.fixture("demo/hdfs.log")
            #expect(try Run(blockwatch, ["replay", "--model", model, log]).status == 0)
        }
    }

    /// Batches of 64 are summed in four parts, on as many cores as there are.
    @Test func theNumberOfCoresChangesNoBit() throws {
        let arguments = [
            "train", "--recipe", "production", "--set", "epochs=4", "--split", split, "--sequences", sequences,
        ]
        #expect(try Run(blockwatch, arguments + ["--out", directory.file("all")]).status == 0)
        let one = try Run("/usr/bin/taskset", ["-c", "0", blockwatch] + arguments + ["--out", directory.file("one")])
        #expect(one.status == 0, "\(one.errors)")
        #expect(try directory.read("all") == directory.read("one"))
    }

    @Test func aGridIsSearched() throws {
        let arguments = [
            "tune", "--recipe", "initial", "--grid", "epochs=1,30", "--grid", "hidden=2,12", "--grid",
            "learning_rate=0.01",
            "--folds", "3",
        ]
        let run = try run(arguments + ["--json", directory.file("t.json"), "--report", directory.file("t.html")])
        #expect(run.status == 0, "\(run.errors)")
        let points = try #require(json("t.json")["points"] as? [[String: Any]])
        let f1 = points.compactMap { $0["f1"] as? Double }
        #expect(f1.count == 4 && f1 == f1.sorted(by: >) && f1[0] > 0.9)
        #expect(try json("t.json")["rows"] as? Int == 450, "the part test is left alone")
        let best = try #require(json("t.json")["best"] as? String)
        #expect(best.hasPrefix("blockwatch train --recipe initial ") && run.output.contains(best))
        // Ready to train.
        let words = best.replacing("MODEL", with: directory.file("m")).replacing(
            "--sequences CSV --split CSV", with: "")
        #expect(try self.run(words.split(separator: " ").dropFirst().map(String.init)).status == 0)
        #expect(try directory.text("t.html").contains("F1 over the grid") && directory.text("t.html").contains(best))
        try checkReport("t.html", ["All combinations"], texts: 0)
    }

    @Test func aModelIsMeasured() throws {
        let model = directory.file("m")
        #expect(
            try run([
                "train", "--recipe", "grid-search-gn", "--out", model, "--name", "<u>", "--set", "learning_rate=0.01",
            ]).status == 0)
        let arguments = ["evaluate", "--model", model, "--part", "test"]
        let run = try run(arguments + ["--json", directory.file("e.json"), "--report", directory.file("e.html")])
        #expect(run.status == 0, "\(run.errors)")
        #expect(try json("e.json")["rows"] as? Int == 150)
        try checkReport(
            "e.html",
            ["The result", "Precision over recall", "Receiver operating", "Reliability", "worst mistakes", "Loss by"])
        let altered = try self.run(arguments + ["--altered", "0.5", "--json", directory.file("a.json")])
        #expect(altered.status == 0)
        let (before, after) = (try json("e.json")["f1"] as? Double, try json("a.json")["f1"] as? Double)
        #expect(try #require(before) > #require(after))
    }

    /// The threshold that was picked, why, and what cannot be kept to.
    @Test func aThresholdIsPicked() throws {
        func train(_ options: [String]) throws -> (errors: String, model: String) {
            let model = directory.file("m")
            let run = try run(["train", "--recipe", "initial", "--set", "epochs=4", "--out", model] + options)
            #expect(run.status == 0, "\(run.errors)")
            return (run.errors, String(decoding: try directory.read("m").prefix(20000), as: UTF8.self))
        }
        let calm = try train(["--max-false-alarms-per-day", "0"])
        #expect(calm.errors.contains("(at most 0.0 false alarms a day at 357551 blocks a day: 0 false alarms among"))
        #expect(calm.model.contains("\"threshold_reason\":\"at most 0.0 false alarms a day"))
        let precise = try train(["--precision", "0.3"])
        #expect(precise.errors.contains("(a precision of at least 0.3: "))
        #expect(precise.model.contains("--precision 0.3"))
        let out = ["train", "--sequences", sequences, "--out", directory.file("x")]
        let alone = try Run(blockwatch, out + ["--precision", "0.9"])
        #expect(alone.status == 65 && alone.errors.contains("--validation"))
        #expect(!directory.exists("x"))
        let held = try Run(blockwatch, out + ["--precision", "0.9", "--validation", "0.2", "--set", "epochs=3"])
        #expect(held.status == 0 && held.errors.contains("(a precision of at least 0.9: "), "\(held.errors)")
        for wrong in [["--precision", "2"], ["--precision", "0.9", "--max-false-alarms-per-day", "1"]] {
            #expect(try Run(blockwatch, out + wrong).status == 64)
        }
    }

    @Test func wrongUsageAndBadData() throws {
        let none = directory.file("none")
        let one = try directory.write("one.csv", "id,split\n1,train\n2,validation\n3,test\n")
        let cases: [([String], Int32, String)] = [
            (["compare", "--only", "magic", "--sequences", sequences, "--split", split], 64, "no recipe magic"),
            (["compare", "--sequences", none, "--split", split], 66, "there is no such file"),
            (["compare", "--sequences", sequences, "--split", one], 65, "normal and abnormal blocks are needed"),
            (["compare", "--sequences", sequences, "--split", split, "--work", none + "/a/b"], 73, "cannot create"),
            (["tune", "--grid", "units=2", "--sequences", sequences, "--split", split], 64, "no hyperparameter units"),
            (["tune", "--grid", "hidden", "--sequences", sequences, "--split", split], 64, "name=value,value"),
            (["tune", "--folds", "1", "--sequences", sequences, "--split", split], 64, "--folds"),
            (["train", "--set", "hidden=0", "--sequences", sequences, "--out", none], 64, "hidden is units"),
            (
                ["tune", "--recipe", "production", "--sequences", sequences, "--split", split], 64,
                "--recipe needs --grid"
            ),
            (["tune", "--json", none + "/j", "--sequences", sequences, "--split", split], 73, "cannot create"),
            (
                ["train", "--set", "batch_normalization=true", "--sequences", sequences, "--out", none], 64,
                "exclude each"
            ),
            (["train", "--set", "depth=3", "--sequences", sequences, "--out", none], 64, "one of the names"),
        ]
        for (arguments, status, words) in cases {
            let run = try Run(blockwatch, arguments)
            #expect(run.status == status, "\(arguments): \(run.errors)")
            #expect(run.errors.contains(words), "\(arguments): \(run.errors)")
        }
        #expect(!directory.exists("none"))
    }
}
