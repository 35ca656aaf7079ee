import Records

/// Where alerts go: the alerts file, which has each exactly once, and the journal, which has each at least once unless
/// it does not take them.
///
/// Nothing is lost while the file cannot be written: the alerts wait (``isBlocked``), the caller stops reading logs
/// and calls ``retry()`` now and then.
package final class AlertOutput {
    private let path: String
    private let journal: JournalWriter?
    private var file: AppendedFile?
    private let raised: RaisedLog?
    /// Alerts that are said again because a checkpoint was lost.
    private var standing: Set<String> = []
    private var pending: [(id: String, line: [UInt8])] = []
    /// Why the file cannot be written at present.
    package private(set) var fault: FileError?
    /// Alerts appended since the start.
    package private(set) var written = 0

    /// - Parameters:
    ///   - path: the alerts file; `-` is standard output, without the promises after a crash.
    ///   - stateDirectory: where what was raised is written down.
    /// - Throws: `FileError` where a file cannot be made.
    package init(path: String, stateDirectory: String, journal: JournalWriter?) throws {
        self.path = path
        self.journal = journal
        raised = path == "-" ? nil : try RaisedLog(path: stateDirectory + "/raised.log")
        if path != "-" {
            let file = try AppendedFile(path: path)
            self.file = file
            try recover(file)
        }
    }

    package var isBlocked: Bool { !pending.isEmpty }

    /// Alerts that wait for the file.
    package var pendingCount: Int { pending.count }

    /// Says them. What was said before a crash already does not go to the file again; the journal gets it again, for
    /// nobody knows whether it took it.
    package func raise(_ alerts: [Alert]) {
        for alert in alerts { journal?.send(alert) }
        raised?.confirm(alerts)
        let new = alerts.filter { raised?.ids.contains($0.id) != true && !standing.contains($0.id) }
        pending += new.map { ($0.id, AlertLine.encode($0)) }
        retry()
    }

    /// The state is lost and logs are read again: what stands in the file already is not to be said twice.
    /// - Throws: `FileError`.
    package func passOverWhatStands() throws {
        guard let file else { return }
        for line in try file.read(at: 0, count: Int(file.size())).split(separator: UInt8(ascii: "\n")) {
            if let id = AlertLine.id(of: line) { standing.insert(id) }
        }
    }

    /// Tries to append what waits.
    package func retry() {
        guard isBlocked else { return }
        do {
            try append()
            pending = []
            fault = nil
        } catch let error as FileError {
            fault = error
        } catch {
            fault = FileError("write", path, errno: 0)
        }
    }

    private func append() throws {
        let bytes = pending.flatMap(\.line)
        guard let raised else {
            try writeToStandardOutput(bytes)
            written += pending.count
            return
        }
        let file = try currentFile()
        try endTornLine(file)
        var offset = try file.size()
        var records: [RaisedLog.Record] = []
        for (id, line) in pending where !raised.ids.contains(id) {
            records.append(RaisedLog.Record(id: id, line: line, file: file.identity, offset: offset))
            offset += UInt64(line.count)
        }
        if !records.isEmpty { try raised.append(records) }
        try file.append(bytes)
        written += pending.count
    }

    private func currentFile() throws -> AppendedFile {
        if let file, file.isInPlace { return file }
        let file = try AppendedFile(path: path)
        self.file = file
        return file
    }

    /// Somebody may have moved, deleted or replaced the file: goes on in a new one; to be called about each second.
    package func inspect() {
        guard path != "-", file?.isInPlace != true else { return }
        reopen()
    }

    /// Opens the file anew, as after a rotation.
    package func reopen() {
        guard path != "-" else { return }
        file = nil
        do {
            _ = try currentFile()
        } catch let error as FileError {
            fault = error
        } catch {}
        retry()
    }

    /// A checkpoint that knows of everything raised so far is durable.
    package func checkpointed() {
        guard !isBlocked, let raised, raised.isWorthClearing(journalIsIdle: journal?.isIdle ?? true) else { return }
        try? raised.clear()
    }

    /// Lets the journal take what waits for it.
    package func close() { journal?.close(within: 2) }

    // MARK: after a crash

    /// Appends what was raised and did not reach the file any more.
    private func recover(_ file: AppendedFile) throws {
        var missing: [UInt8] = []
        for record in raised?.records ?? [] where try !stands(record, in: file) {
            missing += record.line
        }
        try endTornLine(file)
        if !missing.isEmpty { try file.append(missing) }
    }

    /// Whether the record's line stands whole in the file; takes off a beginning of it that the crash left.
    private func stands(_ record: RaisedLog.Record, in file: AppendedFile) throws -> Bool {
        guard record.file == file.identity, try file.size() > record.offset else { return false }
        let found = try file.read(at: record.offset, count: record.line.count)
        if found == record.line { return true }
        if record.line.starts(with: found) { try file.cut(to: record.offset) }
        return false
    }

    /// What others left without a newline must not swallow our first line.
    private func endTornLine(_ file: AppendedFile) throws {
        let size = try file.size()
        guard size > 0, try file.read(at: size - 1, count: 1) != [UInt8(ascii: "\n")] else { return }
        try file.append([UInt8(ascii: "\n")])
    }
}
