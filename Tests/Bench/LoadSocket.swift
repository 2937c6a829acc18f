import CLinux
import Glibc
import HTTP
import Loop

/// What a socket tells: called on the bench's loop.
protocol LoadSocketListener: AnyObject {
    /// A whole text message; the bytes are gone after the call.
    func received(_ text: Span<UInt8>, on socket: LoadSocket)
    func closed(_ socket: LoadSocket)
}

/// A WebSocket client that costs next to nothing: one object, no task and no buffer, a call for each message.
// Sendable: confined to its loop as every Pollable.
final class LoadSocket: Pollable, @unchecked Sendable {
    private enum State { case connecting, shaking, open, closed }

    private static let messageLimitBytes = 1 << 20
    /// Connections from one source address; the system has some 28,000 ports for each.
    private static let connectionsPerSource = 10_000
    /// The last part of the first address that connections come from. Set before the first is opened.
    nonisolated(unsafe) static var firstSource: UInt8 = 1
    nonisolated(unsafe) private static var opened = 0

    unowned let listener: any LoadSocketListener
    /// The listener's own mark.
    let tag: Int
    private var state = State.connecting
    private var frames = FrameReader(role: .client, messageLimitBytes: messageLimitBytes)
    private var waiting = ByteQueue()
    private var answer: [UInt8] = []
    private let request: [UInt8]
    private var opener: CheckedContinuation<Bool, Never>?
    private(set) var closeCode: CloseCode?

    /// For a message about it.
    var closeReason: String { closeCode.map { "close code \($0.rawValue)" } ?? "no word" }

    var isOpen: Bool { state == .open }

    /// Opens a socket on the gateway and says hello; returns when it was welcomed.
    /// - Parameters:
    ///   - cookie: A member's, name and value; nil for a visitor.
    ///   - token: A visitor's.
    static func open(
        port: Int, cookie: String? = nil, token: String? = nil, tag: Int = 0, listener: any LoadSocketListener,
        on loop: EventLoop
    ) async throws -> LoadSocket {
        let path = cookie == nil ? "/api/v1/widget/socket" : "/api/v1/socket"
        let hello = token.map { #"{"type":"hello","id":1,"token":"\#($0)"}"# } ?? #"{"type":"hello","id":1}"#
        let socket = try LoadSocket(port: port, path: path, cookie: cookie, tag: tag, listener: listener, on: loop)
        return try await socket.opened(saying: hello)
    }

    /// Opens a socket on a server that wants no hello; returns when the handshake is over.
    static func open(
        port: Int, path: String, tag: Int = 0, listener: any LoadSocketListener, on loop: EventLoop
    ) async throws -> LoadSocket {
        try await LoadSocket(port: port, path: path, cookie: nil, tag: tag, listener: listener, on: loop)
            .opened(saying: nil)
    }

    private var hello: [UInt8]?

    private func opened(saying hello: String?) async throws -> LoadSocket {
        let isWelcome = await withCheckedContinuation { continuation in
            opener = continuation
            self.hello = hello.map { Array($0.utf8) }
        }
        guard isWelcome else { throw BenchFault("The server closed a socket with \(closeReason).") }
        return self
    }

    private init(
        port: Int, path: String, cookie: String?, tag: Int, listener: any LoadSocketListener, on loop: EventLoop
    ) throws {
        self.tag = tag
        self.listener = listener
        request = Self.handshake(port: port, path: path, cookie: cookie)
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = Glibc.socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { throw BenchFault("No more sockets: see ulimit -n.") }
        super.init(loop: loop, descriptor: descriptor)
        sendAtOnce(descriptor)
        let source = InternetAddress(
            127, 0, 0, Self.firstSource + UInt8(Self.opened / Self.connectionsPerSource), port: 0)
        Self.opened += 1
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_IP), IP_BIND_ADDRESS_NO_PORT, &one, 4)
        let gateway = InternetAddress(127, 0, 0, 1, port: port)
        guard source.withPointer({ bind(descriptor, $0, $1) }) == 0,
            gateway.withPointer({ connect(descriptor, $0, $1) }) == 0 || errno == EINPROGRESS
        else { throw BenchFault("No connection: \(errorText(errno)).") }
        want(.writable)
    }

    private static func handshake(port: Int, path: String, cookie: String?) -> [UInt8] {
        var headers = Headers()
        if let cookie { headers.set("Cookie", cookie) }
        let key = Handshake.key(from: (0..<16).map { _ in .random(in: 0...255) })
        var bytes: [UInt8] = []
        RequestWriter.append(
            Handshake.request(target: path, host: "127.0.0.1:\(port)", key: key, headers: headers), body: .none,
            to: &bytes)
        return bytes
    }

    /// Sends one text message.
    func send(_ text: [UInt8]) {
        guard state == .open else { return }
        var frame: [UInt8] = []
        FrameWriter.append(.text, text, mask: .random(in: 0 ... .max), to: &frame)
        write(frame)
    }

    /// Reads nothing more, as a browser that hangs.
    func stopReading() { want([]) }

    func close() {
        guard state != .closed else { return }
        state = .closed
        closeDescriptor()
        opener?.resume(returning: false)
        opener = nil
    }

    private func write(_ bytes: [UInt8]) {
        waiting.append(bytes)
        flush()
    }

    private func flush() {
        guard waiting.flush(to: self) else { return ended() }
        want(waiting.isEmpty ? .readable : [.readable, .writable])
    }

    override func ready(_ events: Readiness) {
        if state == .connecting {
            guard events.isDisjoint(with: .broken) else { return ended() }
            state = .shaking
            return write(request)
        }
        if events.contains(.writable) { flush() }
        guard state != .closed else { return }
        switch receive({ consume(&$0) }) {
        case .bytes, .nothingYet: break
        case .ended, .failed: ended()
        }
    }

    private func consume(_ input: inout MutableSpan<UInt8>) {
        var position = 0
        if state == .shaking {
            guard let end = endOfHandshake(input.span) else { return }
            guard String(decoding: answer.prefix(12), as: UTF8.self) == "HTTP/1.1 101" else { return ended() }
            position = end
            state = .open
            if let hello { send(hello) } else { welcomed() }
        }
        do {
            while state == .open, let event = try frames.next(&input, at: &position) { handle(event, input.span) }
        } catch {
            ended()
        }
    }

    /// Where the frames begin; nil while the answer's head is not complete.
    private func endOfHandshake(_ input: Span<UInt8>) -> Int? {
        for index in input.indices {
            answer.append(input[index])
            if answer.suffix(4) == [13, 10, 13, 10] { return index + 1 }
        }
        return nil
    }

    private func handle(_ event: FrameEvent, _ input: Span<UInt8>) {
        switch event {
        case .text(let payload): payload.withBytes(in: input) { heard($0) }
        case .ping(let payload):
            var frame: [UInt8] = []
            FrameWriter.append(.pong, payload, in: input, mask: 0, to: &frame)
            write(frame)
        case .close(let code, _):
            closeCode = code
            ended()
        case .binary, .pong: break
        }
    }

    /// The first answer is the welcome.
    private func heard(_ text: Span<UInt8>) {
        guard opener != nil else { return listener.received(text, on: self) }
        guard text.starts(with: #"{"type":""#) else { return }
        welcomed(text.starts(with: #"{"type":"reply""#))
    }

    private func welcomed(_ isWelcome: Bool = true) {
        answer = []
        hello = nil
        opener?.resume(returning: isWelcome)
        opener = nil
    }

    private func ended() {
        guard state != .closed else { return }
        let wasOpen = opener == nil
        close()
        if wasOpen { listener.closed(self) }
    }
}

extension Span where Element == UInt8 {
    func starts(with text: StaticString) -> Bool {
        matches(text, at: 0)
    }

    /// The whole number that follows the first `text`.
    func number(after text: StaticString) -> Int64? {
        guard var place = end(of: text) else { return nil }
        var number: Int64 = 0
        while place < count, self[place] >= 48, self[place] <= 57 {
            number = number * 10 + Int64(self[place]) - 48
            place += 1
        }
        return number
    }

    func contains(_ text: StaticString) -> Bool {
        end(of: text) != nil
    }

    private func end(of text: StaticString) -> Int? {
        let first = text.utf8Start[1]
        var place = 1
        while place < count {
            if self[place] == first, matches(text, at: place - 1) { return place - 1 + text.utf8CodeUnitCount }
            place += 1
        }
        return nil
    }

    private func matches(_ text: StaticString, at place: Int) -> Bool {
        guard place + text.utf8CodeUnitCount <= count else { return false }
        for index in 0..<text.utf8CodeUnitCount where self[place + index] != text.utf8Start[index] { return false }
        return true
    }
}
