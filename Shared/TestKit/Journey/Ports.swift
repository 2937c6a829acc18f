import Glibc
import Synchronization

/// Ports that nobody listens on, each given once. Below the range from which the system takes its own.
public enum Ports {
    private static let next = Mutex(Int.random(in: 10_000..<28_000))

    public static func free() -> Int {
        next.withLock { next in
            repeat { next = next < 32_000 ? next + 1 : 10_000 } while !isFree(next)
            return next
        }
    }

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
