import Alerting
import Testing

struct HostNamesTests {
    @Test(arguments: [
        (
            "Receiving block blk_1 src: /10.250.19.102:54106 dest: /10.250.19.103:50010",
            ["10.250.19.102", "10.250.19.103"]
        ),
        ("10.251.43.21:50010 is added to blk_1 size 67108864", ["10.251.43.21"]),
        ("src: /[fe80::1]:50010 dest: /2001:db8::2:3.", ["fe80::1", "2001:db8::2:3"]),
        ("to /0:0:0:0:0:0:0:1:50010", ["0:0:0:0:0:0:0:1"]), ("on ::1, and ::", ["::1"]),
        ("ask dn3.example.com:50010 and namenode:8020 to delete", ["dn3.example.com", "namenode"]),
        ("(192.168.1.7)", ["192.168.1.7"]), ("10.0.0.1 10.0.0.1", ["10.0.0.1", "10.0.0.1"]),
        ("081109 203518 143 INFO dfs.DataNode$DataXceiver: at 20:35:18,250 a::b", []),
        ("at Foo.run(Foo.java:123) blk_1:1 exit:0 size:67108864 -a:5- x..y:80 256.1.1.1 1.2.3", ["a"]),
        ("", []), ("::::::::", []), ("é:80", []),
    ])
    func inALine(_ line: String, _ hosts: [String]) { #expect(HostNames.find(in: line) == hosts) }

    /// Whatever a line holds, finding takes time in proportion.
    @Test func longWords() {
        for piece in [":", ".", "-", "a:", "1.", "::1"] {
            _ = HostNames.find(in: String(repeating: piece, count: 100_000))
        }
    }
}
