import Reporting
import Training

/// What `explore` found out as a page.
struct ExplorationReport {
    let result: ExplorationResult

    init(_ result: ExplorationResult) { self.result = result }

    var page: Page { Page(title: "What the data holds", lead: ExplorationWords(result: result).lead) }
}
