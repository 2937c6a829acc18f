import CLinux
import Glibc
import Threads

/// What the machine itself takes, measured beside what stands on it.
enum Limits {
    /// 4 KiB appended to a file in `folder` and brought to the disk.
    static func fdatasyncs(_ count: Int, in folder: String) throws -> Samples {
        let path = "\(folder)/fdatasync"
        let file = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_APPEND, 0o600)
        guard file >= 0 else { throw BenchFault("No file can be made in \(folder).") }
        defer {
            close(file)
            unlink(path)
        }
        let page = [UInt8](repeating: 7, count: 4096)
        var samples = Samples()
        for _ in 0..<count {
            let start = nanoseconds()
            guard write(file, page, page.count) == page.count, fdatasync(file) == 0 else {
                throw BenchFault("The disk of \(folder) does not take what is written.")
            }
            samples.add(nanoseconds() - start)
        }
        return samples
    }

    /// 64 bytes there and back between two blocking threads over TCP on the loopback.
    static func roundTrips(_ count: Int) throws -> Samples {
        let (near, far) = try connectedPair()
        let echo = Thread(name: "echo") {
            var bytes = [UInt8](repeating: 0, count: 64)
            while true {
                let received = recv(far, &bytes, bytes.count, 0)
                guard received > 0, send(far, bytes, received, Int32(MSG_NOSIGNAL)) == received else { break }
            }
            close(far)
        }
        var bytes = [UInt8](repeating: 7, count: 64)
        var samples = Samples()
        for _ in 0..<count {
            let start = nanoseconds()
            _ = send(near, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            _ = recv(near, &bytes, bytes.count, Int32(MSG_WAITALL))
            samples.add(nanoseconds() - start)
        }
        close(near)
        echo.join()
        return samples
    }

    private static func connectedPair() throws -> (near: Int32, far: Int32) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        let near = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = InternetAddress(127, 0, 0, 1, port: 0)
        guard address.withPointer({ bind(listener, $0, $1) }) == 0, listen(listener, 1) == 0,
            address.fill({ getsockname(listener, $0, &$1) }) == 0,
            address.withPointer({ connect(near, $0, $1) }) == 0
        else { throw BenchFault("The loopback cannot be used.") }
        let far = accept(listener, nil, nil)
        for descriptor in [near, far] { sendAtOnce(descriptor) }
        return (near, far)
    }
}

/// An IPv4 address as the system's functions want it.
struct InternetAddress {
    private var value = sockaddr_in()

    init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, port: Int) {
        value.sin_family = sa_family_t(AF_INET)
        value.sin_port = UInt16(port).bigEndian
        value.sin_addr.s_addr = UInt32(a) | UInt32(b) << 8 | UInt32(c) << 16 | UInt32(d) << 24
    }

    func withPointer<Value>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
        withUnsafePointer(to: value) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    mutating func fill<Value>(_ body: (UnsafeMutablePointer<sockaddr>, inout socklen_t) -> Value) -> Value {
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &value) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &length) }
        }
    }
}

func sendAtOnce(_ descriptor: Int32) {
    var one: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
}
