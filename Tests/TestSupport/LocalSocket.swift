/// A client or a listener on this machine, for tests of those who talk to it. Reads wait, for ten minutes at most.
package final class LocalSocket {
    private let descriptor: Int32

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { SystemCalls.close(descriptor) }

    /// A unix socket that never answers.
    package static func listening(at path: String) throws -> LocalSocket {
        LocalSocket(try SystemCalls.unixSocket(path, listens: true))
    }

    package static func connected(to path: String) throws -> LocalSocket {
        LocalSocket(try SystemCalls.unixSocket(path, listens: false))
    }

    /// To a port of 127.0.0.1.
    package static func connected(toPort port: UInt16) throws -> LocalSocket {
        LocalSocket(try SystemCalls.connect(port: port))
    }

    /// - Returns: whether the other end has taken it.
    @discardableResult
    package func write(_ text: String) -> Bool { SystemCalls.send(Array(text.utf8), to: descriptor) }

    /// All that comes until the other end closes.
    package func readAll() -> String { String(decoding: SystemCalls.readAll(descriptor), as: UTF8.self) }
}
