/// Inputs by whose next line comes first: a binary heap that knows each one's place.
struct MergeQueue {
    /// Where an input's next line belongs: its clock, in milliseconds, and among equal ones the order of the inputs.
    struct Rank: Comparable {
        var clock: Int64
        var order: Int

        static func < (left: Rank, right: Rank) -> Bool {
            left.clock == right.clock ? left.order < right.order : left.clock < right.clock
        }
    }

    private struct Entry {
        var rank: Rank
        var input: Int
    }

    private var heap: [Entry] = []
    /// By input, its place in the heap; nil where it is not in it.
    private var places: [Int?] = []

    var first: Int? { heap.first?.input }

    /// That of the input behind the first.
    var secondRank: Rank? {
        if heap.count < 3 { return heap.count < 2 ? nil : heap[1].rank }
        return min(heap[1].rank, heap[2].rank)
    }

    /// Enters the input, or moves it.
    mutating func set(_ input: Int, _ rank: Rank) {
        while places.count <= input { places.append(nil) }
        let place = places[input] ?? heap.count
        let entry = Entry(rank: rank, input: input)
        if place == heap.count { heap.append(entry) }
        settle(entry, from: place)
    }

    mutating func remove(_ input: Int) {
        guard places.indices.contains(input), let place = places[input], let last = heap.popLast() else { return }
        places[input] = nil
        if last.input != input { settle(last, from: place) }
    }

    private mutating func settle(_ entry: Entry, from place: Int) {
        var place = place
        while place > 0, entry.rank < heap[(place - 1) / 2].rank {
            put(heap[(place - 1) / 2], at: place)
            place = (place - 1) / 2
        }
        while true {
            var child = 2 * place + 1
            if child + 1 < heap.count && heap[child + 1].rank < heap[child].rank { child += 1 }
            guard child < heap.count, heap[child].rank < entry.rank else { break }
            put(heap[child], at: place)
            place = child
        }
        put(entry, at: place)
    }

    private mutating func put(_ entry: Entry, at place: Int) {
        heap[place] = entry
        places[entry.input] = place
    }
}
