import Glibc
import Loop
import Synchronization
import TestKit

/// Lets the strokes of a plan happen to a deployment. When it is over, everything works again.
struct Weather: Sendable {
    private static let lookPause = Duration.milliseconds(5)
    /// How much longer a kill in the commit may wait for a commit.
    private static let patience = Duration.seconds(10)

    let strokes: [Stroke]
    let deployment: Deployment
    let links: [Place: Link]
    let shims: [Place: Shim]
    let keeper: Keeper
    let camera: Camera
    private let report = Shared()

    private final class Shared: Sendable {
        let report = Mutex(Report())
        let strikes = Mutex<[Stroke.Kind: Int]>([:])
    }

    func run() async {
        let start = ContinuousClock.now
        await withTaskGroup { group in
            for stroke in strokes {
                group.addTask {
                    try? await Task.sleep(until: start + .milliseconds(stroke.at))
                    await strike(stroke)
                }
            }
        }
        deployment.signalAll(SIGCONT)
    }

    /// How often each kind struck; one that never did is a fault of the torture's own.
    func tell(_ told: inout Report) {
        report.report.withLock { told.add($0) }
        let planned = Set(strokes.map(\.kind))
        for kind in Stroke.Kind.allCases where planned.contains(kind) {
            let strikes = strikes(of: kind)
            told.count("struck: \(kind.rawValue)", strikes)
            told.expect(strikes > 0, "the fault “\(kind.rawValue)” never struck")
        }
    }

    private func strikes(of kind: Stroke.Kind) -> Int {
        if let trick = Shim.Trick(kind) { return shims.values.reduce(0) { $0 + $1.strikes(trick) } }
        return report.strikes.withLock { $0[kind] ?? 0 }
    }

    private func strike(_ stroke: Stroke) async {
        let lasts = Duration.milliseconds(stroke.lasts)
        if let trick = Shim.Trick(stroke.kind) { return await play(trick, stroke, lasts) }
        switch stroke.kind {
        case .kill: keeper.kill(stroke.target!, away: lasts)
        case .terminate: keeper.terminate(stroke.target!, away: lasts)
        case .restartAll: for place in deployment.places { keeper.kill(place, away: lasts) }
        case .stop:
            keeper.signal(stroke.target!, SIGSTOP)
            try? await Task.sleep(for: lasts)
            camera.undisturbed { keeper.signal(stroke.target!, SIGCONT) }
        case .image:
            do {
                let image = try await camera.shoot()
                report.report.withLock { $0.add(image) }
            } catch {
                report.report.withLock { $0.fault("\(error)") }
            }
        case .cut: return await spoil(stroke, .cut, lasts)
        case .swallow: return await spoil(stroke, .silent, lasts)
        case .slow: return await spoil(stroke, .slow, lasts)
        default: return
        }
        count(stroke.kind)
    }

    private func count(_ kind: Stroke.Kind, _ number: Int = 1) {
        report.strikes.withLock { $0[kind, default: 0] += number }
    }

    private func spoil(_ stroke: Stroke, _ mode: Link.Mode, _ lasts: Duration) async {
        guard let link = links[stroke.target!] else { return }
        let before = await link.hits
        await link.become(mode)
        try? await Task.sleep(for: lasts)
        await link.become(.good)
        count(stroke.kind, await link.hits - before)
    }

    private func play(_ trick: Shim.Trick, _ stroke: Stroke, _ lasts: Duration) async {
        let value = trick == .clock ? stroke.strength * 1000 : stroke.strength
        // All processes look at one clock.
        let places = stroke.target.map { [$0] } ?? deployment.places
        let before = places.map { shims[$0]?.kills ?? 0 }
        for place in places { shims[place]?.set(trick, to: value) }
        let isKill = Shim.Trick.kills.contains(trick)
        let end = ContinuousClock.now + lasts + (isKill ? Self.patience : .zero)
        while ContinuousClock.now < end {
            if trick != .clock { for place in places { keeper.trouble(place) } }
            if trick == .descriptors { for place in places { await knock(at: place) } }
            // Once is enough: started again it would not live until the end.
            if isKill, places.map({ shims[$0]?.kills ?? 0 }) != before { break }
            try? await Task.sleep(for: Self.lookPause)
        }
        for place in places { shims[place]?.set(trick, to: 0) }
    }

    /// Somebody new at the door: a service that has all the connections and files it needs opens nothing by itself.
    private func knock(at place: Place) async {
        let port = deployment.port(place.name, place.number)
        _ = try? await TCPStream.connect(
            host: "127.0.0.1", port: port, timeout: .milliseconds(100), on: deployment.loop)
    }
}
