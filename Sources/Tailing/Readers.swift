import Records

/// Which input reads which file: no two read the same.
struct Readers {
    private var inputs: [FileIdentity: InputID] = [:]
    /// The paths of all logs that are followed.
    var logs: Set<String> = []

    /// The log that is followed whose rotated file the path is.
    func logOfRotated(_ path: String) -> String? {
        let name = path.lastComponent
        return name.indices.lazy.filter { ".-_".contains(name[$0]) }
            .map { String(path.dropLast(name[$0...].count)) }.first(where: logs.contains)
    }

    func isTaken(_ file: FileIdentity, from input: InputID) -> Bool {
        inputs[file].map { $0 != input } ?? false
    }

    mutating func note(_ input: InputID, _ file: FileIdentity?, was former: FileIdentity?) {
        if file == former && former.map({ inputs[$0] != nil }) != false { return }
        if let former, inputs[former] == input { inputs[former] = nil }
        if let file { inputs[file] = input }
    }
}
