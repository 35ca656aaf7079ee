/// A binary heap, the least element first.
struct Heap<Element: Comparable & Sendable>: Sendable {
    private var elements: [Element] = []

    var first: Element? { elements.first }

    mutating func insert(_ element: Element) {
        var child = elements.count
        elements.append(element)
        while child > 0 {
            let parent = (child - 1) / 2
            guard element < elements[parent] else { break }
            elements[child] = elements[parent]
            child = parent
        }
        elements[child] = element
    }

    mutating func removeFirst() {
        let last = elements.removeLast()
        if elements.isEmpty { return }
        var parent = 0
        while true {
            var least = 2 * parent + 1
            guard least < elements.count else { break }
            if least + 1 < elements.count && elements[least + 1] < elements[least] { least += 1 }
            guard elements[least] < last else { break }
            elements[parent] = elements[least]
            parent = least
        }
        elements[parent] = last
    }
}
