import Glibc

/// An IPv4 or IPv6 address with its port.
public struct SocketAddress: Sendable {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

    init() {}

    init(_ pointer: UnsafePointer<sockaddr>, length: socklen_t) {
        self.length = length
        unsafe withUnsafeMutableBytes(of: &storage) { target in
            unsafe target.copyMemory(from: UnsafeRawBufferPointer(start: pointer, count: Int(length)))
        }
    }

    /// Reads a numeric address such as `127.0.0.1` or `::1`; nil when it is a name.
    public init?(numeric host: String, port: Int) {
        guard let first = try? Resolver.lookUp(host: host, port: port, numericOnly: true).first else { return nil }
        self = first
    }

    var family: sa_family_t { storage.ss_family }

    public var port: Int {
        // Port and family are at the same place in both kinds of address.
        Int(byte(2)) << 8 | Int(byte(3))
    }

    /// The address as text, without the port: `203.0.113.7`, `2001:db8::7`.
    public var host: String {
        if Int32(family) == AF_INET {
            return "\(byte(4)).\(byte(5)).\(byte(6)).\(byte(7))"
        }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        unsafe withUnsafeBytes(of: storage) { bytes in
            _ = unsafe inet_ntop(AF_INET6, bytes.baseAddress! + 8, &text, socklen_t(text.count))
        }
        let address = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return address.hasPrefix("::ffff:") ? String(address.dropFirst(7)) : address
    }

    private func byte(_ place: Int) -> UInt8 {
        unsafe withUnsafeBytes(of: storage) { unsafe $0[place] }
    }

    /// Calls `body` with the address as the system's functions want it.
    func withPointer<Value>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
        unsafe withUnsafePointer(to: storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, length) }
        }
    }

    /// Lets `body` fill the address in; it gets the pointer and the length to set.
    mutating func fill<Value>(_ body: (UnsafeMutablePointer<sockaddr>, inout socklen_t) -> Value) -> Value {
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let value = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, &size) }
        }
        length = size
        return value
    }
}
