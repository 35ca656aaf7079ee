import Glibc

/// Where a server listens: a numeric address and a port. Names are not looked up: what they lead to changes.
package struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    package var host: String
    /// 0 lets the system pick one.
    package var port: UInt16
    package var isIPv6: Bool

    /// Reads `127.0.0.1:9477`, `[::1]:9477` and `localhost:9477`.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        self.port = port
        var host = String(text[..<colon])
        isIPv6 = host.hasPrefix("[") && host.hasSuffix("]")
        if isIPv6 { host = String(host.dropFirst().dropLast()) }
        self.host = host == "localhost" ? "127.0.0.1" : host
        guard SystemCalls.isAddress(self.host, isIPv6 ? AF_INET6 : AF_INET) else { return nil }
    }

    package var description: String { isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
