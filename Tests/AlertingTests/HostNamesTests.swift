import Alerting
import Testing

struct HostNamesTests {
    /// What Hadoop says, release by release.
    @Test(arguments: [
        // 0.14 to 0.18: the published templates, E3 and so on
        ("192.168.10.6:50010 Served block blk_-1 to /192.168.20.1", ["192.168.10.6", "192.168.20.1"]),
        ("192.168.10.6:50010:Got exception while serving blk_1 to /192.168.20.1:", ["192.168.10.6", "192.168.20.1"]),
        ("Receiving block blk_1 src: /192.168.20.1:54106 dest: /192.168.11.3:50010", ["192.168.20.1", "192.168.11.3"]),
        (
            "Received block blk_1 src: /192.168.20.1:54106 dest: /192.168.11.3:50010 of size 67108864",
            ["192.168.20.1", "192.168.11.3"]
        ),
        ("writeBlock blk_1 received exception java.net.NoRouteToHostException: No route to host", []),
        ("PacketResponder 2 for block blk_1 Interrupted.", []),
        ("Received block blk_1 of size 67108864 from /192.168.10.6", ["192.168.10.6"]),
        ("PacketResponder blk_1 0 Exception java.net.SocketTimeoutException: Read timed out", []),
        (
            "192.168.10.6:50010:Exception writing block blk_1 to mirror 192.168.11.3:50010",
            ["192.168.10.6", "192.168.11.3"]
        ),
        ("Changing block file offset of block blk_1 from 7 to 512 meta file offset to 11", []),
        ("192.168.10.6:50010:Transmitted block blk_1 to /192.168.11.3:50010", ["192.168.10.6", "192.168.11.3"]),
        (
            "192.168.10.6:50010:Failed to transfer blk_1 to 192.168.11.3:50010 got java.io.IOException: x",
            ["192.168.10.6", "192.168.11.3"]
        ),
        (
            "192.168.10.6:50010 Starting thread to transfer block blk_1 to 192.168.11.3:50010, 192.168.11.4:50010",
            ["192.168.10.6", "192.168.11.3", "192.168.11.4"]
        ),
        ("Deleting block blk_1 file /data/dfs/current/subdir5/blk_1", []),
        ("BLOCK* NameSystem.allocateBlock: /warehouse/_temporary/_task_200811092030_0001_m_1/part-1. blk_1", []),
        ("BLOCK* NameSystem.delete: blk_1 is added to invalidSet of 192.168.10.6:50010", ["192.168.10.6"]),
        (
            "BLOCK* ask 192.168.10.6:50010 to replicate blk_1 to datanode(s) 192.168.11.3:50010 192.168.11.4:50010",
            ["192.168.10.6", "192.168.11.3", "192.168.11.4"]
        ),
        (
            "BLOCK* NameSystem.addStoredBlock: blockMap updated: 192.168.10.6:50010 is added to blk_1 size 67108864",
            ["192.168.10.6"]
        ),
        (
            "BLOCK* NameSystem.addStoredBlock: Redundant addStoredBlock request received for blk_1 on 192.168.10.6:50010 size 1",
            ["192.168.10.6"]
        ), ("BLOCK* ask 192.168.10.6:50010 to delete  blk_1 blk_2", ["192.168.10.6"]),
        // Later ones
        (
            "DatanodeRegistration(192.168.10.6:50010, storageID=DS-12-192.168.10.6-50010-15, infoPort=50075):Got exception",
            ["192.168.10.6"]
        ),
        (
            "dn3.example.com:9866:DataXceiver error processing WRITE_BLOCK operation  src: /192.168.20.1:5 dst: /192.168.10.6:9866",
            ["dn3.example.com", "192.168.20.1", "192.168.10.6"]
        ), ("dn3:9866:DataXceiver error processing WRITE_BLOCK operation", ["dn3"]),
        ("Call From nn1/192.168.10.6 to dn3:9866 failed on connection exception", ["192.168.10.6", "dn3"]),
        ("no answer of dn3/192.168.10.6:9866, hdfs://nn1:8020/tmp", ["192.168.10.6", "nn1"]),
        (
            "SocketChannel[connected local=/192.168.10.6:50010 remote=/192.168.11.3:35829]",
            ["192.168.10.6", "192.168.11.3"]
        ), ("Receiving BP-9-192.168.10.6-143:blk_1_1 src: /192.168.20.1:5", ["192.168.20.1"]),
    ])
    func whatHadoopSays(_ line: String, _ hosts: [String]) { #expect(HostNames.find(in: line) == hosts) }

    @Test(arguments: [
        ("src: /[fe80::1]:50010 dest: /2001:db8::2:3.", ["fe80::1", "2001:db8::2:3"]),
        ("to /0:0:0:0:0:0:0:1:50010", ["0:0:0:0:0:0:0:1"]), ("on ::1, and ::", ["::1"]),
        ("0:0:0:0:0:0:0:1:50010:Transmitted block", ["0:0:0:0:0:0:0:1"]),
        ("ask dn3.example.com:50010 and namenode:8020 to delete", ["dn3.example.com"]),
        ("ask namenode:8020 to delete", ["namenode"]), ("src: /dn3:1 dest: dn4:2", ["dn3"]),
        ("from 10.0.0.1 on 10.0.0.1", ["10.0.0.1", "10.0.0.1"]),
        // No host
        ("packet seqno:12 offset:512 Foo.kt:12 Bar.py:3 duration:15", []), ("to Foo.java:12 on a.log:12690", []),
        ("version 3.3.4.0 (3.3.4.0) /opt/hadoop/3.3.4.0 v3.3.4:12", []), ("/opt/hadoop/part:12", []),
        ("from 2024-03-01T08:02:34Z to 2024-03-01T08:03:34.123Z, 2024-03-01 08:02:34,616", []),
        ("081109 203518 143 INFO dfs.DataNode$DataXceiver: at 20:35:18,250 a::b", []),
        ("at Foo.run(Foo.java:123) blk_1:1 exit:0 size:67108864 -a:5- x..y:80 256.1.1.1 1.2.3", []),
        ("to 256.1.1.1 on 1.2.3 from x:0 to y:65536 on -:80 to é:80", []), ("", []), ("::::::::", []), ("é:80", []),
        ("/", []), ("to ", []), ("10.0.0.1", []), ("/10.0.0.1", ["10.0.0.1"]), ("10.0.0.1:80:", ["10.0.0.1"]),
    ])
    func inALine(_ line: String, _ hosts: [String]) { #expect(HostNames.find(in: line) == hosts) }

    /// Whatever a line holds, finding takes time in proportion.
    @Test func longWords() {
        for piece in [":", ".", "-", "a:", "1.", "::1", " 1.", "/1:", "1:A"] {
            _ = HostNames.find(in: String(repeating: piece, count: 100_000))
        }
    }
}
