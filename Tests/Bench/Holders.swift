import Glibc
import Loop
import TestKit
import WireModel

/// Processes that hold idle visitors' sockets: one alone may not have as many files open as there are connections.
final class Holders {
    private static let openingTime = Duration.seconds(300)
    private static let tokenPieces = 32

    private let folder: TemporaryFolder
    private let programs: [Program]
    private let connections: Int

    /// - Parameter connections: Of each process; all of them share as many visitors.
    init(count: Int, connections: Int, room: Room, in deployment: Deployment) async throws {
        self.connections = connections
        folder = TemporaryFolder()
        note("  \(connections) visitors")
        let tokens = try await Self.tokens(connections, room, on: deployment.loop)
        try Self.write(tokens.joined(separator: "\n"), to: folder.file("tokens"))
        programs = try (0..<count).map { [folder] number in
            try Program(
                "bench",
                arguments: [
                    "hold", String(deployment.port(.gateway)), folder.file("tokens"), String(10 + number * 10),
                ], settings: [:], log: folder.file("\(number).log"))
        }
    }

    /// Until all are connected.
    func wait() async throws {
        try await eventually("all are connected", within: Self.openingTime, every: .milliseconds(100)) {
            let held = (0..<programs.count).compactMap { last(of: $0, after: "held ") }
            if let bad = logs.first(where: { $0.contains("fault") }) { throw BenchFault(bad) }
            return held.count == programs.count
        }
    }

    /// How many still are; they hang up then.
    func alive() async throws -> Int {
        for program in programs { program.signal(SIGTERM) }
        try await eventually("all are counted") {
            (0..<programs.count).allSatisfy { last(of: $0, after: "alive ") != nil }
        }
        return (0..<programs.count).reduce(0) { $0 + (last(of: $1, after: "alive ") ?? 0) }
    }

    func end() {
        for program in programs {
            program.signal(SIGKILL)
            waitpid(program.process, nil, 0)
        }
    }

    private var logs: [String] { (0..<programs.count).map { contents(of: folder.file("\($0).log")) } }

    private func last(of number: Int, after word: String) -> Int? {
        contents(of: folder.file("\(number).log")).split(separator: "\n").last { $0.hasPrefix(word) }
            .flatMap { Int($0.dropFirst(word.count)) }
    }

    private static func tokens(_ count: Int, _ room: Room, on loop: EventLoop) async throws -> [String] {
        var tokens: [String] = []
        while tokens.count < count {
            let tasks = (0..<min(tokenPieces, count - tokens.count)).map { _ in
                loop.spawn { try await room.visitor().grant.token }
            }
            for task in tasks { tokens.append(try await task.value) }
        }
        return tokens
    }

    private static func write(_ text: String, to path: String) throws {
        let file = fopen(path, "w")
        guard file != nil, fputs(text, file) >= 0, fclose(file) == 0 else { throw BenchFault("\(path) takes no text.") }
    }
}

/// What such a process does: `bench hold PORT TOKENS-FILE SOURCE`, until it is ended.
enum Holder {
    private static let window = 64

    /// - Parameter arguments: The gateway's port, a file with a token a line, and the last part of the first address
    ///   that the connections come from, so that the system has ports enough.
    static func run(_ arguments: [String]) async throws {
        guard arguments.count == 3, let port = Int(arguments[0]), let source = UInt8(arguments[2]) else {
            throw BenchFault("hold PORT TOKENS-FILE SOURCE")
        }
        LoadSocket.firstSource = source
        let tokens = contents(of: arguments[1]).split(separator: "\n").map(String.init)
        let loop = EventLoop(name: "hold")
        let silence = Silence()
        var sockets: [LoadSocket] = []
        var position = 0
        while position < tokens.count {
            let slice = tokens[position..<min(position + window, tokens.count)]
            let tasks = slice.map { token in
                loop.spawn { try await LoadSocket.open(port: port, token: token, listener: silence, on: loop) }
            }
            for task in tasks { sockets.append(try await task.value) }
            position += slice.count
        }
        say("held \(sockets.count)")
        let open = sockets
        Signals.watch([SIGTERM], on: loop) { _ in
            say("alive \(open.count { $0.isOpen })")
        }
        while true { try await Task.sleep(for: .seconds(3600)) }
    }

    private static func say(_ sentence: String) {
        let line = Array((sentence + "\n").utf8)
        _ = Glibc.write(STDOUT_FILENO, line, line.count)
    }
}

/// Hears nothing.
final class Silence: LoadSocketListener, Sendable {
    func received(_ text: Span<UInt8>, on socket: LoadSocket) {}
    func closed(_ socket: LoadSocket) {}
}
