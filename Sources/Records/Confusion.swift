/// What was said against what was so; abnormal is positive.
package struct Confusion: Sendable, Hashable {
    package var tp = 0
    package var fp = 0
    package var fn = 0
    package var tn = 0

    package init() {}

    package mutating func count(said: Bool, isSo: Bool, times: Int = 1) {
        switch (said, isSo) {
        case (true, true): tp += times
        case (true, false): fp += times
        case (false, true): fn += times
        case (false, false): tn += times
        }
    }

    /// Of the abnormal class; 0 where it was never said.
    package var precision: Double { tp == 0 ? 0 : Double(tp) / Double(tp + fp) }
    package var recall: Double { tp == 0 ? 0 : Double(tp) / Double(tp + fn) }
    package var f1: Double { tp == 0 ? 0 : Double(2 * tp) / Double(2 * tp + fp + fn) }

    package var errors: Int { fp + fn }
    package var total: Int { tp + fp + fn + tn }
    package var accuracy: Double { total == 0 ? 0 : Double(tp + tn) / Double(total) }

    /// The same seen from the normal class.
    package var mirrored: Confusion {
        var other = Confusion()
        (other.tp, other.fp, other.fn, other.tn) = (tn, fn, fp, tp)
        return other
    }

    /// The means over both classes.
    package var macroPrecision: Double { (precision + mirrored.precision) / 2 }
    package var macroRecall: Double { (recall + mirrored.recall) / 2 }
    package var macroF1: Double { (f1 + mirrored.f1) / 2 }
}
