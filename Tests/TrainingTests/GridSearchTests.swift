import Records
import Scoring
import Testing
import Training

struct GridSearchTests {
    static let recipe: Recipe = {
        var recipe = PublishedSystem.initial.recipe(.gru)
        recipe.shape.hidden = 4
        recipe.learningRate = 0.02
        return recipe
    }()

    @Test func everyCombinationIsAPoint() throws {
        let grid = try Grid(Self.recipe, [.init("hidden", ["2", "4"]), .init("batch", ["8", "16"])])
        #expect(grid.points.map(\.values) == [["2", "8"], ["2", "16"], ["4", "8"], ["4", "16"]])
        #expect(grid.points[1].recipe.shape.hidden == 2 && grid.points[1].recipe.batch == 16)
        #expect(try Grid(Self.recipe, []).points.map(\.recipe) == [Self.recipe])
    }

    @Test func anAxisHasValuesAndStandsOnce() {
        for axes in [
            [Grid.Axis("hidden", [])], [.init("hidden", ["2", "2"])], [.init("hidden", ["2"]), .init("hidden", ["3"])],
        ] {
            #expect(throws: Grid.Unknown.self) { try Grid(Self.recipe, axes) }
        }
    }

    @Test(arguments: [("units", "2"), ("hidden", "many"), ("epochs", "0")])
    func whatNoGridCanHave(_ name: String, _ value: String) {
        #expect(throws: Grid.Unknown.self) { try Grid(Self.recipe, [.init(name, [value])]) }
    }

    @Test func thePublishedGridIsTheDataSetsReadme() throws {
        let grid = try Grid(Grid.published.recipe, Grid.published.axes)
        #expect(grid.points.count == 18)
        #expect(grid.points[0].recipe.shape.cell == .lstm && grid.points[0].recipe.shape.layers == 1)
    }

    /// Of a training that only is longer, the shorter one is read off on its way: the same as if it were alone.
    @Test func pointsThatDifferInEpochsShareATraining() throws {
        let rows = TrainerTests.rows
        let both = try Grid(Self.recipe, [.init("epochs", ["1", "4"]), .init("hidden", ["3", "4"])])
        let search = GridSearch(both, rows, folds: 3, seed: 2)
        #expect(search.jobs.count == 6)
        let outcomes = search.outcomes(search.jobs.map { search.run($0) { _ in } })
        #expect(outcomes.count == 4 && outcomes.allSatisfy { $0.folds.count == 3 })
        for outcome in outcomes { #expect(outcome.folds.reduce(0) { $0 + $1.total } == rows.count) }
        let alone = GridSearch(
            try Grid(Self.recipe, [.init("epochs", ["1"]), .init("hidden", ["3"])]), rows, folds: 3, seed: 2)
        let one = alone.outcomes(alone.jobs.map { alone.run($0) { _ in } })
        #expect(one[0].folds == outcomes.first { $0.point.values == ["1", "3"] }?.folds)
        #expect(outcomes[0].f1 >= outcomes[3].f1)
    }

    @Test func anAnnealedRecipeIsTrainedForEachNumberOfEpochs() throws {
        let grid = try Grid(.production, [.init("epochs", ["1", "2"])])
        #expect(GridSearch(grid, TrainerTests.rows, folds: 2, seed: 1).jobs.count == 4)
    }
}
