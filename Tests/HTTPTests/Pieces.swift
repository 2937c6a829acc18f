@testable import HTTP

/// The ways to cut an input that every parser must not notice.
enum Pieces {
    /// Whole, one byte at a time, in two at every place, and cut at random thirty times.
    static func every(_ bytes: [UInt8], seed: UInt64 = 1) -> [[[UInt8]]] {
        var cuts = [[bytes], bytes.map { [$0] }]
        for place in 0...bytes.count { cuts.append([Array(bytes[..<place]), Array(bytes[place...])]) }
        var random = SplitMix(seed: seed)
        for _ in 0..<30 { cuts.append(atRandom(bytes, longest: 1 + bytes.count / 3, using: &random)) }
        return cuts
    }

    static func atRandom(_ bytes: [UInt8], longest: Int, using random: inout SplitMix) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + Int.random(in: 0...longest, using: &random))
            pieces.append(Array(bytes[start..<end]))
            start = end
        }
        return pieces
    }

    /// `bytes` with a few of them changed, removed, repeated or added.
    static func mutated(_ bytes: [UInt8], using random: inout SplitMix) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(bytes[place], at: place)
            default: bytes.insert([13, 10, 0, 32, 58, 255].randomElement(using: &random)!, at: place)
            }
        }
        return bytes
    }
}

/// A small generator with a seed, so that a failure can be had again.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

func bytes(_ text: String) -> [UInt8] {
    Array(text.utf8)
}
