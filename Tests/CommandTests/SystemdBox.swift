import Foundation
import TestSupport
import Testing

/// A really running systemd, thrown away with its holder, with the package of the tested program to install.
final class SystemdBox {
    /// Why there is none here; nil where there is.
    static let missing: String? = {
        guard let tools = Places.tools, getuid() == 0 else { return "it needs root and SHARED_DIR" }
        let needed = [
            "/lib/systemd/systemd", "/usr/bin/dbus-daemon", "/sbin/setcap", "/usr/sbin/logrotate", "/usr/bin/dh",
            "/usr/bin/lintian", tools + "/systemd-box.sh",
        ]
        guard let absent = needed.first(where: { !FileManager.default.fileExists(atPath: $0) }) else { return nil }
        return "\(absent) is missing"
    }()

    /// The package's path.
    static let package = Result { try makePackage(version: "0.1.0") }

    private let script = (Places.tools ?? "") + "/systemd-box.sh"
    private let name = ["BOX_NAME": "blockwatch-\(getpid())-\(UInt16.random(in: 0...UInt16.max))"]

    init() throws {
        let start = try Run(script, ["start"], environment: name)
        try #require(start.status == 0, "\(start.errors)")
        // A container's, which lets no package start its service.
        try exec("rm", "-f", "/usr/sbin/policy-rc.d")
    }

    deinit { _ = try? Run(script, ["stop"], environment: name) }

    /// A test's binary is linked with libraries that no package has, and nobody waits for a small package.
    static let testPackage = ["SHLIBDEPS_OPTIONS": "--ignore-missing-info", "BUILDDEB_OPTIONS": "-Zgzip -z1"]

    /// Beside the binary under test, which is linked with the toolchain's libraries: the box has them at the same place.
    static func makePackage(version: String) throws -> String {
        let directory = URL(filePath: blockwatch).deletingLastPathComponent().appending(path: "package-" + version).path
        let made = try Run(
            Places.root.path + "/scripts/package.sh", [blockwatch, directory],
            environment: testPackage.merging(["VERSION": version]) { $1 })
        try #require(made.status == 0, "\(made.output.suffix(2000))\n\(made.errors.suffix(2000))")
        let architecture = try Run("/usr/bin/dpkg", ["--print-architecture"]).output.prefix { $0 != "\n" }
        return "\(directory)/blockwatch_\(version)-1_\(architecture).deb"
    }

    @discardableResult
    func exec(_ command: String..., input: String = "") throws -> Run {
        try Run(script, ["exec"] + command, environment: name, input: input)
    }

    /// What a shell in it prints.
    /// - Throws: where it fails.
    @discardableResult
    func shell(_ command: String, input: String = "") throws -> String {
        let run = try exec("sh", "-c", command, input: input)
        try #require(run.status == 0, "\(command): \(run.output)\(run.errors)")
        return run.output
    }

    func put(_ from: String, _ to: String, mode: String = "644") throws {
        let put = try Run(script, ["put", from, to, mode], environment: name)
        try #require(put.status == 0, "\(put.errors)")
    }

    // MARK: the service

    func install(_ package: String) throws {
        try put(package, "/root/blockwatch.deb")
        try shell("dpkg -i /root/blockwatch.deb")
    }

    /// Installs the package and has the daemon follow /var/log/hadoop.
    func installAndFollow() throws {
        try install(try Self.package.get())
        try shell("mkdir /var/log/hadoop && touch /var/log/hadoop/a.log")
        try configure()
        try shell("systemctl restart blockwatch")
    }

    func configure(_ more: String = "") throws {
        let text = "input: {files: [/var/log/hadoop/*.log], start: beginning}\n" + more
        try shell("cat >/etc/blockwatch/blockwatch.yaml", input: text)
    }

    /// - Parameter text: the lines below `[Service]`.
    func dropIn(_ text: String) throws {
        let directory = "/etc/systemd/system/blockwatch.service.d"
        try shell("mkdir -p \(directory) && cat >\(directory)/override.conf", input: "[Service]\n" + text)
        try shell("systemctl daemon-reload && systemctl restart blockwatch")
    }

    func log(_ piece: some Sequence<UInt8>) throws {
        try shell("cat >>/var/log/hadoop/a.log", input: String(decoding: Array(piece), as: UTF8.self))
    }

    func property(_ property: String) throws -> String {
        try shell("systemctl show blockwatch -p \(property) --value").trimmingCharacters(in: .newlines)
    }

    /// The service's entries in the journal.
    func journal() throws -> [[String: Any]] {
        try alertLines(Array(try exec("journalctl", "-u", "blockwatch", "-o", "json", "--no-pager").output.utf8))
    }

    func said() throws -> String { try shell("journalctl -u blockwatch -o cat --no-pager") }

    func status() throws -> [String: Any] {
        let answer = try shell("blockwatch status --json")
        return try #require(JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any])
    }

    /// Of the alerts file and those that it was rotated to.
    func alerts() throws -> [String] {
        let bytes = Array(try shell("zcat -f /var/log/blockwatch/alerts.jsonl*").utf8)
        return try alertLines(Array(bytes.prefix(through: bytes.lastIndex(of: 10) ?? -1))).map(id)
    }

    /// Waits until there are the alerts of an uninterrupted replay of the log, none missing, none extra, none twice; then
    /// stops the daemon and looks again.
    @discardableResult
    func givesTheAlerts(of log: some Sequence<UInt8>) throws -> [String] {
        let directory = try TemporaryDirectory()
        let replay = try Run(blockwatch, ["replay", "--model", shippedModel, directory.write("a.log", log)])
        let expected = try alertLines(Array(replay.output.utf8)).filter { $0["decided_by"] as? String != "end" }.map(id)
        #expect(!expected.isEmpty, "the oracle says nothing")
        try eventually("the last alert") { try alerts().count >= expected.count }
        try shell("systemctl stop blockwatch")
        #expect(try property("Result") == "success")
        #expect(try alerts().sorted() == expected.sorted())
        return expected
    }
}
