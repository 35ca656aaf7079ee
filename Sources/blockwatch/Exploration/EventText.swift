import Records
import Training

extension EventKind {
    /// Its name and its template for people: `E9  Received block … of size … from`.
    func titled(to width: Int) -> String {
        let words = template.split(separator: "<*>").joined(separator: " … ")
            .split(separator: " ").joined(separator: " ").drop { $0 == ":" }
        let text = name.padded(to: 3) + "  \(words)"
        if text.count <= width { return text }
        var kept = text.prefix(width - 1)
        while let last = kept.last, last == " " || last == "…" { kept.removeLast() }
        return kept + "…"
    }
}

extension [EventKind] {
    /// Their names with runs folded, `E5 E22 E26 x3`; a long one is cut off at so many characters.
    func folded(to width: Int = .max) -> String {
        if isEmpty { return "(no events)" }
        var runs: [(event: EventKind, count: Int)] = []
        for event in self {
            if runs.last?.event == event { runs[runs.count - 1].count += 1 } else { runs.append((event, 1)) }
        }
        var text = ""
        var shown = 0
        let ending = " … (\(count) events)"
        for run in runs {
            let word = (text.isEmpty ? "" : " ") + run.event.name + (run.count > 1 ? " x\(run.count)" : "")
            let isLast = shown + run.count == count
            if text.count + word.count + (isLast ? 0 : ending.count) > width { return text + ending }
            text += word
            shown += run.count
        }
        return text
    }
}
