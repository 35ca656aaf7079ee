/// The names in a directory at one moment.
struct Listing {
    private let names: [String]

    init(_ directory: String) {
        names = Directory.names(in: directory).sorted()
    }

    var all: [String] { names }

    func names(beginningWith prefix: String) -> ArraySlice<String> {
        var (low, high) = (0, names.count)
        while low < high {
            let middle = (low + high) / 2
            if names[middle] < prefix { low = middle + 1 } else { high = middle }
        }
        return names[low...].prefix { $0.hasPrefix(prefix) }
    }
}
