/// Templates by their literals, as they are put in; ``TemplateMatcher`` lays it out flat.
struct TemplateTrie {
    var literal: [UInt8] = []
    var isAtStart = false
    var isAtEnd = false
    /// Of the template that ends here.
    var rank: Int?
    /// The least rank here or behind.
    var bestRank = Int.max
    var children: [TemplateTrie] = []

    /// - Parameter rank: greater than that of all templates before.
    mutating func insert(_ template: Template, rank: Int) {
        insert(template, from: 0, rank)
    }

    private mutating func insert(_ template: Template, from index: Int, _ rank: Int) {
        bestRank = min(bestRank, rank)
        guard index < template.literals.count else {
            // The first one wins of two that are alike.
            self.rank = self.rank ?? rank
            return
        }
        let child = TemplateTrie(
            literal: template.literals[index], isAtStart: index == 0 && template.isAnchoredAtStart,
            isAtEnd: index == template.literals.count - 1 && template.isAnchoredAtEnd)
        // The templates come by rank, so that brothers stand in the order of their best one.
        let place = children.firstIndex {
            $0.literal == child.literal && $0.isAtStart == child.isAtStart && $0.isAtEnd == child.isAtEnd
        }
        if place == nil { children.append(child) }
        children[place ?? children.count - 1].insert(template, from: index + 1, rank)
    }
}
