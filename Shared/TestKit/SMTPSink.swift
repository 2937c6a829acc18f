import Glibc
import Loop
import Synchronization

/// A mail server that listens for real and answers as the test says.
public final class SMTPSink: Sendable {
    public enum Answer: Sendable {
        /// One reply; its lines end in CRLF where the text has a line break.
        case say(String)
        /// The connection is closed instead of an answer.
        case hangUp
        /// No answer ever.
        case silence
    }

    public struct Session: Sendable {
        public var commands: [String] = []
        /// The text as it came, its dots still stuffed, without the line that ends it.
        public var lines: [String] = []

        public var text: [UInt8] {
            lines.flatMap { Array(($0.hasPrefix(".") ? String($0.dropFirst()) : $0).utf8) + [13, 10] }
        }
    }

    public let port: Int
    private let loop = EventLoop(name: "smtp-sink")
    private let sessions = Mutex<[Session]>([])
    private let answers: @Sendable (_ command: String, _ session: Int) -> Answer?

    /// - Parameter answers: What to say to a command (`greeting` and `text` stand for those) in the nth session, 0
    ///   and up; nil for what a friendly server says.
    public init(_ answers: @escaping @Sendable (_ command: String, _ session: Int) -> Answer? = { _, _ in nil })
        async throws
    {
        self.answers = answers
        let address = SocketAddress(numeric: "127.0.0.1", port: 0)!
        let box = Box()
        let listener = try Listener(loop: loop, address: address) { descriptor, _ in box.accept?(descriptor) }
        port = listener.address.port
        box.accept = { [self] descriptor in
            let stream = TCPStream(accepted: descriptor, on: loop)
            loop.spawn { await self.serve(stream) }
        }
        loop.execute { listener.start() }
    }

    // Sendable: set once, before the listener starts on its loop.
    private final class Box: @unchecked Sendable { var accept: ((Int32) -> Void)? }

    public var url: String { "smtp://127.0.0.1:\(port)" }

    public var all: [Session] { sessions.withLock { $0 } }

    /// The mails that were taken, in order.
    public var mails: [Session] { all.filter { !$0.lines.isEmpty } }

    private func serve(_ stream: TCPStream) async {
        let index = sessions.withLock { sessions in
            sessions.append(Session())
            return sessions.count - 1
        }
        do {
            guard try await answer("greeting", index, on: stream) else { return stream.close() }
            while let line = try await stream.readLine() {
                let command = String(decoding: line, as: UTF8.self)
                sessions.withLock { $0[index].commands.append(command) }
                guard try await answer(command, index, on: stream) else { return stream.close() }
                if command == "DATA" {
                    try await readText(from: stream, index)
                    guard try await answer("text", index, on: stream) else { return stream.close() }
                }
            }
        } catch {}
        stream.close()
    }

    private func readText(from stream: TCPStream, _ index: Int) async throws {
        while let line = try await stream.readLine(), line != [UInt8(ascii: ".")] {
            sessions.withLock { $0[index].lines.append(String(decoding: line, as: UTF8.self)) }
        }
    }

    private func answer(_ command: String, _ index: Int, on stream: TCPStream) async throws -> Bool {
        switch answers(command, index) ?? .say(Self.friendly(command)) {
        case .say(let text):
            let lines = text.split(separator: "\n").joined(separator: "\r\n")
            try await stream.write(Array("\(lines)\r\n".utf8))
            return !command.hasPrefix("QUIT")
        case .hangUp: return false
        case .silence: return true
        }
    }

    private static func friendly(_ command: String) -> String {
        switch command.prefix(4).uppercased() {
        case "GREE": "220-sink.example\n220 at your service"
        case "EHLO": "250-sink.example\n250-SIZE 10000000\n250-AUTH LOGIN PLAIN\n250 8BITMIME"
        case "DATA": "354 go on"
        case "QUIT": "221 bye"
        case "AUTH": command.hasPrefix("AUTH PLAIN") ? "235 welcome" : "334 VXNlcm5hbWU6"
        default: "250 2.0.0 fine"
        }
    }
}
