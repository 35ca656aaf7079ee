import FlyingSocks
import FoundationEssentials
import Glibc
import Records
import Synchronization

/// Serves the latest ``Status`` over HTTP, on threads of its own: the daemon only hands it over.
///
/// FlyingFox's own server on these sockets reads a request's head without bound and for as long as the client likes, and
/// lets in everybody; this one reads 8 kB at most, within seconds, from few clients at a time, and answers once.
final class MetricsServer: Sendable {
    private static let maxClients = 16
    private static let patience = Duration.seconds(5)

    /// Where it listens, the port that the system has picked included.
    let address: String
    private let listener: Socket
    private let status = Mutex<Status?>(nil)
    private let clients = Mutex(0)

    /// Listens; nobody is answered before ``start(showing:)``.
    /// - Throws: ``ListenFault``.
    init(_ address: ListenAddress) throws {
        do {
            listener = try Socket(domain: address.isIPv6 ? Int32(sockaddr_in6.family) : Int32(sockaddr_in.family))
            try listener.setValue(true, for: .localAddressReuse)
            if address.isIPv6 {
                try listener.bind(to: .inet6(ip6: address.host, port: address.port))
            } else {
                try listener.bind(to: .inet(ip4: address.host, port: address.port))
            }
            try listener.listen()
            var real = address
            switch try listener.sockname() {
            case .ip4(_, let port), .ip6(_, let port): real.port = port
            case .unix: break
            }
            self.address = "\(real)"
        } catch SocketError.failed(_, let errno, _) {
            throw ListenFault(address: address, errno: errno)
        }
    }

    func show(_ status: Status) { self.status.withLock { $0 = status } }

    /// Answers from now on, until the program ends.
    func start(showing status: Status) {
        show(status)
        Task.detached { [self] in await serve(SocketPool.make()) }
    }

    private func serve(_ pool: some AsyncSocketPool) async {
        guard (try? await pool.prepare()) != nil, let socket = try? AsyncSocket(socket: listener, pool: pool) else {
            return
        }
        await withDiscardingTaskGroup { group in
            group.addTask { try? await pool.run() }
            while !Task.isCancelled {
                guard let client = try? await socket.accept() else {
                    // No descriptor is left, most likely.
                    try? await Task.sleep(for: .seconds(1))
                    continue
                }
                guard letIn() else {
                    try? client.close()
                    continue
                }
                group.addTask { await self.answer(client) }
            }
        }
    }

    private func letIn() -> Bool {
        clients.withLock { count in
            guard count < Self.maxClients else { return false }
            count += 1
            return true
        }
    }

    /// Whoever is not done in time is dropped.
    private func answer(_ client: AsyncSocket) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await self.converse(client) }
            group.addTask { try? await Task.sleep(for: Self.patience) }
            await group.next()
            group.cancelAll()
        }
        try? client.close()
        clients.withLock { $0 -= 1 }
    }

    private func converse(_ client: AsyncSocket) async throws {
        var request = HTTPRequestHead()
        while !request.isWhole { request.add(try await client.read(atMost: 4096)) }
        guard let status = status.withLock({ $0 }) else { return }
        try await client.write(Data(MetricsAnswer(to: request, of: status).bytes))
    }
}

/// `metrics.listen` cannot be listened on.
struct ListenFault: Fault {
    var address: ListenAddress
    var errno: Int32
    var exitCode: ExitCode { errno == ErrnoText.permissionDenied ? .permissionDenied : .cannotCreate }
    var description: String {
        "metrics.listen: cannot listen on \(address): \(ErrnoText.of(errno)); name another address, or turn it off"
    }
}
