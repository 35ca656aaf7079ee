import Records
import Reporting
import Training

/// What `explore` found out in sentences, for the terminal and for the report.
struct ExplorationWords {
    let result: ExplorationResult

    private var exploration: Exploration { result.exploration }
    private var rows: ClassCounts { exploration.rows }

    /// The whole in a sentence.
    var lead: String {
        let blocks = "\(rows.total.grouped) \(result.logs == nil ? "rows" : "lives of blocks")"
        let distinct = "\(exploration.repeats.all.distinctSequences.grouped) distinct sequences"
        guard rows.labelled > 0 else { return "\(blocks) without labels, \(distinct)." }
        return
            "\(blocks), \(rows.abnormal.grouped) of them abnormal (\(Amounts.percent(rows.abnormal, of: rows.labelled))"
            + "\(rows.unlabelled > 0 ? " of the labelled" : "")), \(distinct)."
    }

    var classes: String {
        var sentences: [String] = []
        if rows.labelled == 0 {
            sentences.append(
                "No row has a label, so nothing is said of classes, contradictions or what marks abnormal blocks.")
        } else if rows.abnormal == 0 || rows.normal == 0 {
            sentences.append(
                "All labelled rows are of one class: nothing can be learnt from them, or measured on them.")
        } else {
            let ratio = (Double(rows.normal) / Double(rows.abnormal)).text(decimals: 1)
            sentences.append(
                "One abnormal row to \(ratio) normal ones: who always says normal is right of "
                    + "\(Amounts.percent(rows.normal, of: rows.labelled)), so look at the abnormal class's figures.")
        }
        if exploration.repeatedIds > 0 {
            sentences.append(
                "Ids that stand more than once: \(exploration.repeatedIds.grouped), in "
                    + "\(exploration.rowsWithRepeatedId.grouped) rows.")
        }
        if let missing = result.logs?.labelsWithoutBlock, missing > 0 {
            sentences.append("Labelled blocks that are in no line of the logs: \(missing.grouped).")
        }
        return sentences.joined(separator: " ")
    }

    var beginnings: String {
        let (partial, without) = (exploration.beginnings.partial, exploration.beginnings.withoutBoth)
        return
            (partial.total == 0
            ? "Every life begins with E5 or E22. "
            : "Begun with neither E5 nor E22: \(Amounts.count(partial.total, "row")) "
                + "(\(Amounts.percent(partial.total, of: rows.total))). Such a block is taken for older than the data, of "
                + "which only the end is seen\(result.logs == nil ? "" : ", and train, evaluate and run pass over it"). ")
            + (without.total == 0
                ? "All contain both E5 and E22."
                : "Without E5 or without E22 altogether: \(Amounts.count(without.total, "row"))."
                    + (without.total * 2 > rows.total ? " Are these the logs of some nodes only?" : ""))
    }

    /// Nil where there is no split.
    var leakage: String? {
        guard let leakage = exploration.leakage else { return nil }
        var sentences = [
            "A row whose sequence stands in another part can be judged by remembering: measure on those in no other, too."
        ]
        if leakage.idsWithoutRow > 0 {
            sentences.append("Ids of the split that no row has: \(leakage.idsWithoutRow.grouped).")
        }
        if leakage.rowsInNoPart > 0 {
            sentences.append("Rows that are in no part: \(leakage.rowsInNoPart.grouped).")
        }
        return sentences.joined(separator: " ")
    }

    /// Nil of sequences.
    var lives: String? {
        guard let logs = result.logs else { return nil }
        let lives = logs.lives
        return "Lives of blocks: \(lives.lives.grouped). Partial, older than the logs, and left out here: "
            + "\(lives.partial.grouped). Never seen at rest: \(lives.neverAtRest.grouped). A block is at rest when every "
            + "replica that was begun is stored and every order to delete one has been followed."
            + (logs.linesBeyondMaxEvents == 0
                ? "" : " Lines beyond blocks.max_events of their block: \(logs.linesBeyondMaxEvents.grouped).")
    }

    /// What the columns of the table mean.
    var quietAfter: String {
        "Judged, then go on: blocks that a silence of quiet_after cuts in mid-life; they are judged again when more lines "
            + "come. Write unfinished: of these, blocks that had never been at rest, where a false alarm could come from; "
            + "at work again: while replicated or deleted. Only begun: nothing but E5 and E22 so far; these are judged after "
            + "blocks.unfinished_after (1h) instead."
    }
}
