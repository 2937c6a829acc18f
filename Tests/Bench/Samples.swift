import Glibc

/// Nanoseconds of the monotonic clock.
func nanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

/// Measured times of one thing, in nanoseconds.
struct Samples {
    private var values: [Int64] = []

    var count: Int { values.count }

    mutating func add(_ value: Int64) {
        values.append(value)
    }

    mutating func add(_ others: Samples) {
        values += others.values
    }

    /// The value that `share` of all lie below or at, in milliseconds.
    func milliseconds(at share: Double) -> Double {
        guard !values.isEmpty else { return .nan }
        let sorted = values.sorted()
        let place = min(sorted.count - 1, Int(Double(sorted.count) * share))
        return Double(sorted[place]) / 1_000_000
    }

    var median: Double { milliseconds(at: 0.5) }
    var p99: Double { milliseconds(at: 0.99) }
    /// The middle and the worst but one of a hundred, as the table has them.
    var both: String { "\(median.text(3)) / \(p99.text(3)) ms" }
}

extension [Double] {
    var median: Double { isEmpty ? .nan : sorted()[count / 2] }
}

extension Double {
    /// With `decimals` digits after the point, thousands set apart.
    func text(_ decimals: Int = 0) -> String {
        guard isFinite else { return "–" }
        var scaled = (self * pow(10, Double(decimals))).rounded()
        let sign = scaled < 0 ? "-" : ""
        scaled = abs(scaled)
        var digits = String(Int64(scaled))
        while digits.count <= decimals { digits = "0" + digits }
        let whole = digits.dropLast(decimals)
        var grouped = ""
        for (place, digit) in whole.enumerated() {
            if place > 0, (whole.count - place) % 3 == 0 { grouped += "," }
            grouped.append(digit)
        }
        return sign + grouped + (decimals == 0 ? "" : "." + digits.suffix(decimals))
    }
}
