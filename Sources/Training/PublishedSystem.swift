import Records
import Scoring

/// The nine networks of the published comparison (Keras, 2022), and what was published of them; shared/data/README.md
/// has both.
package enum PublishedSystem: String, Sendable, CaseIterable {
    case initial
    case improved
    case gridSearch = "grid-search"
    case gridSearchBN = "grid-search-bn"
    case gridSearchGC = "grid-search-gc"
    case gridSearchGN = "grid-search-gn"
    case gridSearchBNGN = "grid-search-bn-gn"
    case gridSearchDA = "grid-search-da"
    case gridSearchDAGN = "grid-search-da-gn"

    /// - Parameter cell: the published networks have an LSTM.
    package func recipe(_ cell: Cell = .lstm) -> Recipe {
        let techniques = rawValue.split(separator: "-")
        let layers = self == .initial ? 1 : 2
        let hidden = self == .initial || self == .improved ? 64 : 72
        let (batch, epochs) =
            switch self {
            case .initial: (10, 2)
            case .improved: (24, 7)
            default: (31, 15)
            }
        return Recipe(
            name: rawValue,
            shape: ModelShape(embedding: 3, cell: cell, layers: layers, hidden: hidden, dense: 0, window: 19),
            unit: .row, epochs: epochs, patience: 5, batch: batch, learningRate: 0.001, isAnnealed: false,
            clipping: techniques.contains("gc") ? .value(0.5) : techniques.contains("gn") ? .norm(1) : .none,
            hasBatchNormalization: techniques.contains("bn"), averaging: 0,
            normalWeight: self == .initial ? 1 : 0.515, abnormalWeight: self == .initial ? 1 : 17.08,
            shiftedWindows: techniques.contains("da") ? 3 : 0, swapChance: 0, insertChance: 0, silenceChance: 0,
            alterChance: 0, unseenChance: 0)
    }

    /// On the part test of the published split, solved from the published averages.
    package var confusion: Confusion {
        let (tp, fp, fn, tn) =
            switch self {
            case .initial: (2871, 25, 30, 93397)
            case .improved: (2884, 107, 17, 93315)
            case .gridSearch: (2886, 109, 15, 93313)
            case .gridSearchBN: (2886, 111, 15, 93311)
            case .gridSearchGC: (2884, 112, 17, 93310)
            case .gridSearchGN: (2886, 88, 15, 93334)
            case .gridSearchBNGN: (2710, 18, 191, 93404)
            case .gridSearchDA: (2882, 66, 19, 93356)
            case .gridSearchDAGN: (2884, 66, 17, 93356)
            }
        var confusion = Confusion()
        (confusion.tp, confusion.fp, confusion.fn, confusion.tn) = (tp, fp, fn, tn)
        return confusion
    }
}
