import CLinux
import Glibc

/// What became of an attempt to read.
public enum Received: Sendable, Equatable {
    /// This many bytes were handed to the caller.
    case bytes(Int)
    case ended
    case nothingYet
    case failed
}

/// What became of an attempt to write.
public enum Sent: Sendable, Equatable {
    /// The kernel took this many bytes; it takes no more for now when they are fewer than offered.
    case bytes(Int)
    case failed
}

extension Pollable {
    /// Reads once, at most `limit` bytes, into the loop's shared buffer and shows them to `body`, for the length of the
    /// call only. (loop)
    public final func receive(
        upTo limit: Int = EventLoop.readBufferBytes, _ body: (inout MutableSpan<UInt8>) -> Void
    ) -> Received {
        loop.assertCurrent()
        assert(!loop.isReceiving, "the loop's read buffer is in use")
        let count = unsafe recv(descriptor, loop.readBuffer.baseAddress, min(limit, loop.readBuffer.count), 0)
        if count == 0 { return .ended }
        if count < 0 { return errno == EAGAIN || errno == EINTR ? .nothingYet : .failed }
        loop.isReceiving = true
        defer { loop.isReceiving = false }
        // The buffer lives as long as the loop's thread, and is not written again before `body` returns.
        var input = unsafe UnsafeMutableBufferPointer(rebasing: loop.readBuffer[..<count]).mutableSpan
        body(&input)
        return .bytes(count)
    }

    /// Offers bytes to the kernel once. `more` says that further bytes follow at once. (loop)
    public final func transmit(_ bytes: Span<UInt8>, more: Bool = false) -> Sent {
        loop.assertCurrent()
        let flags = Int32(MSG_NOSIGNAL) | (more ? Int32(MSG_MORE) : 0)
        let count = unsafe bytes.withUnsafeBytes { unsafe send(descriptor, $0.baseAddress, $0.count, flags) }
        if count >= 0 { return .bytes(count) }
        return errno == EAGAIN || errno == EINTR || errno == ENOBUFS ? .bytes(0) : .failed
    }

    /// Says that nothing more will be written; reading goes on. (loop)
    public final func endWriting() {
        if descriptor >= 0 { shutdown(descriptor, Int32(SHUT_WR)) }
    }

    /// Has the close that follows drop what the peer did not take: else the kernel would keep offering it. (loop)
    public final func forgetUnsent() {
        if descriptor >= 0 { Socket.resetOnClose(descriptor) }
    }

    /// The reason a connection attempt failed; 0 when it has succeeded. (loop)
    final func connectionError() -> Int32 {
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
        return code
    }
}

/// Non-blocking sockets, closed on exec.
enum Socket {
    static func make(_ address: SocketAddress) throws(StreamFault) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(Int32(address.family), kind, 0)
        guard descriptor >= 0 else { throw .unreachable("no socket: \(errorText(errno))") }
        return descriptor
    }

    /// What the kernel takes of a stream before the peer has room for it; the rest waits in the process, where answers
    /// to many are shared and counted. Without a bound it takes 4 MiB a connection, and some two thousand clients that
    /// do not read use up the memory that the system has for all of its TCP: then every other connection stands still.
    private static let unsentBytes: Int32 = 32 << 10

    static func enable(_ option: Int32, level: Int32 = SOL_SOCKET, on descriptor: Int32) {
        set(option, to: 1, level: level, on: descriptor)
    }

    private static func set(_ option: Int32, to value: Int32, level: Int32, on descriptor: Int32) {
        var value = value
        unsafe setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    static func sendAtOnce(_ descriptor: Int32) {
        enable(TCP_NODELAY, level: Int32(IPPROTO_TCP), on: descriptor)
    }

    static func boundUnsent(_ descriptor: Int32) {
        set(TCP_NOTSENT_LOWAT, to: unsentBytes, level: Int32(IPPROTO_TCP), on: descriptor)
    }

    /// Has closing throw away what the kernel still holds for the peer, and say so with a reset.
    static func resetOnClose(_ descriptor: Int32) {
        var linger = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    }
}

/// The system's words for an error number.
public func errorText(_ code: Int32) -> String {
    // strerror returns static text, or text that lives until the thread's next call.
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
}
