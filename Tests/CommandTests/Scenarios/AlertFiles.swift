import Foundation
import TestSupport

/// The alerts file through all that is done to it: every generation's content is kept, so that an alert that stands
/// twice is found wherever it stands.
final class AlertFiles {
    private let directory: TemporaryDirectory
    /// Former generations that are there, packed or not.
    private var moved: [String] = []
    /// Deleted ones, under the name that keeps their content.
    private var kept: [String] = []
    /// Ids from files that were taken away once they were read.
    private var read: [String] = []
    private var count = 0
    private var isBlocked = false
    private var isForbidden = false

    static let name = "alerts.jsonl"

    /// - Parameter directory: where the alerts file stands, and `kept/`.
    init(in directory: TemporaryDirectory) throws {
        self.directory = directory
        try FileManager.default.createDirectory(atPath: directory.file("kept"), withIntermediateDirectories: true)
    }

    /// Whether the daemon cannot write to it at present.
    var isOutOfReach: Bool { isBlocked || isForbidden }
    /// Whether a former file can be packed: once the daemon has gone on in a new one.
    var canPack: Bool { !isOutOfReach && directory.exists(Self.name) && moved.contains { !$0.hasSuffix(".gz") } }

    func move() throws {
        guard !isOutOfReach, directory.exists(Self.name) else { return }
        count += 1
        try directory.rename(Self.name, to: "\(Self.name).\(count)")
        moved.append("\(Self.name).\(count)")
    }

    func pack() throws {
        guard let index = moved.firstIndex(where: { !$0.hasSuffix(".gz") }) else { return }
        let packed = try Run("/bin/gzip", [directory.file(moved[index])])
        if packed.status != 0 { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: packed.errors]) }
        moved[index] += ".gz"
    }

    func delete() throws {
        guard !isOutOfReach, directory.exists(Self.name) else { return }
        count += 1
        let name = "kept/\(count)"
        try FileManager.default.linkItem(atPath: directory.file(Self.name), toPath: directory.file(name))
        try directory.remove(Self.name)
        kept.append(name)
    }

    /// Puts a directory in its place.
    func block() throws {
        guard !isOutOfReach else { return }
        try move()
        // The daemon may have made a new one between.
        let place = directory.file(Self.name)
        while (try? FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)) == nil {
            try move()
        }
        isBlocked = true
    }

    /// Takes the file away and lets nobody make a new one; only root can, for it still may itself.
    func forbid() throws {
        guard !isOutOfReach, getuid() == 0 else { return }
        try setMode(0o555)
        isForbidden = true
        try move()
    }

    func mend() throws {
        if isBlocked { try directory.remove(Self.name) }
        if isForbidden { try setMode(0o755) }
        (isBlocked, isForbidden) = (false, false)
    }

    private func setMode(_ mode: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: directory.path)
    }

    /// The ids of all alerts so far, and how many lines were no whole alert.
    func contents() throws -> (ids: [String], torn: Int) {
        var (ids, torn) = (read, 0)
        for file in moved + kept + (directory.exists(Self.name) ? [Self.name] : []) {
            let bytes = file.hasSuffix(".gz") ? try unpacked(file) : try directory.read(file)
            if !bytes.isEmpty && bytes.last != UInt8(ascii: "\n") { torn += 1 }
            for line in bytes.split(separator: UInt8(ascii: "\n")) {
                let alert = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
                if let id = alert?["id"] as? String { ids.append(id) } else { torn += 1 }
            }
        }
        return (ids, torn)
    }

    private func unpacked(_ file: String) throws -> [UInt8] {
        Array(try Run("/bin/gzip", ["-dc", directory.file(file)]).output.utf8)
    }

    /// Takes away the former files: for a daemon that is stopped.
    func discard() throws {
        read = try contents().ids
        for file in moved + kept { try directory.remove(file) }
        if directory.exists(Self.name) { try directory.remove(Self.name) }
        (moved, kept) = ([], [])
    }
}
