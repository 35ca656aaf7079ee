import Records

/// The sizes of a model's layers, and from them its list of parameters: the only place that names them.
///
/// Architecture `embedding-gru-counts-dense/1`: the events' embeddings go through a GRU; a dense layer sees its last
/// state and, beside it, how often each event occurred (see ``countFeature(_:)``); the score is the sigmoid of the
/// classifier's output.
package struct ModelShape: Sendable, Hashable {
    package static let architecture = "embedding-gru-counts-dense/1"
    /// What ``architecture`` stands for, for the people who load the file elsewhere.
    package static let architectureInWords =
        "x = embedding(tokens); h = last state of gru(x), starting at 0; c[i] = min(count of token i in tokens, 16) / 4 "
        + "for i in 0...31; d = relu(dense(concat(h, c))); logit = classifier(d); score = sigmoid(logit)"

    /// Width of an event's embedding.
    package var embedding: Int
    /// Width of the GRU's state.
    package var hidden: Int
    /// Width of the dense layer.
    package var dense: Int

    package init(embedding: Int, hidden: Int, dense: Int) {
        self.embedding = embedding
        self.hidden = hidden
        self.dense = dense
    }

    package var vocabulary: Int { EventKind.vocabularySize }
    /// The three gates' rows, in PyTorch's order: reset, update, new.
    package var gates: Int { 3 * hidden }
    /// What the dense layer sees: the last state and a count for each event.
    package var features: Int { hidden + vocabulary }

    /// The dense layer's view of an event that occurred `count` times.
    @inlinable
    package static func countFeature(_ count: Int) -> Float { Float(min(count, 16)) * 0.25 }

    /// A tensor of the model: its name and shape as PyTorch has them, and where its values (row by row) stand among
    /// all parameters.
    package struct Parameter: Sendable, Hashable {
        package var name: String
        package var dimensions: [Int]
        package var range: Range<Int>
    }

    package var parameters: [Parameter] {
        var next = 0
        return [
            ("embedding.weight", [vocabulary, embedding]),
            ("gru.weight_ih_l0", [gates, embedding]),
            ("gru.weight_hh_l0", [gates, hidden]),
            ("gru.bias_ih_l0", [gates]),
            ("gru.bias_hh_l0", [gates]),
            ("dense.weight", [dense, features]),
            ("dense.bias", [dense]),
            ("classifier.weight", [1, dense]),
            ("classifier.bias", [1]),
        ].map { name, dimensions in
            let start = next
            next += dimensions.reduce(1, *)
            return Parameter(name: name, dimensions: dimensions, range: start..<next)
        }
    }

    package var parameterCount: Int { parameters.last?.range.upperBound ?? 0 }
}
