import TestKit

/// Not the wire's.
typealias Place = Deployment.Place

/// Something that goes wrong, at a moment and for a while.
struct Stroke: Sendable {
    enum Kind: String, CaseIterable, Sendable {
        // Processes
        case kill, stop, terminate
        case restartAll = "restart-all"
        // Links
        case cut, swallow, slow
        // Disk and system
        case full
        case failingWrite = "failing-write"
        case shortWrite = "short-write"
        case failingSync = "failing-sync"
        case descriptors, clock
        // In the middle of a commit
        case killBeforeSync = "kill-before-sync"
        case killAfterSync = "kill-after-sync"
        case tornWrite = "torn-write"
        // The power: an image of the disk, and what can be read of it
        case image
    }

    var kind: Kind
    /// Milliseconds after the beginning.
    var at: Int
    /// The process, or the link that leads to it; nil for all at once.
    var target: Place?
    /// In milliseconds. For a process that ends: how long it stays away.
    var lasts: Int
    /// Of a disk: one call in so many. Of a clock: by how many seconds it is wrong.
    var strength = 1

    /// One line of `--plan`.
    var text: String {
        let seconds = "\(at / 1000).\(String(1000 + at % 1000).dropFirst())"
        let how = Shim.Trick(kind) == nil ? "" : kind == .clock ? ", by \(strength) s" : ", 1 in \(strength)"
        return "\(seconds) s: \(kind.rawValue) \(target?.description ?? "all"), \(lasts) ms\(how)"
    }
}

/// What a seed stands for: the same strokes at the same moments, always.
enum Plan {
    private static let pauseMilliseconds = 200...1_600
    private static let longestMilliseconds = 5_000
    private static let clockHours = 12
    /// Where faults of the disk are: most where most is written. One of each kind where something is written always.
    private static let writers: [Place] = [
        Place(.conversations), Place(.conversations), Place(.conversations), Place(.contacts), Place(.notifications),
        Place(.identity),
    ]
    private static let all = Name.allCases.map { Place($0) } + [Place(.gateway, 1)]

    static func strokes(seed: UInt64, seconds: Int, kinds: [Stroke.Kind]) -> [Stroke] {
        var dice = Dice(seed: seed, stream: 0)
        var strokes: [Stroke] = []
        var deck: [Stroke.Kind] = []
        var at = 0
        while true {
            at += Int.random(in: pauseMilliseconds, using: &dice)
            guard at < seconds * 1000, !kinds.isEmpty else { return strokes }
            // Each kind comes as often as the others, in ever another order.
            if deck.isEmpty { deck = kinds.shuffled(using: &dice) }
            let kind = deck.removeLast()
            let isFirst = !strokes.contains { $0.kind == kind }
            strokes.append(stroke(kind, at: at, isFirst: isFirst, &dice))
        }
    }

    private static func stroke(_ kind: Stroke.Kind, at: Int, isFirst: Bool, _ dice: inout Dice) -> Stroke {
        var stroke = Stroke(kind: kind, at: at, lasts: Int.random(in: 100...longestMilliseconds, using: &dice))
        let writer = writers.randomElement(using: &dice)!
        let anybody = all.randomElement(using: &dice)!
        switch kind {
        case .restartAll, .image: stroke.lasts /= 10
        case .clock:
            let hours = Int.random(in: 1...clockHours, using: &dice) * (Bool.random(using: &dice) ? 1 : -1)
            stroke.strength = Bool.random(using: &dice) ? hours * 3_600 : hours * 60
        case .kill, .terminate:
            stroke.target = anybody
            stroke.lasts /= 10
        case .stop, .cut, .swallow, .slow:
            // The notifications are asked nothing.
            stroke.target = kind != .stop && anybody.name == .notifications ? Place(.conversations) : anybody
        case .descriptors:
            stroke.target = anybody
            stroke.strength = Int.random(in: 2...4, using: &dice)
        case .full, .failingWrite, .shortWrite, .failingSync, .killBeforeSync, .killAfterSync, .tornWrite:
            stroke.target = isFirst ? Place(.conversations) : writer
            stroke.strength = Int.random(in: 1...6, using: &dice)
        }
        if isFirst, stroke.target != nil, kind != .stop { stroke.lasts = max(stroke.lasts, longestMilliseconds / 2) }
        return stroke
    }
}
