import Records
import Scoring
import Testing
import Training

struct RecipeTests {
    /// A recipe's hyperparameters say all of it: set on another recipe they make the same.
    @Test(arguments: Recipe.all) func hyperparametersSayAll(_ recipe: Recipe) {
        var other = recipe == .production ? PublishedSystem.initial.recipe() : .production
        other.name = recipe.name
        for parameter in Hyperparameter.all {
            #expect(parameter.set(&other, recipe.hyperparameters[parameter.name] ?? ""), "\(parameter.name)")
        }
        #expect(other == recipe)
    }

    @Test(arguments: [
        ("hidden", "0"), ("hidden", "x"), ("hidden", "100000"), ("cell", "rnn"), ("clip", "norm"), ("epochs", "0"),
        ("learning_rate", "nan"), ("averaging", "1"), ("swap_chance", "1"), ("annealed", "yes"), ("batch", "-1"),
    ])
    func whatAHyperparameterCannotBe(_ name: String, _ value: String) throws {
        var recipe = Recipe.production
        #expect(!(try #require(Hyperparameter.all.first { $0.name == name })).set(&recipe, value))
        #expect(recipe == .production)
    }

    /// The published averages are those of the confusion matrices that were solved from them.
    @Test(arguments: [
        (PublishedSystem.initial, 0.99943, 0.99552, 0.99470, 0.99511),
        (.improved, 0.99871, 0.98202, 0.99650, 0.98915), (.gridSearch, 0.99871, 0.98172, 0.99683, 0.98915),
        (.gridSearchBN, 0.99869, 0.98140, 0.99682, 0.98898), (.gridSearchGC, 0.99866, 0.98122, 0.99647, 0.98872),
        (.gridSearchGN, 0.99893, 0.98512, 0.99694, 0.99096), (.gridSearchBNGN, 0.99783, 0.99568, 0.96698, 0.98088),
        (.gridSearchDA, 0.99912, 0.98870, 0.99637, 0.99251), (.gridSearchDAGN, 0.99914, 0.98872, 0.99672, 0.99269),
    ])
    func publishedFigures(
        _ system: PublishedSystem, _ accuracy: Double, _ precision: Double, _ recall: Double, _ f1: Double
    ) {
        let confusion = system.confusion
        #expect(confusion.total == 96323)
        #expect(abs(confusion.accuracy - accuracy) < 6e-6)
        #expect(abs(confusion.macroPrecision - precision) < 6e-6)
        #expect(abs(confusion.macroRecall - recall) < 6e-6)
        #expect(abs(confusion.macroF1 - f1) < 6e-6)
    }

    @Test func eachTechniqueIsNamed() {
        #expect(PublishedSystem.gridSearchBNGN.recipe().hasBatchNormalization)
        #expect(PublishedSystem.gridSearchBNGN.recipe().clipping == .norm(1))
        #expect(PublishedSystem.gridSearchGC.recipe().clipping == .value(0.5))
        #expect(PublishedSystem.gridSearchDA.recipe().shiftedWindows == 3)
        #expect(PublishedSystem.gridSearch.recipe().clipping == .none)
        #expect(PublishedSystem.initial.recipe(.gru).shape.cell == .gru)
    }
}
