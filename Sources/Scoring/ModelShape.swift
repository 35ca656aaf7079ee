import Records

/// The recurrent unit, with PyTorch's order of gates.
package enum Cell: String, Sendable, Hashable, CaseIterable {
    /// Reset, update, new (Cho et al. 2014).
    case gru
    /// Input, forget, cell, output (Hochreiter and Schmidhuber 1997).
    case lstm

    package var gates: Int { self == .gru ? 3 : 4 }
}

/// How a network is built, and from that its list of parameters: the only place that names them.
///
/// The events' embeddings go through one or more recurrent layers. A classifier sees the last layer's last state; or a
/// dense layer does, and beside it how often each event occurred (``countFeatures(_:)``), and the classifier sees what
/// that makes of it. The score is the sigmoid of the classifier's output.
package struct ModelShape: Sendable, Hashable {
    /// Width of an event's embedding.
    package var embedding: Int
    package var cell = Cell.gru
    /// Number of recurrent layers.
    package var layers = 1
    /// Width of a recurrent layer's state.
    package var hidden: Int
    /// Width of the dense layer; 0 where there is none.
    package var dense: Int
    /// How many events are kept, the last ones, padded in front; nil where the whole sequence counts.
    package var window: Int?

    package init(embedding: Int, cell: Cell = .gru, layers: Int = 1, hidden: Int, dense: Int, window: Int? = nil) {
        self.embedding = embedding
        self.cell = cell
        self.layers = layers
        self.hidden = hidden
        self.dense = dense
        self.window = window
    }

    package var vocabulary: Int { EventKind.vocabularySize }
    /// The gates' rows of one layer.
    package var gates: Int { cell.gates * hidden }
    /// What the dense layer, or the classifier where there is none, sees.
    package var features: Int { dense == 0 ? hidden : hidden + Self.countSteps.count * vocabulary }

    /// The numbers of occurrences that the dense layer tells apart, as a rule on counts would.
    package static let countSteps = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16]

    /// The dense layer's view of how often each event occurred [vocabulary]: for each of ``countSteps``, whether it
    /// was at least so often [steps · vocabulary].
    package static func countFeatures(_ counts: [Int]) -> [Float] {
        countSteps.flatMap { step in counts.map { $0 >= step ? 1 : 0 } }
    }

    // MARK: parameters

    /// A tensor of the model: its name and shape as PyTorch has them, and where its values (row by row) stand among
    /// all parameters.
    package struct Parameter: Sendable, Hashable {
        package var name: String
        package var dimensions: [Int]
        package var range: Range<Int>
    }

    package var parameters: [Parameter] {
        var list = [("embedding.weight", [vocabulary, embedding])]
        for layer in 0..<layers {
            list += [
                ("\(cell.rawValue).weight_ih_l\(layer)", [gates, layer == 0 ? embedding : hidden]),
                ("\(cell.rawValue).weight_hh_l\(layer)", [gates, hidden]),
                ("\(cell.rawValue).bias_ih_l\(layer)", [gates]),
                ("\(cell.rawValue).bias_hh_l\(layer)", [gates]),
            ]
        }
        if dense > 0 { list += [("dense.weight", [dense, features]), ("dense.bias", [dense])] }
        list += [("classifier.weight", [1, dense == 0 ? features : dense]), ("classifier.bias", [1])]
        var next = 0
        return list.map { name, dimensions in
            let start = next
            next += dimensions.reduce(1, *)
            return Parameter(name: name, dimensions: dimensions, range: start..<next)
        }
    }

    package var parameterCount: Int { parameters.last?.range.upperBound ?? 0 }

    // MARK: as a model file has it

    /// `embedding; gru 1; counts; dense; classifier`: the way of the data, for programs.
    package var architecture: String {
        var steps = ["embedding", "\(cell.rawValue) \(layers)", "classifier"]
        if dense > 0 { steps.insert(contentsOf: ["counts", "dense"], at: 2) }
        if let window { steps.insert("last \(window)", at: 0) }
        return steps.joined(separator: "; ")
    }

    /// What ``architecture`` stands for, for the people who load the file elsewhere.
    package var architectureInWords: String {
        let tokens = window.map { "t = the last \($0) of tokens, zeros in front of fewer; " } ?? ""
        let input = window == nil ? "tokens" : "t"
        let recurrent = "h = last state of the last layer of \(cell.rawValue)(embedding(\(input))), starting at 0; "
        let head =
            dense == 0
            ? "logit = classifier(h); "
            : "n[i] = count of token i in tokens for i in 0...31; c = concat(n >= k for k in \(Self.countSteps)); "
                + "d = relu(dense(concat(h, c))); logit = classifier(d); "
        return tokens + recurrent + head + "score = sigmoid(logit)"
    }

    /// The reverse of ``architecture``, the sizes left open (0); nil for any other text.
    package init?(architecture: String) {
        var steps = architecture.split(separator: "; ").map(String.init)[...]
        var window: Int?
        if let first = steps.first, first.hasPrefix("last ") {
            window = Int(first.dropFirst(5))
            steps = steps.dropFirst()
        }
        guard steps.count == 3 || steps.count == 5 else { return nil }
        let recurrent = steps[steps.startIndex + 1].split(separator: " ")
        guard recurrent.count == 2, let cell = Cell(rawValue: String(recurrent[0])), let layers = Int(recurrent[1]),
            (1...8).contains(layers), window.map({ (1...1000).contains($0) }) != false
        else { return nil }
        self.init(
            embedding: 0, cell: cell, layers: layers, hidden: 0, dense: steps.count == 5 ? 1 : 0, window: window)
        guard self.architecture == architecture else { return nil }
    }
}
