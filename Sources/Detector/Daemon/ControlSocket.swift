import Records

/// The unix socket that `status` asks: each connection is answered with one status, and closed.
///
/// It has no thread: the daemon polls its descriptors and calls ``serve(_:_:)``. Nobody can hold up the daemon: few
/// clients at a time, nothing blocks, and who does not read within seconds is dropped.
final class ControlSocket {
    private static let maxClients = 16
    private static let patience = Duration.seconds(5)

    private struct Client {
        let descriptor: Int32
        var rest: ArraySlice<UInt8>
        let deadline: ContinuousClock.Instant
    }

    private let listener: UnixListener
    private var clients: [Client] = []
    /// Until then nobody is let in: the system had no descriptor left.
    private var pausedUntil = ContinuousClock.now

    /// Takes the place of a socket that nobody listens at any more.
    /// - Throws: `FileError`; ``ControlSocketTaken``.
    init(_ path: String) throws {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        if parts.count > 1 || parts.first?.isEmpty == false {
            try SystemCalls.makeDirectory(parts.joined(separator: "/"))
        }
        listener = try UnixListener(path)
    }

    deinit { for client in clients { SystemCalls.close(client.descriptor) } }

    /// What ``serve(_:_:)`` waits for.
    var readable: [Int32] {
        clients.count < Self.maxClients && ContinuousClock.now >= pausedUntil ? [listener.descriptor] : []
    }
    var writable: [Int32] { clients.map(\.descriptor) }

    /// Lets in who waits, sends what can be sent, drops who does not read.
    /// - Parameter ready: the descriptors that can be read or written, others among them.
    func serve(_ ready: [Int32], _ answer: () -> [UInt8]) {
        let now = ContinuousClock.now
        // To ask the listener costs a socket, also where nobody waits.
        if ready.contains(listener.descriptor) && !readable.isEmpty { accept(now, answer) }
        clients = clients.compactMap { client in
            var client = client
            let isOpen = UnixListener.send(&client.rest, to: client.descriptor)
            if isOpen && !client.rest.isEmpty && now < client.deadline { return client }
            SystemCalls.close(client.descriptor)
            return nil
        }
    }

    private func accept(_ now: ContinuousClock.Instant, _ answer: () -> [UInt8]) {
        while clients.count < Self.maxClients {
            switch listener.accept() {
            case .client(let descriptor):
                clients.append(Client(descriptor: descriptor, rest: answer()[...], deadline: now + Self.patience))
            case .nobody: return
            case .noRoom:
                pausedUntil = now + .seconds(1)
                return
            }
        }
    }

    /// Takes the name away, unless another one's socket has it by now.
    func close() { listener.close() }
}

/// What stands at the path is not ours to replace.
struct ControlSocketTaken: Fault {
    var path: String
    var what: String
    var exitCode: ExitCode { .cannotCreate }
    var description: String { "\(path) \(what)" }
}
