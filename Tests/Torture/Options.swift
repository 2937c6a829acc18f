import Glibc
import TestKit

/// What the command line says: `torture [--kills N] [--seed N] [--pairs N] [--workspaces N] [--pause N] [--power-cut]`.
struct Options: Sendable {
    var kills = 200
    var seed = UInt64.random(in: 0..<1_000_000)
    var pairs = 200
    var workspaces = 4
    /// The longest pause between two kills.
    var pauseMilliseconds = 800
    /// Whether images of the disk are taken and looked at.
    var powerCut = false

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
            case "--kills": kills = try number(name)
            case "--seed": seed = try number(name)
            case "--pairs": pairs = max(1, try number(name))
            case "--workspaces": workspaces = max(1, try number(name))
            case "--pause": pauseMilliseconds = try number(name)
            case "--power-cut": powerCut = true
            default: throw NeverHappened(description: "There is no option \(name).")
            }
        }
    }
}

/// Says what is going on, beside the table on standard output.
func note(_ sentence: String) {
    let line = Array((sentence + "\n").utf8)
    _ = write(STDERR_FILENO, line, line.count)
}

/// The same numbers for the same seed (SplitMix64).
struct Dice: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// - Parameter stream: Another one for everybody who throws.
    init(seed: UInt64, stream: UInt64) {
        state = seed &* 0x9e37_79b9_7f4a_7c15 ^ (stream &+ 1) &* 0xd1b5_4a32_d192_ed03
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }

    mutating func milliseconds(upTo limit: Int) -> Duration { .milliseconds(Int.random(in: 0...limit, using: &self)) }
}
