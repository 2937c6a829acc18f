public import Glibc
import Threads

/// The five programs, in the order in which `deploy/up` starts them.
public enum Name: String, CaseIterable, Sendable {
    case identity, contacts, conversations, notifications, gateway
}

/// One process of ours.
public struct Program: Sendable {
    public let process: pid_t

    /// Where the build has put the executables: beside the tests' own.
    public static let folder: String = {
        var path = [UInt8](repeating: 0, count: 4096)
        let count = unsafe path.withUnsafeMutableBytes { buffer in
            unsafe readlink("/proc/self/exe", buffer.baseAddress!, buffer.count)
        }
        let text = String(decoding: path.prefix(max(0, count)), as: UTF8.self)
        return String(text[..<(text.lastIndex(of: "/") ?? text.endIndex)])
    }()

    /// Under a sanitizer a service must be told the same as the tests.
    private static let sanitizers: [String: String] = {
        let names = ["ASAN_OPTIONS", "TSAN_OPTIONS", "SWIFT_BACKTRACE"]
        let said = names.compactMap { name in unsafe getenv(name).map { unsafe (name, String(cString: $0)) } }
        return Dictionary(uniqueKeysWithValues: said)
    }()

    /// Starts an executable with exactly these settings; what it says goes to the end of a file.
    /// - Parameter processor: The only one it may use; any unless told otherwise.
    public init(
        _ name: String, arguments: [String] = [], settings: [String: String], log: String, processor: Int? = nil
    ) throws {
        let path = "\(Self.folder)/\(name)"
        let command = (processor.map { ["/usr/bin/taskset", "-c", String($0)] } ?? []) + [path] + arguments
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var environment =
            unsafe settings.merging(Self.sanitizers) { mine, _ in mine }.map { unsafe strdup("\($0)=\($1)") } + [nil]
        var arguments = unsafe command.map { unsafe strdup($0) } + [nil]
        defer { _ = unsafe (environment + arguments).map { unsafe free($0) } }
        var process: pid_t = 0
        let code = unsafe posix_spawn(&process, command[0], &actions, nil, &arguments, &environment)
        guard code == 0 else { throw NeverHappened(description: "\(path) cannot be started.") }
        self.process = process
    }

    public func signal(_ number: Int32) {
        kill(process, number)
    }

    /// Waits for its end: the exit code, or the signal that ended it below zero.
    public func end() async -> Int32 {
        await withCheckedContinuation { continuation in
            let thread = Thread(name: "waitpid") { [process] in
                var status: Int32 = 0
                while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
                let signal = status & 0x7f
                continuation.resume(returning: signal == 0 ? (status >> 8) & 0xff : -signal)
            }
            thread.detach()
        }
    }
}
