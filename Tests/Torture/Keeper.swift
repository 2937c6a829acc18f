import Glibc
import Synchronization
import TestKit

/// Starts again whatever ends, as compose's `restart: always` does, and judges how it ended.
final class Keeper: Sendable {
    /// How long one stays away that was not told how long.
    private static let awayTime = Duration.milliseconds(100)
    /// How long after a fault of the disk a service may still leave because of it.
    private static let excuseTime = Duration.seconds(10)
    private static let linesOfLog = 12

    private struct State {
        /// Ended by us, and how long each has to stay away.
        var sentenced: [Place: Duration] = [:]
        var terminated: Set<Place> = []
        /// What the library had done to each at the last end.
        var kills: [Place: Int] = [:]
        var troubled: [Place: ContinuousClock.Instant] = [:]
        var report = Report()
        var isOver = false
    }

    private let deployment: Deployment
    private let shims: [Place: Shim]
    private let camera: Camera
    private let mails: MailDesk
    private let state = Mutex(State())

    init(_ deployment: Deployment, shims: [Place: Shim], camera: Camera, mails: MailDesk) {
        self.deployment = deployment
        self.shims = shims
        self.camera = camera
        self.mails = mails
        for place in deployment.places { Task { await keep(place) } }
    }

    /// Ends one as a power cut would.
    func kill(_ place: Place, away: Duration) {
        state.withLock { $0.sentenced[place] = away }
        signal(place, SIGKILL)
    }

    /// Asks one to leave in good order.
    func terminate(_ place: Place, away: Duration) {
        state.withLock { state in
            state.sentenced[place] = away
            state.terminated.insert(place)
        }
        signal(place, SIGTERM)
    }

    func signal(_ place: Place, _ number: Int32) {
        deployment.program(place.name, place.number)?.signal(number)
    }

    /// Remembers that calls of this one were made to fail.
    func trouble(_ place: Place) {
        state.withLock { $0.troubled[place] = .now }
    }

    /// From now on what ends stays away.
    func end() -> Report {
        state.withLock { state in
            state.isOver = true
            return state.report
        }
    }

    private func keep(_ place: Place) async {
        while let program = deployment.program(place.name, place.number) {
            let code = await program.end()
            guard !state.withLock({ $0.isOver }) else { return }
            if place.name == .notifications { mails.killed() }
            judge(place, code)
            let away = state.withLock { $0.sentenced.removeValue(forKey: place) } ?? Self.awayTime
            try? await Task.sleep(for: away)
            do {
                try camera.undisturbed { try deployment.start(place.name, place.number) }
            } catch {
                state.withLock { $0.report.fault("\(place): \(error)") }
            }
        }
    }

    private func judge(_ place: Place, _ code: Int32) {
        let kills = shims[place]?.kills ?? 0
        state.withLock { state in
            let wasKilledInside = kills > state.kills[place, default: 0]
            state.kills[place] = kills
            let wasTerminated = state.terminated.remove(place) != nil
            let wasTroubled = state.troubled[place].map { ContinuousClock.now - $0 < Self.excuseTime } ?? false
            switch code {
            case -SIGKILL where wasKilledInside || state.sentenced[place] != nil: break
            case 0 where wasTerminated: state.report.count("left in good order")
            case 1... where wasTroubled: state.report.count("left of itself, with a bad disk or no descriptors")
            default:
                let how = code < 0 ? "signal \(-code)" : "code \(code)"
                state.report.fault("\(place) ended of itself with \(how)\n\(lastWords(of: place))")
            }
        }
    }

    private func lastWords(of place: Place) -> String {
        let log = deployment.folder.bytes(of: "\(place).log") ?? []
        return String(decoding: log.suffix(20_000), as: UTF8.self).split(separator: "\n")
            .filter { !$0.contains("\"level\":\"info\"") }.suffix(Self.linesOfLog).joined(separator: "\n")
    }
}
