import HTTP
import Server
import ServiceKit
import WireModel

/// Where browsers open their socket. A page of another site may not: it would come with our cookie.
struct SocketRoutes: Sendable {
    let edge: Edge
    let desk: SocketDesk

    func register(on router: inout Router) {
        router.get("/api/v1/socket", team)
        router.get("/api/v1/widget/socket", visitor)
    }

    private func team(_ request: Request) async throws -> Response {
        let bearer: Bearer
        do {
            try edge.requireOwnOrigin(request)
            bearer = try await edge.team(request)
        } catch let failure as Failure where request.head.headers["Upgrade"] != nil && failure.kind != .unavailable {
            // A browser is not told the status of a refused handshake, but it is told a close code.
            return .webSocket { _ in RefusedSocket(CloseCode(refusing: failure)) }
        }
        try requireUpgrade(request)
        let desk = desk
        return .webSocket { socket in ClientSocket(socket, as: bearer, desk: desk) }
    }

    private func visitor(_ request: Request) async throws -> Response {
        try requireUpgrade(request)
        let desk = desk
        let page = edge.foreignPage(request)
        return .webSocket { socket in ClientSocket(socket, as: nil, on: page, desk: desk) }
    }

    /// Somebody who looks at the address with another client gets an answer like all others.
    private func requireUpgrade(_ request: Request) throws(Failure) {
        guard Handshake.isUpgrade(request.head) else {
            throw Failure(.malformed, "socket.upgrade", "This address is a WebSocket: ask to upgrade.")
        }
    }
}

/// A socket that is only opened to say why it is closed.
private final class RefusedSocket: WebSocketHandler {
    private let code: CloseCode

    init(_ code: CloseCode) {
        self.code = code
    }

    func opened(_ socket: WebSocket) {
        socket.close(code, reason: "refused")
    }

    func received(text: [UInt8], on socket: WebSocket) {}
    func closed(_ code: CloseCode?, on socket: WebSocket) {}
}

extension CloseCode {
    static let refusedOrigin = CloseCode(rawValue: 4403)

    fileprivate init(refusing failure: Failure) {
        self =
            switch failure.kind {
            case .forbidden: .refusedOrigin
            case .tooMany: .tooManyFrames
            default: .unauthenticated
            }
    }
}
