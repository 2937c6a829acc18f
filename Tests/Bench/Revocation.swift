import HTTP
import Loop
import TestKit
import WireModel

// "Revocation reaches every gateway within one second."

extension Benchmark {
    private static let gateways = 3
    private static let must = "1,000 ms"
    private static let pollPause = Duration.milliseconds(2)

    func revocation(_ report: inout Report) async throws {
        try await withDeployment { deployment in
            var ports = [deployment.port(.gateway)]
            while ports.count < Self.gateways { ports.append(try await deployment.addGateway()) }
            let room = try await Room.make(in: deployment)
            var (closed, refused) = (Samples(), Samples())
            for _ in 0..<options.removals {
                let times = try await remove(try await room.invite(), from: room, ports, on: deployment.loop)
                for time in times.closed { closed.add(time) }
                for time in times.refused { refused.add(time) }
            }
            report.add(
                "member removed at one of \(Self.gateways) gateways until each open socket is closed (4401), "
                    + "median / worst of \(closed.count)", worst(closed), must: Self.must)
            report.add(
                "… until each gateway refuses the member's requests (401), median / worst of \(refused.count)",
                worst(refused), must: Self.must)
        }
    }

    private func worst(_ samples: Samples) -> String {
        "\(samples.median.text(1)) / \(samples.milliseconds(at: 1).text(1)) ms"
    }

    /// Nanoseconds from the order to each socket's end and to each gateway's first refusal.
    private func remove(
        _ member: Teammate, from room: Room, _ ports: [Int], on loop: EventLoop
    ) async throws -> (closed: [Int64], refused: [Int64]) {
        let ends = SocketEnds()
        var sockets: [LoadSocket] = []
        for (tag, port) in ports.enumerated() {
            sockets.append(
                try await LoadSocket.open(port: port, cookie: member.cookie, tag: tag, listener: ends, on: loop))
        }
        let clients = ports.map { TestClient(port: $0, on: loop) }
        defer { for client in clients { client.close() } }
        for client in clients { try await requireWelcome(member, at: client) }
        let polls = clients.map { client in
            loop.spawn { try await Self.refusal(of: member, at: client) }
        }
        let start = nanoseconds()
        let answer = try await room.owner.call(.delete, "members/\(member.session.member.id)")
        guard answer.status == .noContent else { throw BenchFault("A member is not removed: \(answer.text)") }
        var refused: [Int64] = []
        for poll in polls { refused.append(try await poll.value - start) }
        try await eventually("every socket is closed") { ends.times.count == ports.count }
        guard ends.codes.allSatisfy({ $0?.rawValue == 4401 }) else {
            throw BenchFault("A removed member's socket was closed with another code than 4401.")
        }
        return (ends.times.map { $0 - start }, refused)
    }

    private func requireWelcome(_ member: Teammate, at client: TestClient) async throws {
        let answer = try await client.call(.get, "/api/v1/inboxes", headers: ["Cookie": member.cookie])
        guard answer.status == .ok else { throw BenchFault("A member is refused: \(answer.text)") }
    }

    /// Asks again and again; the moment of the first refusal.
    private static func refusal(of member: Teammate, at client: TestClient) async throws -> Int64 {
        while true {
            let answer = try await client.call(.get, "/api/v1/inboxes", headers: ["Cookie": member.cookie])
            if answer.status == .unauthorized { return nanoseconds() }
            guard answer.status == .ok else { throw BenchFault("A member is told: \(answer.text)") }
            try await Task.sleep(for: pollPause)
        }
    }
}

/// When sockets were closed, and why.
private final class SocketEnds: LoadSocketListener {
    private(set) var times: [Int64] = []
    private(set) var codes: [CloseCode?] = []

    func received(_ text: Span<UInt8>, on socket: LoadSocket) {}

    func closed(_ socket: LoadSocket) {
        times.append(nanoseconds())
        codes.append(socket.closeCode)
    }
}
