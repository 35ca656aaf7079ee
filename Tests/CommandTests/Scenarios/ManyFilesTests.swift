import Foundation
import TestSupport
import Testing

/// Scenario 20: many more logs than may be open at once, and a kernel that gives no notice.
@Suite(.serialized) struct ManyFilesTests {
    private static let busy = 6

    /// 10,000 logs, nearly all of them idle; the idle ones name no block, so that the busy ones alone are the oracle.
    @Test func tenThousandLogs() throws {
        let daemon = try Daemon(["*.log"], launcher: ["/usr/bin/prlimit", "--nofile=1024"])
        try daemon.shell(
            """
            i=0; while test $i -lt 9994; do
                echo "240301 080000 1 INFO dfs.DataNode: nothing of interest, $i" > idle$i.log; i=$((i + 1))
            done
            """)
        try daemon.start()
        var all: [UInt8] = []
        for number in 0..<Self.busy {
            try daemon.directory.write("logs/busy\(number).log", stage(number).parts(2)[0])
            try daemon.says("following \(daemon.directory.file("logs/busy\(number).log"))")
            try daemon.directory.append("logs/busy\(number).log", stage(number).parts(2)[1])
            all += try stage(number)
            try daemon.hasRead(all)
        }
        // One that was closed long ago, renamed and written on, with a new one in its place.
        try daemon.shell("mv busy0.log busy0.log.1")
        try daemon.directory.append("logs/busy0.log.1", stage(6).parts(2)[0])
        try daemon.directory.write("logs/busy0.log", stage(6).parts(2)[1])
        all += try stage(6)
        try daemon.hasRead(all)
        #expect(try daemon.handles() < 700)
        #expect(try daemon.memory("VmHWM") < 500_000)
        try daemon.givesTheAlerts(ofBytes: all)
        #expect(
            !daemon.log.contains("warning"), "\(daemon.log.split(separator: "\n").filter { $0.contains("warning") })")
    }

    private static let watchless = [
        "/usr/bin/unshare", "-Ur", "/bin/sh", "-c", "echo 0 > /proc/sys/user/max_inotify_watches && exec \"$@\"", "sh",
    ]
    private static let canTakeWatches = (try? Run(watchless[0], watchless.dropFirst() + ["/bin/true"]))?.status == 0

    /// Looking each second instead, which is said once.
    @Test(.enabled(if: canTakeWatches, "no user namespace can be made here")) func noWatchesLeft() throws {
        let daemon = try Daemon(["a.log", "sub/*.log"], launcher: Self.watchless)
        try daemon.shell("mkdir sub")
        try daemon.start()
        try daemon.says("no inotify watches left")
        try daemon.directory.write("logs/a.log", stage(0))
        try daemon.hasRead(stage(0))
        try daemon.shell("mv a.log a.log.1")
        try daemon.directory.write("logs/a.log", stage(1))
        try daemon.givesTheAlerts(ofBytes: stage(0) + stage(1))
        #expect(daemon.log.components(separatedBy: "inotify watches").count == 2)
    }
}
