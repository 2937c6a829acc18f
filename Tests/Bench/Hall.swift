import Loop
import TestKit

/// One conversation that many members' pages follow, some of which hang.
// Sendable: all of it belongs to the loop.
final class Hall: LoadSocketListener, @unchecked Sendable {
    /// What a message says, in bytes: long, so that what is not read piles up soon.
    private static let bodyBytes = 6_000
    private static let pause = Duration.milliseconds(50)

    private let loop: EventLoop
    private let seat: Seat
    private var visitor: LoadSocket?
    private var pages: [LoadSocket] = []
    private var failure: BenchFault?
    private(set) var cutOff = 0
    private(set) var isTalking = true

    init(_ room: Room, seats: Int, isReading: Bool, in deployment: Deployment) async throws {
        loop = deployment.loop
        seat = try await room.seat()
        let port = deployment.port(.gateway)
        visitor = try await LoadSocket.open(port: port, token: seat.token, tag: -1, listener: self, on: loop)
        for tag in 0..<seats {
            let page = try await LoadSocket.open(
                port: port, cookie: room.owner.cookie, tag: tag, listener: self, on: loop)
            pages.append(page)
            if !isReading { page.stopReading() }
        }
    }

    func talk(seconds: Int) async throws {
        let end = nanoseconds() + Int64(seconds) * 1_000_000_000
        let body = String(repeating: "سلام", count: Self.bodyBytes / 8)
        var number: Int64 = 1
        while nanoseconds() < end, failure == nil {
            number += 1
            let fields = #""id":\#(number),"conversation":"\#(seat.conversation)","clientId":\#(number)"#
            visitor?.send(Array(#"{"type":"send",\#(fields),"body":"\#(body)"}"#.utf8))
            try await Task.sleep(for: Self.pause)
        }
        isTalking = false
        if let failure { throw failure }
    }

    func close() {
        for page in pages { page.close() }
        visitor?.close()
    }

    func received(_ text: Span<UInt8>, on socket: LoadSocket) {
        guard socket.tag < 0, text.starts(with: #"{"type":"error""#) else { return }
        failure = BenchFault(String(decoding: text.withUnsafeBufferPointer { Array($0) }, as: UTF8.self))
    }

    func closed(_ socket: LoadSocket) {
        if socket.tag < 0 { failure = BenchFault("The visitor was closed with \(socket.closeReason).") }
        cutOff += 1
    }
}
