import Glibc

/// One of the five executables, running.
struct ServiceProcess {
    let name: String
    let id: pid_t

    /// Starts `path` with nothing but `environment`, its output going to `log`; on one processor only when `processor`
    /// says so.
    init(_ name: String, path: String, environment: [String: String], log: String, processor: Int?) throws {
        self.name = name
        let command = processor.map { ["/usr/bin/taskset", "-c", String($0), path] } ?? [path]
        id = try spawn(command, environment.map { "\($0.key)=\($0.value)" }, output: log)
    }

    /// Asks it to end, and waits for that.
    func stop() {
        kill(id, SIGTERM)
        var status: Int32 = 0
        waitpid(id, &status, 0)
    }

    func end() {
        kill(id, SIGKILL)
        var status: Int32 = 0
        waitpid(id, &status, 0)
    }

    /// Resident and proportional memory in KiB.
    var memory: (resident: Int, proportional: Int) {
        let lines = contents(of: "/proc/\(id)/smaps_rollup").split(separator: "\n")
        func value(_ name: String) -> Int {
            let words = lines.first { $0.hasPrefix(name) }?.split(separator: " ") ?? []
            return words.count > 1 ? Int(words[1]) ?? 0 : 0
        }
        return (value("Rss:"), value("Pss:"))
    }

    /// Processor time used so far in microseconds, the kernel's part included.
    var processorTime: Int64 {
        let fields = contents(of: "/proc/\(id)/stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Int64(fields[11]), let system = Int64(fields[12]) else { return 0 }
        return (user + system) * 1_000_000 / Int64(sysconf(Int32(_SC_CLK_TCK)))
    }

    var isRunning: Bool {
        var status: Int32 = 0
        return waitpid(id, &status, WNOHANG) == 0
    }
}

/// Runs a program found by its path.
/// - Returns: Its process.
func spawn(_ command: [String], _ environment: [String], output: String) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    let arguments = command.map { strdup($0) } + [nil]
    let variables = environment.map { strdup($0) } + [nil]
    defer { for pointer in arguments + variables { free(pointer) } }
    var id: pid_t = 0
    guard posix_spawn(&id, command[0], &actions, nil, arguments, variables) == 0 else {
        throw BenchFault("\(command[0]) cannot be started.")
    }
    return id
}

/// Puts this process, with the threads it has, on one processor.
func moveSelf(to processors: String) throws {
    try run(["/usr/bin/taskset", "-a", "-c", "-p", processors, String(getpid())])
}

/// Runs a program to its end, its output unheard.
func run(_ command: [String]) throws {
    let id = try spawn(command, [], output: "/dev/null")
    var status: Int32 = 0
    waitpid(id, &status, 0)
}

/// A small file; empty where it cannot be read.
func contents(of path: String) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var all: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 16_384)
    while true {
        let count = read(descriptor, &piece, piece.count)
        guard count > 0 else { break }
        all += piece[..<count]
    }
    return String(decoding: all, as: UTF8.self)
}
