import Synchronization
import TestKit

/// The relay that takes every mail, and remembers which of the notifications' lives brought it.
final class MailDesk: Sendable {
    struct Arrival: Sendable {
        var session: Int
        var at: ContinuousClock.Instant
        /// How often the service had been killed before.
        var life: Int
    }

    /// A job is marked long before this is over, unless the process is killed meanwhile.
    private static let markTime = Duration.seconds(2)

    private struct Ledger {
        var arrivals: [Arrival] = []
        var kills: [ContinuousClock.Instant] = []
    }

    private let sink: SMTPSink
    private let ledger: Shared

    private final class Shared: Sendable {
        let state = Mutex(Ledger())
    }

    init() async throws {
        let ledger = Shared()
        self.ledger = ledger
        sink = try await SMTPSink { command, session in
            guard command == "text" else { return nil }
            ledger.state.withLock { state in
                state.arrivals.append(Arrival(session: session, at: .now, life: state.kills.count))
            }
            return nil
        }
    }

    var url: String { sink.url }

    func killed() { ledger.state.withLock { $0.kills.append(.now) } }

    /// By the part of the Message-ID that names the summary's conversation and its last message; other mails by theirs.
    func arrivals() -> [String: [Arrival]] {
        let sessions = sink.all
        var found: [String: [Arrival]] = [:]
        for arrival in ledger.state.withLock({ $0.arrivals }) {
            found[Self.name(of: sessions[arrival.session]), default: []].append(arrival)
        }
        return found
    }

    /// Whether the second of two arrivals is owed to a kill between the first one's delivery and its mark.
    func isExcused(_ first: Arrival, _ second: Arrival) -> Bool {
        guard second.life > first.life else { return false }
        return ledger.state.withLock { $0.kills[first.life] } - first.at < Self.markTime
    }

    /// `Message-ID: <summary.cnv_….17@localhost>`
    private static func name(of session: SMTPSink.Session) -> String {
        let line = session.lines.first { $0.lowercased().hasPrefix("message-id:") } ?? ""
        let id = line.drop { $0 != "." }.dropFirst()
        return String(id.prefix { $0 != "@" })
    }
}
