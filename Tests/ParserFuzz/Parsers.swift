import HTTP
import TestKit

/// One input to one parser: its first byte says which, its second how the rest is cut.
enum Parsers {
    static func read(_ input: [UInt8]) {
        guard input.count > 2 else { return }
        let bytes = Array(input.dropFirst(2))
        let cuts = Cuts(bytes, seed: UInt64(input[1]))
        switch input[0] % 8 {
        case 0: Requests.read(cuts, isNarrow: false)
        case 1: Requests.read(cuts, isNarrow: true)
        case 2: Responses.read(cuts)
        case 3: Frames.read(cuts, .server)
        case 4: Frames.read(cuts, .client)
        case 5: Documents.read(bytes)
        case 6: Texts.read(String(decoding: bytes, as: UTF8.self))
        default: Searches.read(String(decoding: bytes, as: UTF8.self))
        }
    }
}

/// The same bytes, whole and in pieces: no parser may see a difference.
struct Cuts {
    let whole: [UInt8]
    let pieces: [[[UInt8]]]

    init(_ bytes: [UInt8], seed: UInt64) {
        var dice = Dice(seed: seed)
        var atRandom: [[UInt8]] = []
        var start = 0
        let longest = 1 << Int.random(in: 0...8, using: &dice)
        while start < bytes.count {
            let end = min(bytes.count, start + Int.random(in: 0...longest, using: &dice))
            atRandom.append(Array(bytes[start..<end]))
            start = end
        }
        whole = bytes
        pieces = [bytes.map { [$0] }, atRandom]
    }

    /// What `read` makes of the bytes; the same however they are cut.
    func alike<Seen: Equatable>(_ read: ([[UInt8]]) -> Seen) -> Seen {
        let seen = read([whole])
        for cut in pieces {
            let other = read(cut)
            check(other == seen, "cut in \(cut.count) pieces it is read as\n\(other)\nand whole as\n\(seen)")
        }
        return seen
    }
}

/// Ends the process, which libFuzzer takes for the crash that it is.
func check(_ isTrue: Bool, _ message: @autoclosure () -> String) {
    guard !isTrue else { return }
    fatalError(message())
}
