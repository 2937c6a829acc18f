import Glibc
import TestKit

/// What the command line says: `torture [--seed N] [--seconds N | --minutes N] [--only KIND,KIND…] [--plan] [--pairs N]
/// [--workspaces N]`.
struct Options: Sendable {
    var seed = UInt64.random(in: 0..<1_000_000)
    /// How long a round's faults go on.
    var seconds = 60
    /// How long rounds follow each other, each with the next seed; one round unless told otherwise.
    var minutes = 0
    var kinds = Stroke.Kind.allCases
    /// What a build that can be broken does wrong; see `Breakage`.
    var breakage: String?
    /// Whether the plan is only shown.
    var isPlanOnly = false
    var pairs = 200
    var workspaces = 4

    init(_ arguments: [String]) throws {
        var rest = arguments.dropFirst().makeIterator()
        func number<Number: FixedWidthInteger>(_ name: String) throws -> Number {
            guard let number = rest.next().flatMap({ Number($0) }), number >= 0 else {
                throw NeverHappened(description: "\(name) needs a number.")
            }
            return number
        }
        while let name = rest.next() {
            switch name {
            case "--seed": seed = try number(name)
            case "--seconds": seconds = try number(name)
            case "--minutes": minutes = try number(name)
            case "--only": kinds = try Self.kinds(rest.next() ?? "")
            case "--plan": isPlanOnly = true
            case "--break": breakage = rest.next()
            case "--pairs": pairs = max(1, try number(name))
            case "--workspaces": workspaces = max(1, try number(name))
            default: throw NeverHappened(description: "There is no option \(name).")
            }
        }
    }

    var strokes: [Stroke] { Plan.strokes(seed: seed, seconds: seconds, kinds: kinds) }

    private static func kinds(_ text: String) throws -> [Stroke.Kind] {
        try text.split(separator: ",").map { word in
            guard let kind = Stroke.Kind(rawValue: String(word)) else {
                let all = Stroke.Kind.allCases.map(\.rawValue).joined(separator: " ")
                throw NeverHappened(description: "There is no fault “\(word)”: \(all)")
            }
            return kind
        }
    }
}

/// Says what is going on, beside the table on standard output.
func note(_ sentence: String) {
    let line = Array((sentence + "\n").utf8)
    _ = write(STDERR_FILENO, line, line.count)
}

extension Dice {
    /// - Parameter stream: Another one for everybody who throws.
    init(seed: UInt64, stream: UInt64) {
        var first = Dice(seed: seed)
        self.init(seed: first.next() ^ (stream &+ 1) &* 0xd1b5_4a32_d192_ed03)
    }

    mutating func milliseconds(upTo limit: Int) -> Duration { .milliseconds(Int.random(in: 0...limit, using: &self)) }
}
