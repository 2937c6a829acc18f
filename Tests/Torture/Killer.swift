import Glibc
import TestKit

/// Ends services at random moments, as a power cut would, and starts them again a random moment later.
struct Killer {
    /// How long a service stays away at most; sometimes the next one dies before it is ready.
    private static let awayMilliseconds = 300
    /// On average one image of the disk in so many kills.
    private static let killsAnImage = 4
    private static let tellEvery = 25

    private let options: Options
    private let deployment: Deployment
    private let mails: MailDesk
    private let camera: Camera
    private var dice: Dice
    private(set) var report = Report()

    init(_ options: Options, deployment: Deployment, pairs: [Pair], mails: MailDesk) {
        self.options = options
        self.deployment = deployment
        self.mails = mails
        camera = Camera(deployment: deployment, pairs: pairs)
        dice = Dice(seed: options.seed, stream: 0)
    }

    mutating func run() async throws {
        report.count("seed", Int(options.seed))
        for number in 1...max(1, options.kills) where options.kills > 0 {
            try await sleep(options.pauseMilliseconds)
            try await look()
            let name = Name.allCases.randomElement(using: &dice)!
            await deployment.kill(name)
            if name == .notifications { mails.killed() }
            report.count("kills of \(name.rawValue)")
            try await sleep(Self.awayMilliseconds)
            try await look()
            try deployment.start(name)
            if number.isMultiple(of: Self.tellEvery) { note("\(number) kills") }
        }
        try await sleep(options.pauseMilliseconds)
    }

    private mutating func look() async throws {
        guard Int.random(in: 0..<Self.killsAnImage * 2, using: &dice) == 0, options.powerCut else { return }
        try await camera.shoot(&report)
    }

    private mutating func sleep(_ milliseconds: Int) async throws {
        try await Task.sleep(for: dice.milliseconds(upTo: milliseconds))
    }
}
