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
    private var state: RaisedState
    private var pending: [(id: String, line: [UInt8])] = []
    /// Why the file cannot be written at present.
    package private(set) var fault: FileError?

    /// - Parameters:
    ///   - path: the alerts file; `-` is standard output, without the promises after a crash.
    ///   - stateDirectory: where what was raised is written down.
    ///   - state: of the checkpoint that the daemon goes on from; nil where there is none, or a damaged one.
    /// - Throws: `FileError` where a file cannot be made.
    package init(path: String, stateDirectory: String, journal: JournalWriter?, resuming state: RaisedState?) throws {
        self.path = path
        self.journal = journal
        self.state = state ?? RaisedState()
        guard path != "-" else {
            raised = nil
            return
        }
        let raised = try RaisedLog(path: stateDirectory + "/raised.log")
        self.raised = raised
        let file = try AppendedFile(path: path)
        self.file = file
        for batch in raised.found where batch.generation >= self.state.generation {
            self.state.unconfirmed.formUnion(batch.ids)
        }
        try raised.goBack(to: self.state.generation)
        self.state.generation = max(self.state.generation, raised.found.last?.generation ?? 0)
        if let last = raised.found.last, !raised.isLastWritten {
            try complete(last, file)
            raised.noteWritten()
        }
        try endTornLine(file)
    }

    package var isBlocked: Bool { !pending.isEmpty }

    /// What the log of what was raised since the latest checkpoint takes of the disk.
    package var raisedBytes: Int { Int(raised?.size ?? 0) }

    /// Alerts that wait for the file.
    package var pendingCount: Int { pending.count }

    /// Says them. What was said before a crash already does not go to the file again; the journal gets it again, for
    /// nobody knows whether it took it.
    package func raise(_ alerts: [Alert]) {
        for alert in alerts {
            journal?.send(alert)
            if state.unconfirmed.remove(alert.id) == nil { pending.append((alert.id, AlertLine.encode(alert))) }
        }
        retry()
    }

    /// The state is lost and logs are read again: what stands in the file already is not to be said twice.
    /// - Throws: `FileError`.
    package func passOverWhatStands() throws {
        guard let file else { return }
        let lines = Self.lines(of: try file.read(at: 0, count: Int(file.size())))
        state.unconfirmed.formUnion(lines.compactMap(AlertLine.id))
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
        if let raised {
            FailPoint.alertRaised.reached()
            let file = try currentFile()
            try endTornLine(file)
            let batch = RaisedLog.Batch(
                generation: state.generation, file: file.identity, offset: try file.size(), ids: pending.map(\.id),
                lines: bytes)
            try raised.append(batch, to: file)
            FailPoint.alertDone.reached()
        } else {
            try writeToStandardOutput(bytes)
        }
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
            fault = nil
        } catch let error as FileError {
            fault = error
        } catch {}
        retry()
    }

    /// What the next checkpoint remembers; to be taken while nothing waits for the file.
    ///
    /// From here on alerts belong to that checkpoint, whether it becomes durable or not: read together with the one
    /// before, they are newer than it all the same.
    package func beginCheckpoint() -> RaisedState {
        state.generation += 1
        return state
    }

    /// The checkpoint is durable: what was raised before it is known.
    package func checkpointed() {
        try? raised?.turn()
        FailPoint.checkpointDone.reached()
    }

    /// Lets the journal take what waits for it.
    package func close() { journal?.close(within: 2) }

    // MARK: after a crash

    /// Appends what a crash kept from the file: of the batches noted, the last one can be missing, or a part of it.
    private func complete(_ batch: RaisedLog.Batch, _ file: AppendedFile) throws {
        // Rotation may have renamed the file since.
        let written = file.identity == batch.file ? file : AppendedFile.find(batch.file, near: path)
        var found: [UInt8] = []
        if let written, try written.size() > batch.offset {
            found = try written.read(at: batch.offset, count: Int(written.size() - batch.offset))
            let whole = found.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
            // A line of ours that the crash cut.
            if batch.lines.starts(with: found) && whole < found.count {
                try written.cut(to: batch.offset + UInt64(whole))
                found.removeLast(found.count - whole)
            }
        }
        // An earlier start may have completed the batch in the file that followed.
        if file.identity != batch.file { found += try file.read(at: 0, count: Int(file.size())) }
        let standing = Set(Self.lines(of: found).compactMap(AlertLine.id))
        let missing = Self.lines(of: batch.lines).filter { line in
            AlertLine.id(of: line).map { !standing.contains($0) } ?? false
        }
        try endTornLine(file)
        if !missing.isEmpty { try file.append(missing.flatMap { $0 + [UInt8(ascii: "\n")] }) }
    }

    /// Those that a newline ends, without it.
    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
    }

    /// What others left without a newline must not swallow our first line.
    private func endTornLine(_ file: AppendedFile) throws {
        let size = try file.size()
        guard size > 0, try file.read(at: size - 1, count: 1) != [UInt8(ascii: "\n")] else { return }
        try file.append([UInt8(ascii: "\n")])
    }
}
