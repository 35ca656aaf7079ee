/// Which inputs hold files open, and which of them must give theirs up so that not too many are open at once.
struct FileBudget {
    private let limit: Int
    /// Number of open files and the latest use, by the input's index.
    private var holders: [Int: (files: Int, lastUse: UInt64)] = [:]
    private var total = 0
    private var uses: UInt64 = 0

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// The input was used and holds that many files open now.
    mutating func note(_ input: Int, files: Int) {
        uses += 1
        total += files - (holders[input]?.files ?? 0)
        holders[input] = files == 0 ? nil : (files, uses)
    }

    /// Whom to ask for their files, the longest unused first; never the one used last. Some more than needed, so that
    /// it need not be asked again at the next file.
    func excess() -> [Int] {
        guard total > limit else { return [] }
        var surplus = total - limit * 3 / 4
        var chosen: [Int] = []
        for (input, holder) in holders.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
            if surplus <= 0 || holder.lastUse == uses { break }
            surplus -= holder.files
            chosen.append(input)
        }
        return chosen
    }
}
