import Glibc
import Synchronization

/// What the process counts, told as Prometheus text (exposition format 0.0.4) at `/metrics`.
public final class Metrics: Sendable {
    private struct Key: Hashable {
        var name: String
        var labels: String
    }

    private struct State {
        var help: [String: (kind: String, help: String)] = [:]
        var counters: [Key: Int64] = [:]
        var requests: [Route: Latency] = [:]
        var gauges: [(name: String, help: String, read: @Sendable () -> Int64)] = []
    }

    private struct Route: Hashable {
        var method: String
        var route: String
        var status: Int
    }

    private struct Latency {
        var count: Int64 = 0
        var microseconds: Int64 = 0
        var buckets = [Int64](repeating: 0, count: Metrics.bucketBounds.count)

        mutating func add(_ microseconds: Int64) {
            count += 1
            self.microseconds += microseconds
            for index in buckets.indices where microseconds <= Metrics.bucketBounds[index] { buckets[index] += 1 }
        }
    }

    /// Upper bounds in microseconds of the request histogram.
    private static let bucketBounds: [Int64] = [
        500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000,
    ]

    private let state = Mutex(State())

    public init() {}

    /// Adds to a counter; made at its first use. `labels` is ready text, `kind="reply"`, of few different values.
    public func count(_ name: String, labels: String = "", by amount: Int64 = 1, help: String = "") {
        state.withLock { state in
            if state.help[name] == nil { state.help[name] = ("counter", help) }
            state.counters[Key(name: name, labels: labels), default: 0] += amount
        }
    }

    /// A value read whenever somebody asks.
    public func gauge(_ name: String, help: String, _ read: @escaping @Sendable () -> Int64) {
        state.withLock { $0.gauges.append((name, help, read)) }
    }

    /// One request answered. `route` is its pattern, so that there are as many series as routes and not as paths.
    public func observe(method: String, route: String, status: Int, microseconds: Int64) {
        state.withLock { state in
            state.requests[Route(method: method, route: route, status: status), default: Latency()].add(microseconds)
        }
    }

    public func text() -> String {
        let (help, counters, requests, gauges) = state.withLock { ($0.help, $0.counters, $0.requests, $0.gauges) }
        var lines: [String] = []
        for name in help.keys.sorted() {
            lines.append("# HELP \(name) \(help[name]?.help ?? "")")
            lines.append("# TYPE \(name) \(help[name]?.kind ?? "counter")")
            for (key, value) in counters.filter({ $0.key.name == name }).sorted(by: { $0.key.labels < $1.key.labels }) {
                lines.append(key.labels.isEmpty ? "\(name) \(value)" : "\(name){\(key.labels)} \(value)")
            }
        }
        for (name, help, read) in gauges + [processMemory] {
            lines += ["# HELP \(name) \(help)", "# TYPE \(name) gauge", "\(name) \(read())"]
        }
        lines += requestLines(requests)
        return lines.joined(separator: "\n") + "\n"
    }

    private var processMemory: (name: String, help: String, read: @Sendable () -> Int64) {
        ("process_resident_memory_bytes", "Resident memory.", residentBytes)
    }

    private func requestLines(_ requests: [Route: Latency]) -> [String] {
        let name = "majlis_http_request_duration_seconds"
        var lines = ["# HELP \(name) Time from a request's head to its answer's head.", "# TYPE \(name) histogram"]
        for (route, latency) in requests.sorted(by: { ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status) }) {
            let labels = "method=\"\(route.method)\",route=\"\(route.route)\",status=\"\(route.status)\""
            for (bound, count) in zip(Self.bucketBounds, latency.buckets) {
                lines.append("\(name)_bucket{\(labels),le=\"\(Double(bound) / 1_000_000)\"} \(count)")
            }
            lines.append("\(name)_bucket{\(labels),le=\"+Inf\"} \(latency.count)")
            lines.append("\(name)_sum{\(labels)} \(Double(latency.microseconds) / 1_000_000)")
            lines.append("\(name)_count{\(labels)} \(latency.count)")
        }
        return lines
    }
}

/// Resident memory of this process in bytes, from /proc/self/statm; 0 where that cannot be read.
private func residentBytes() -> Int64 {
    let descriptor = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return 0 }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 128)
    let count = unsafe read(descriptor, &bytes, bytes.count)
    guard count > 0 else { return 0 }
    let words = String(decoding: bytes[..<count], as: UTF8.self).split(separator: " ")
    guard words.count > 1, let pages = Int64(words[1]) else { return 0 }
    return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
}
