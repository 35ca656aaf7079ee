import Alerting
import Records
import Tailing

/// An alert of alerts files, found by its id, and what became of it.
struct FoundAlert {
    let alert: ReadAlert
    /// The alert that takes it back; nil where none does.
    private(set) var takenBackBy: ReadAlert?

    /// - Parameters:
    ///   - id: or as many of its first digits as no other alert's id begins with.
    ///   - paths: alerts files, the oldest first, plain or .gz; `-` is standard input. Of several, one that cannot be
    ///     read is named on standard error and passed over.
    /// - Throws: `FileError` where none can be read; `DataFault` where no alert, or more than one, has the id.
    init(_ id: String, in paths: [String]) throws {
        var (reader, faults) = (AlertReader(), [any Fault]())
        var found: [String: ReadAlert] = [:]
        var resolutions: [String: ReadAlert] = [:]
        for path in paths {
            do {
                try AlertLines(path: path).read { batch in
                    reader.read(batch) { alert, _ in
                        if alert.id.hasPrefix(id) { found[alert.id] = alert }
                        if let former = alert.resolves, former.hasPrefix(id) { resolutions[former] = alert }
                    }
                }
            } catch let fault as any Fault {
                faults.append(fault)
            }
        }
        if let first = faults.first, faults.count == paths.count, found.isEmpty { throw first }
        for fault in faults { StandardError.write("warning: \(fault.plainText)\n") }
        let place = paths.joined(separator: ", ")
        guard let alert = found[id] ?? found.values.first else {
            let others = reader.takeStrangers().map { " (and \($0.count) lines are no alerts)" } ?? ""
            throw DataFault(place: place, what: "none of the \(reader.alerts) alerts\(others) has the id \(id)")
        }
        guard found[id] != nil || found.count == 1 else {
            throw DataFault(place: place, what: "the ids of \(found.count) alerts begin with \(id); name more of it")
        }
        self.alert = alert
        takenBackBy = resolutions[alert.id]
    }
}
