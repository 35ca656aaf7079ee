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
        return "\(blocks), \(rows.abnormal.grouped) of them abnormal (\(Amounts.percent(rows.abnormal, of: rows.labelled))"
            + "\(rows.unlabelled > 0 ? " of the labelled" : "")), \(distinct)."
    }

    var classes: String {
        var sentences: [String] = []
        if rows.labelled == 0 {
            sentences.append("No row has a label, so nothing is said of classes, contradictions or what marks abnormal blocks.")
        } else if rows.abnormal == 0 || rows.normal == 0 {
            sentences.append("All labelled rows are of one class: nothing can be learnt from them, or measured on them.")
        } else {
            let ratio = (Double(rows.normal) / Double(rows.abnormal)).text(decimals: 1)
            sentences.append(
                "One abnormal row to \(ratio) normal ones: who always says normal is right of "
                    + "\(Amounts.percent(rows.normal, of: rows.labelled)), so look at the abnormal class's figures.")
        }
        if exploration.repeatedIds > 0 {
            sentences.append(
                "\(exploration.repeatedIds.grouped) ids stand more than once, in \(exploration.rowsWithRepeatedId.grouped) rows.")
        }
        if let missing = result.logs?.labelsWithoutBlock, missing > 0 {
            sentences.append("\(missing.grouped) labelled blocks are in no line of the logs.")
        }
        return sentences.joined(separator: " ")
    }

    var beginnings: String {
        let (partial, without) = (exploration.beginnings.partial, exploration.beginnings.withoutBoth)
        return
            (partial.total == 0
            ? "Every life begins with E5 or E22. "
            : "\(partial.total.grouped) rows (\(Amounts.percent(partial.total, of: rows.total))) begin with neither E5 nor "
                + "E22: these blocks are older than the data, only the ends of their lives are seen"
                + "\(result.logs == nil ? "" : ", and train and run pass over them"). ")
            + (without.total == 0
                ? "All contain both E5 and E22."
                : "\(without.total.grouped) lack E5 or E22 altogether\(without.total * 2 > rows.total ? ": is this only one node's log?" : ".")")
    }

    /// Nil where there is no split.
    var leakage: String? {
        guard let leakage = exploration.leakage else { return nil }
        var sentences = [
            "A row whose sequence stands in another part can be judged by remembering: measure on those in no other, too."
        ]
        if leakage.idsWithoutRow > 0 {
            sentences.append("\(leakage.idsWithoutRow.grouped) ids of the split are in no row of the data.")
        }
        if leakage.rowsInNoPart > 0 {
            sentences.append("\(leakage.rowsInNoPart.grouped) rows of the data are in no part.")
        }
        return sentences.joined(separator: " ")
    }

    /// Nil of sequences.
    var lives: String? {
        guard let logs = result.logs else { return nil }
        let lives = logs.lives
        return "\(lives.lives.grouped) lives of blocks; \(lives.partial.grouped) are older than the logs (partial) and are left "
            + "out here. \(lives.neverAtRest.grouped) of the others were never seen at rest: at rest, every replica that was "
            + "begun is stored and every order to delete has been followed."
            + (logs.linesBeyondMaxEvents == 0
                ? "" : " \(logs.linesBeyondMaxEvents.grouped) lines beyond blocks.max_events of their block are left out.")
    }
}
