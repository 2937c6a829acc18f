import CLinux
import Glibc
import Synchronization

/// Host names to addresses, off the loop, remembered for some seconds.
public enum Resolver {
    private static let memorySeconds: Int64 = 10
    private static let memoryLimit = 256

    private struct Entry {
        var addresses: [SocketAddress]
        var expires: LoopInstant
    }

    private static let memory = Mutex<[String: Entry]>([:])

    /// The addresses of `host`, in the order to try them. A numeric address costs no thread.
    /// - Throws: `.unreachable` when the name is unknown or the resolver is overloaded.
    public static func resolve(host: String, port: Int) async throws(StreamFault) -> [SocketAddress] {
        if let numeric = SocketAddress(numeric: host, port: port) { return [numeric] }
        let key = "\(host):\(port)"
        let now = LoopInstant.clock()
        if let known = memory.withLock({ $0[key] }), known.expires > now { return known.addresses }
        do {
            let addresses = try await Offload.shared.run { try lookUp(host: host, port: port, numericOnly: false) }
            remember(addresses, for: key, until: now + .seconds(memorySeconds))
            return addresses
        } catch {
            throw (error as? StreamFault) ?? .unreachable("cannot resolve \(host)")
        }
    }

    private static func remember(_ addresses: [SocketAddress], for key: String, until expires: LoopInstant) {
        memory.withLock { memory in
            if memory.count >= memoryLimit { memory.removeAll() }
            memory[key] = Entry(addresses: addresses, expires: expires)
        }
    }

    static func lookUp(host: String, port: Int, numericOnly: Bool) throws(StreamFault) -> [SocketAddress] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = numericOnly ? AI_NUMERICHOST | AI_NUMERICSERV : AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, String(port), &hints, &list)
        guard code == 0 else { throw .unreachable("\(host): \(unsafe String(cString: gai_strerror(code)))") }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var item = unsafe list
        while let entry = unsafe item {
            unsafe addresses.append(SocketAddress(entry.pointee.ai_addr, length: entry.pointee.ai_addrlen))
            unsafe item = entry.pointee.ai_next
        }
        return addresses
    }
}
