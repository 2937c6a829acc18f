@testable import HTTP

/// What a reader of messages saw, its body joined, so that it can be compared however the input was cut.
enum Seen: Equatable {
    case request(RequestHead, BodyLength, keepAlive: Bool, expectsContinue: Bool)
    case informational(ResponseHead)
    case response(ResponseHead, BodyLength, keepAlive: Bool)
    case body([UInt8])
    case end
    case fault(HTTPFault)
    /// The peer closed, which ended the body.
    case closed

    static func requests(_ pieces: [[UInt8]], limits: HTTPLimits = HTTPLimits()) -> [Seen] {
        var reader = RequestReader(limits: limits)
        var seen: [Seen] = []
        for piece in pieces {
            var position = 0
            do {
                while let event = try reader.next(piece.span, at: &position) { seen.note(event, piece) }
            } catch {
                return seen + [.fault(error)]
            }
            precondition(position == piece.count, "nil means that all bytes were used")
        }
        return seen
    }

    static func requests(_ text: String, limits: HTTPLimits = HTTPLimits()) -> [Seen] {
        requests([HTTPTests.bytes(text)], limits: limits)
    }

    /// - Parameter method: Of all requests that were answered.
    static func responses(_ pieces: [[UInt8]], to method: HTTP.Method = .get, closes: Bool = false) -> [Seen] {
        var reader = ResponseReader()
        var seen: [Seen] = []
        reader.expect(method)
        do {
            for piece in pieces {
                var position = 0
                while let event = try reader.next(piece.span, at: &position) {
                    seen.note(event, piece)
                    if event == .end { reader.expect(method) }
                }
                precondition(position == piece.count, "nil means that all bytes were used")
            }
            if closes, try reader.finish() { seen.append(.closed) }
        } catch {
            return seen + [.fault(error)]
        }
        return seen
    }

    var fault: HTTPFault? {
        if case .fault(let fault) = self { fault } else { nil }
    }
}

extension [Seen] {
    /// The status of the fault at the end.
    var refusal: Int? { last?.fault?.status.rawValue }

    mutating func note(_ event: RequestEvent, _ piece: [UInt8]) {
        switch event {
        case .head(let head, let body, let keepAlive, expectsContinue: let expects):
            append(.request(head, body, keepAlive: keepAlive, expectsContinue: expects))
        case .body(let range): join(piece[range])
        case .end: append(.end)
        }
    }

    mutating func note(_ event: ResponseEvent, _ piece: [UInt8]) {
        switch event {
        case .informational(let head): append(.informational(head))
        case .head(let head, let body, let keepAlive):
            append(.response(head, body, keepAlive: keepAlive))
        case .body(let range): join(piece[range])
        case .end: append(.end)
        }
    }

    private mutating func join(_ piece: ArraySlice<UInt8>) {
        precondition(!piece.isEmpty, "a piece of a body is never empty")
        if case .body(let before) = last {
            self[count - 1] = .body(before + piece)
        } else {
            append(.body([UInt8](piece)))
        }
    }
}
