import Glibc
import JSON
import Synchronization
import Threads
import WireModel

/// One JSON object a line on standard output: a constant sentence, dotted keys, and never a secret, a token or a
/// message's text.
///
/// Lines are gathered in memory and written by a thread of their own, so that a slow reader of the log never holds up
/// an event loop; past ``bufferLimitBytes`` they are counted and dropped.
public final class Log: Sendable {
    public enum Level: Int, Sendable, Comparable {
        case debug, info, warning, error
        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    public enum Value: Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
        ExpressibleByStringInterpolation
    {
        case string(String)
        case integer(Int64)
        public init(stringLiteral value: String) { self = .string(value) }
        public init(integerLiteral value: Int64) { self = .integer(value) }
    }

    public static let bufferLimitBytes = 1 << 20

    private struct State {
        var buffer: [UInt8] = []
        var dropped: Int64 = 0
        var closed = false
    }

    private let service: String
    private let level: Level
    private let state = Mutex(State())
    /// Raised when the buffer turns from empty to filled; the writing thread sleeps on it.
    private let filled = Signal()
    private let finished = Signal()

    public init(service: String, level: Level = .info) {
        self.service = service
        self.level = level
        Thread(name: "log") { [self] in drain() }.detach()
    }

    public func debug(_ sentence: StaticString, _ fields: KeyValuePairs<StaticString, Value> = [:]) {
        write(.debug, "debug", sentence, fields)
    }

    public func info(_ sentence: StaticString, _ fields: KeyValuePairs<StaticString, Value> = [:]) {
        write(.info, "info", sentence, fields)
    }

    public func warning(_ sentence: StaticString, _ fields: KeyValuePairs<StaticString, Value> = [:]) {
        write(.warning, "warning", sentence, fields)
    }

    public func error(_ sentence: StaticString, _ fields: KeyValuePairs<StaticString, Value> = [:]) {
        write(.error, "error", sentence, fields)
    }

    public func isEnabled(_ level: Level) -> Bool { level >= self.level }

    /// Writes what is left and ends the thread.
    public func close() {
        let first = state.withLock { state in
            defer { state.closed = true }
            return !state.closed
        }
        guard first else { return }
        filled.raise()
        finished.wait()
    }

    private func write(
        _ level: Level, _ word: String, _ sentence: StaticString, _ fields: KeyValuePairs<StaticString, Value>
    ) {
        guard level >= self.level else { return }
        var line = JSONWriter(capacity: 256)
        line.beginObject()
        line.field("at", Timestamp.now.description)
        line.field("level", word)
        line.field("service", service)
        line.field("message", sentence.description)
        for (key, value) in fields {
            switch value {
            case .string(let text): line.field(key.description, text)
            case .integer(let number): line.field(key.description, number)
            }
        }
        line.endObject()
        append(line.bytes)
    }

    private func append(_ line: [UInt8]) {
        let wasEmpty = state.withLock { state in
            guard state.buffer.count + line.count < Self.bufferLimitBytes else {
                state.dropped += 1
                return false
            }
            defer {
                state.buffer += line
                state.buffer.append(UInt8(ascii: "\n"))
            }
            return state.buffer.isEmpty
        }
        if wasEmpty { filled.raise() }
    }

    private func drain() {
        var open = true
        while open {
            filled.wait()
            var (bytes, dropped): ([UInt8], Int64) = state.withLock { state in
                open = !state.closed
                defer {
                    state.buffer = []
                    state.dropped = 0
                }
                return (state.buffer, state.dropped)
            }
            if dropped > 0 {
                let sentence = #""level":"warning","message":"Log lines were dropped.""#
                bytes += Array("{\(sentence),\"service\":\"\(service)\",\"log.dropped\":\(dropped)}\n".utf8)
            }
            Self.writeAll(bytes)
            // Lines of the next moments share a system call.
            if open { usleep(10_000) }
        }
        finished.raise()
    }

    private static func writeAll(_ bytes: [UInt8]) {
        var position = 0
        while position < bytes.count {
            let written = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(STDOUT_FILENO, buffer.baseAddress! + position, buffer.count - position)
            }
            if written < 0 {
                guard errno == EINTR else { return }
            } else {
                position += written
            }
        }
    }
}
