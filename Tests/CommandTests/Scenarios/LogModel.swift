import Foundation
import TestSupport

/// One log as its writer knows it: the lines to come, the files that rotation has made of it, and, in `whole/` of the
/// test's directory, all bytes ever written, in the order in which they must come out.
final class LogModel {
    /// What a rotated file is called: `x.log.1`, the newest of them, or `x.log.2024-01-01`.
    enum Naming: CaseIterable { case numbered, dated }

    let name: String
    private let directory: TemporaryDirectory
    private let naming: Naming
    private var lines: ArraySlice<[UInt8]> = []
    /// What is still to come of a line that was begun.
    private var rest: ArraySlice<UInt8> = []
    private var begun: [UInt8] = []
    /// Of the file that is being written; it may have been renamed since.
    private var handle: FileHandle?
    /// Whether that file was renamed.
    private(set) var isHeld = false
    private(set) var isDenied = false
    /// Names of the rotated files, the newest first.
    private(set) var rotated: [String] = []
    private var rotations = 0
    private(set) var linesWritten = 0
    /// The latest stamp written, as its first 13 bytes: `240301 080000`.
    private(set) var clock: [UInt8] = []

    /// - Parameter directory: where `logs/` and `whole/` are.
    init(_ name: String, _ naming: Naming, in directory: TemporaryDirectory) throws {
        self.name = name
        self.naming = naming
        self.directory = directory
        try directory.write(path, "")
        try directory.write("whole/" + name, "")
    }

    var path: String { "logs/" + name }
    /// Whether nothing waits to be written.
    var isDone: Bool { lines.isEmpty && rest.isEmpty }
    /// Whether a line was begun and not ended.
    var isWithinLine: Bool { !rest.isEmpty }

    /// Lines to be written later, without their line endings.
    func supply(_ more: [[UInt8]]) { lines = ArraySlice(lines + more) }

    /// Of the file at the path; nil where there is none.
    var file: (inode: UInt64, size: UInt64)? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: directory.file(path))
        guard let inode = attributes?[.systemFileNumber] as? NSNumber, let size = attributes?[.size] as? NSNumber else {
            return nil
        }
        return (inode.uint64Value, size.uint64Value)
    }

    // MARK: writing

    func write(_ count: Int) throws {
        try completeLine()
        let some = lines.prefix(count)
        lines = lines.dropFirst(some.count)
        try put(some.flatMap { $0 + [UInt8(ascii: "\n")] })
        linesWritten += some.count
        if let last = some.last { noteStamp(of: last) }
    }

    /// Writes what comes up to the stamp.
    func write(upTo stamp: [UInt8]) throws {
        try write(lines.prefix { !stamp.lexicographicallyPrecedes($0.prefix(stamp.count)) }.count)
    }

    private func noteStamp(of line: [UInt8]) {
        let stamp = Array(line.prefix(13))
        if clock.lexicographicallyPrecedes(stamp) { clock = stamp }
    }

    /// Writes a line that the supply does not have.
    func write(_ line: String) throws {
        try completeLine()
        try put(Array((line + "\n").utf8))
        linesWritten += 1
        noteStamp(of: Array(line.utf8))
    }

    /// Writes the next line up to somewhere.
    /// - Parameter share: of its bytes, from 0 to 1.
    func writePart(_ share: Double) throws {
        try completeLine()
        guard let line = lines.popFirst() else { return }
        let whole = line + [UInt8(ascii: "\n")]
        let cut = max(1, min(whole.count - 1, Int(Double(whole.count) * share)))
        try put(whole[..<cut])
        begun = line
        rest = whole[cut...]
    }

    func completeLine() throws {
        guard isWithinLine else { return }
        let end = rest
        rest = []
        try put(end)
        linesWritten += 1
        // Not before: of a line that rotation cuts, the stamp may not count.
        noteStamp(of: begun)
    }

    private func put(_ bytes: some Collection<UInt8>) throws {
        if bytes.isEmpty { return }
        if handle == nil {
            if !directory.exists(path) { try directory.write(path, "") }
            handle = FileHandle(forUpdatingAtPath: directory.file(path))
        }
        try handle?.seekToEnd()
        try handle?.write(contentsOf: Data(bytes))
        try directory.append("whole/" + name, bytes)
    }

    /// The line that was begun ends here: its file goes, and what is still to come of it begins the next one.
    private func cutLine() throws {
        guard isWithinLine else { return }
        try directory.append("whole/" + name, "\n")
        // A line by itself if its header is whole; what is still to come has none, even if it is cut again.
        let written = max(0, begun.count + 1 - rest.count)
        if begun.prefix(written).contains(UInt8(ascii: ":")) { noteStamp(of: begun) }
        begun = []
    }

    // MARK: rotation

    /// Renames the file.
    /// - Parameters:
    ///   - isHeld: whether the writer keeps writing to it.
    ///   - isCreated: whether an empty one is made in its place at once.
    func rotate(isHeld: Bool, isCreated: Bool) throws {
        try settle()
        guard directory.exists(path) else { return }
        try directory.rename(path, to: nextName())
        if isHeld && handle != nil {
            self.isHeld = true
        } else {
            try cutLine()
            handle = nil
        }
        if isCreated { try directory.write(path, "") }
    }

    /// Copies the file, then truncates it.
    /// - Parameter keepsTime: whether the copy has the file's time of change.
    func copyAndTruncate(keepsTime: Bool) throws {
        try settle()
        guard let file, file.size > 0 else { return }
        let copied = try Run("/bin/cp", (keepsTime ? ["-p"] : []) + [directory.file(path), directory.file(nextName())])
        if copied.status != 0 { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: copied.errors]) }
        try truncate()
        try cutLine()
    }

    /// - Parameter index: of the rotated files, the newest first.
    func pack(_ index: Int) throws {
        let name = rotated[index]
        if name.hasSuffix(".gz") || isHeld && index == 0 { return }
        let packed = try Run("/bin/gzip", [directory.file(name)])
        if packed.status != 0 { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: packed.errors]) }
        rotated[index] = name + ".gz"
    }

    /// Writes the beginning of a line that never ends, which is no event: for a file that will be truncated or deleted.
    func writeStump() throws {
        try handle?.seekToEnd()
        try handle?.write(contentsOf: Data("x".utf8))
    }

    /// The unread rest is lost, and what comes out does not know: only for a file that was read to its end.
    func truncate() throws {
        let file = try FileHandle(forUpdating: URL(filePath: directory.file(path)))
        try file.truncate(atOffset: 0)
        try file.close()
    }

    /// Likewise.
    func delete() throws {
        try directory.remove(path)
        handle = nil
    }

    /// The rotated files go: likewise.
    func discardRotated() throws {
        for name in rotated { try directory.remove(name) }
        rotated = []
    }

    /// Nobody but root's special power may read the file.
    func deny() throws {
        guard directory.exists(path), !isHeld else { return }
        try setMode(0)
        isDenied = true
    }

    /// A writer that held on to a renamed file lets it go; the file may be read.
    func settle() throws {
        if isHeld {
            try completeLine()
            handle = nil
            isHeld = false
        }
        if isDenied {
            try setMode(0o644)
            isDenied = false
        }
    }

    private func setMode(_ mode: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: directory.file(path))
    }

    /// The name for the file that is rotated now; the others make room for it.
    private func nextName() throws -> String {
        rotations += 1
        switch naming {
        case .dated:
            let (month, day) = (rotations / 28, rotations % 28 + 1)
            rotated.insert("\(path).\(2024 + month / 12)-\(padded(month % 12 + 1))-\(padded(day))", at: 0)
        case .numbered:
            for index in rotated.indices.reversed() {
                let name = "\(path).\(index + 2)" + (rotated[index].hasSuffix(".gz") ? ".gz" : "")
                try directory.rename(rotated[index], to: name)
                rotated[index] = name
            }
            rotated.insert(path + ".1", at: 0)
        }
        return rotated[0]
    }

    private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
