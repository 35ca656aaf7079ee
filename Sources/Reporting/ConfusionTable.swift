import Records

/// What was said against what was so, in a person's words.
package struct ConfusionTable: Sendable {
    package var confusion: Confusion
    /// What was counted, in the plural: `blocks`.
    package var unit: String
    package var caption: String?

    package init(_ confusion: Confusion, unit: String = "blocks", caption: String? = nil) {
        self.confusion = confusion
        self.unit = unit
        self.caption = caption
    }

    func markup() throws -> String {
        struct Values {
            var caption: String?
            var unit: String
            var tp: String
            var fp: String
            var fn: String
            var tn: String
            var recall: String
            var precision: String
        }
        let c = confusion
        let (wasAbnormal, saidAbnormal) = (c.tp + c.fn, c.tp + c.fp)
        return try Self.template.filled(
            with: Values(
                caption: caption, unit: unit, tp: c.tp.grouped, fp: c.fp.grouped, fn: c.fn.grouped, tn: c.tn.grouped,
                recall: wasAbnormal == 0
                    ? "None of the \(unit) was abnormal."
                    : "Of \(wasAbnormal.grouped) abnormal \(unit) \(c.tp.grouped) were found "
                        + "(recall \((c.recall * 100).text(decimals: 2)) %).",
                precision: saidAbnormal == 0
                    ? "None was called abnormal."
                    : "Of \(saidAbnormal.grouped) that were called abnormal \(c.tp.grouped) were "
                        + "(precision \((c.precision * 100).text(decimals: 2)) %)."))
    }

    private static let template = HTMLTemplate(
        """
        <div class="scroll" tabindex="0">
        <table class="confusion">
        {{#caption}}
        <caption>{{.}}</caption>
        {{/caption}}
        <thead><tr><td></td><th scope="col">said abnormal</th><th scope="col">said normal</th></tr></thead>
        <tbody>
        <tr><th scope="row">was abnormal</th>
        <td class="right"><b>{{tp}}</b> found <small>true positives</small></td>
        <td class="wrong"><b>{{fn}}</b> missed <small>false negatives</small></td></tr>
        <tr><th scope="row">was normal</th>
        <td class="wrong"><b>{{fp}}</b> false alarms <small>false positives</small></td>
        <td class="right"><b>{{tn}}</b> left in peace <small>true negatives</small></td></tr>
        </tbody>
        </table>
        </div>
        <p>{{recall}} {{precision}}</p>
        """)
}
