import Scoring

/// Recipes that differ in some hyperparameters: every combination of the values that each of them can take.
package struct Grid: Sendable {
    package struct Axis: Sendable, Hashable {
        package var name: String
        package var values: [String]

        package init(_ name: String, _ values: [String]) {
            self.name = name
            self.values = values
        }
    }

    /// One combination.
    package struct Point: Sendable, Hashable {
        /// In the order of the axes.
        package var values: [String]
        package var recipe: Recipe
    }

    package let axes: [Axis]
    package let points: [Point]

    /// The grid of the published search: of a network with one LSTM.
    package static let published: (recipe: Recipe, axes: [Axis]) = (
        {
            var recipe = PublishedSystem.gridSearch.recipe()
            recipe.shape.layers = 1
            return recipe
        }(),
        [Axis("batch", ["16", "32"]), Axis("epochs", ["2", "8", "15"]), Axis("hidden", ["2", "64", "72"])]
    )

    /// - Throws: ``Unknown`` for a name that no hyperparameter has, or a value that it cannot have.
    package init(_ recipe: Recipe, _ axes: [Axis]) throws {
        self.axes = axes
        for axis in axes {
            guard !axis.values.isEmpty, Set(axis.values).count == axis.values.count else {
                throw Unknown(what: "\(axis.name) has no value, or one that stands there twice")
            }
            guard axes.count(where: { $0.name == axis.name }) == 1 else {
                throw Unknown(what: "\(axis.name) stands there twice; name all its values at once")
            }
        }
        points = try axes.reduce([Point(values: [], recipe: recipe)]) { points, axis in
            guard let parameter = Hyperparameter.all.first(where: { $0.name == axis.name }) else {
                throw Unknown(
                    what: "there is no hyperparameter \(axis.name); there is "
                        + Hyperparameter.all.map(\.name).joined(separator: ", "))
            }
            return try points.flatMap { point in
                try axis.values.map { value in
                    var next = point
                    guard parameter.set(&next.recipe, value) else {
                        throw Unknown(what: "\(axis.name) cannot be \(value): \(parameter.help)")
                    }
                    next.values.append(value)
                    return next
                }
            }
        }
    }

    package struct Unknown: Error { package var what: String }

    /// Points that one training serves: where nothing depends on how long it is, a training of many epochs has been one
    /// of few on its way.
    var trainings: [[Int]] {
        var groups: [Recipe: [Int]] = [:]
        var order: [Recipe] = []
        for (index, point) in points.enumerated() {
            var key = point.recipe
            if !key.isAnnealed { key.epochs = 0 }
            if groups.updateValue((groups[key] ?? []) + [index], forKey: key) == nil { order.append(key) }
        }
        return order.compactMap { groups[$0] }
    }
}
