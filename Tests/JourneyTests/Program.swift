import Foundation
import Testing

/// The five programs, in the order in which `deploy/up` starts them.
enum Name: String, CaseIterable, Sendable {
    case identity, contacts, conversations, notifications, gateway
}

/// One process of ours.
struct Program: Sendable {
    let process: pid_t

    /// Where the build has put the executables: beside the tests' own.
    static let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path

    /// Starts an executable with exactly these settings; what it says goes to the end of a file.
    init(_ name: String, settings: [String: String], log: String) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var environment = settings.map { strdup("\($0)=\($1)") } + [nil]
        var arguments = [strdup(name), nil]
        defer { for text in environment + arguments { free(text) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, "\(Self.folder)/\(name)", &actions, nil, &arguments, &environment)
        try #require(code == 0, "\(Self.folder)/\(name) cannot be started")
        self.process = process
    }

    func signal(_ number: Int32) {
        kill(process, number)
    }

    /// Waits for its end: the exit code, or the signal that ended it below zero.
    func end() async -> Int32 {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [process] in
                var status: Int32 = 0
                while waitpid(process, &status, 0) < 0, errno == EINTR {}
                let signal = status & 0x7f
                continuation.resume(returning: signal == 0 ? (status >> 8) & 0xff : -signal)
            }
        }
    }
}
