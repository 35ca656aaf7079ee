import Foundation
import TestSupport
import Testing

/// What scripts/package.sh makes, from installation to purge.
@Suite(.serialized, .enabled(if: SystemdBox.missing == nil, "no package can be installed here")) struct PackageTests {
    private let log = try! pieces("demo/hdfs.log", of: 50 << 10)

    @Test func installedItIdlesAndSaysSo() throws {
        let box = try SystemdBox()
        try box.install(try SystemdBox.package.get())
        #expect(try box.property("ActiveState") == "active" && box.property("UnitFileState") == "enabled")
        let words = "idle: input.files is empty"
        #expect(try box.said().contains(words))
        try eventually("the status") { try box.property("StatusText").hasPrefix(words) }
        #expect(try box.shell("getent passwd blockwatch").hasSuffix(":/usr/sbin/nologin\n"))
        for file in [
            "bash-completion/completions/blockwatch", "zsh/vendor-completions/_blockwatch",
            "fish/vendor_completions.d/blockwatch.fish", "doc/blockwatch/changelog.Debian.gz",
            "doc/blockwatch/examples/blockwatch.rules.yml", "man/man1/blockwatch.1.gz", "man/man5/blockwatch.yaml.5.gz",
        ] { try box.shell("test -s /usr/share/\(file)") }
        #expect(
            try box.shell("bash -c '. /usr/share/bash-completion/completions/blockwatch; complete -p blockwatch'") != ""
        )
        #expect(try box.shell("cd / && md5sum --quiet -c /var/lib/dpkg/info/blockwatch.md5sums").isEmpty)
    }

    @Test func upgradedWhileLinesCome() throws {
        let box = try SystemdBox()
        try box.installAndFollow()
        try box.put(try SystemdBox.makePackage(version: "9.9.9"), "/root/new.deb")
        let pid = try box.property("MainPID")
        for (number, piece) in log.enumerated() {
            try box.shell("cat >/root/piece.\(100 + number)", input: String(decoding: Array(piece), as: UTF8.self))
        }
        // The changed configuration stays without a question.
        try box.shell(
            """
            (for piece in /root/piece.*; do cat "$piece" >>/var/log/hadoop/a.log; sleep 0.1; done) &
            dpkg -i /root/new.deb </dev/null && wait
            """)
        #expect(try box.shell("dpkg-query -f '${Status} ${Version}' -W blockwatch") == "install ok installed 9.9.9-1")
        #expect(try box.property("MainPID") != pid && box.property("ActiveState") == "active")
        try box.givesTheAlerts(of: log.joined())
    }

    @Test func removedAndPurged() throws {
        let box = try SystemdBox()
        try box.installAndFollow()
        try box.log(log.joined())
        try eventually("alerts") { try !box.alerts().isEmpty }
        let alerts = try box.alerts().count
        try box.shell("dpkg -r blockwatch")
        #expect(try box.property("ActiveState") == "inactive")
        #expect(try box.exec("test", "-e", "/usr/bin/blockwatch").status != 0)
        #expect(try box.alerts().count >= alerts)
        try box.shell("test -s /etc/blockwatch/blockwatch.yaml && test -s /var/lib/blockwatch/checkpoint")
        // Installed again, it goes on.
        try box.install(try SystemdBox.package.get())
        try box.givesTheAlerts(of: log.joined())
        try box.shell("dpkg -P blockwatch")
        let rest = try box.shell("find /etc /usr/bin /usr/lib /usr/share /var/lib /var/log -xdev -name '*blockwatch*'")
        #expect(rest.isEmpty, "\(rest)")
    }

    /// The project's licence, and the notices of all that is linked statically.
    @Test func noticesComeAlong() throws {
        let package = try SystemdBox.package.get()
        let made = URL(filePath: package).deletingLastPathComponent()
        let names = try FileManager.default.contentsOfDirectory(atPath: made.path)
        let tarball = made.appending(path: try #require(names.first { $0.hasSuffix(".tar.gz") })).path
        let directory = try TemporaryDirectory()
        let unpacked = try Run(
            "/bin/sh", ["-c", "dpkg-deb -x '\(package)' deb && mkdir tar && tar -C tar -xzf '\(tarball)'"],
            directory: directory.path)
        try #require(unpacked.status == 0, "\(unpacked.errors)")
        let documents = "/usr/share/doc/blockwatch/"
        let licence = try Data(contentsOf: Places.root.appending(path: "LICENSE"))
        #expect(try Data(directory.read("tar\(documents)LICENSE")) == licence)
        // Debian has one of its own, and does not want another.
        #expect(!directory.exists("deb\(documents)LICENSE"))
        #expect(try directory.text("deb\(documents)copyright").contains("/usr/share/common-licenses/Apache-2.0"))
        let manifest = try String(contentsOf: Places.root.appending(path: "Package.swift"), encoding: .utf8)
        let packages = manifest.matches(of: /url: ".*\/(.+?)"/).map { String($0.output.1) }
        try #require(packages.count > 4)
        for tree in ["deb", "tar"] {
            let notices = try Run("/bin/zcat", [directory.file("\(tree)\(documents)third-party.txt.gz")]).output
            for part in packages + ["Swift's runtime and Foundation", "libyaml, in Yams", "ICU, in Swift's Foundation"]
            {
                #expect(notices.contains("== \(part)\n\n"), "\(tree): \(part)")
            }
            #expect(notices.contains("Runtime Library Exception"), "\(tree)")
        }
    }

    @Test func lintianHasNoErrors() throws {
        let lintian = try Run(
            "/usr/bin/lintian",
            // A test's binary is linked with the toolchain's libraries.
            ["--allow-root", "--fail-on", "error", "--suppress-tags", "custom-library-search-path"]
                + [try SystemdBox.package.get()])
        #expect(lintian.status == 0, "\(lintian.output)\(lintian.errors)")
    }

    /// The same bytes from the same input, and the same files in both.
    @Test func reproducible() throws {
        let directory = try TemporaryDirectory()
        for name in ["a", "b"] {
            let made = try Run(
                Places.root.path + "/scripts/package.sh", [blockwatch, directory.file(name)],
                environment: SystemdBox.testPackage.merging(["SOURCE_DATE_EPOCH": "1700000000"]) { $1 })
            try #require(made.status == 0, "\(made.errors)")
        }
        let made = try FileManager.default.contentsOfDirectory(atPath: directory.file("a")).sorted()
        #expect(made.count == 2)
        for name in made { #expect(try directory.read("a/" + name) == directory.read("b/" + name), "\(name)") }
        let tarball = try #require(made.first { $0.hasSuffix(".tar.gz") })
        let package = try #require(made.first { $0.hasSuffix(".deb") })
        let files = try Run("/usr/bin/tar", ["-tzf", directory.file("a/" + tarball)]).output.split(separator: "\n")
            .sorted()
        let packaged = try Run("/usr/bin/dpkg-deb", ["--fsys-tarfile", directory.file("a/" + package)])
        #expect(packaged.status == 0 && files.contains("./usr/lib/systemd/system/blockwatch.service"))
        #expect(!files.contains { $0.hasPrefix("./lib/") || $0.hasSuffix("/") })
    }
}
