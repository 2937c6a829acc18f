import HTTP

enum Responses {
    static func read(_ cuts: Cuts) {
        let read = cuts.alike { pieces in responses(pieces) }
        for message in read.messages where message.isWhole { writeAgain(message) }
    }

    /// The peer closes after the last piece.
    private static func responses(_ pieces: [[UInt8]]) -> Read<ResponseHead> {
        var reader = ResponseReader()
        var read = Read<ResponseHead>()
        do {
            for piece in pieces {
                var position = 0
                while let event = try reader.next(piece.span, at: &position) {
                    switch event {
                    case .informational: break
                    case .head(let head, let body, let keepAlive):
                        read.messages.append(.init(head: head, length: body, keepAlive: keepAlive))
                    case .body(let range): read.append(piece[range])
                    case .end: read.end()
                    }
                }
                check(position == piece.count, "nil means that all bytes were used")
            }
            if try reader.finish() { read.end() }
        } catch {
            read.fault = error
        }
        return read
    }

    private static func writeAgain(_ message: Read<ResponseHead>.Message) {
        var head = message.head
        head.headers = Requests.unframed(head.headers)
        head.headers.remove("Connection")
        var bytes: [UInt8] = []
        ResponseWriter.append(head, body: message.length, keepAlive: message.keepAlive, to: &bytes)
        Requests.append(message.body, message.length, to: &bytes)
        let again = responses([bytes])
        check(again.fault == nil && again.messages.count == 1, "written again it is refused: \(again)")
        check(again.messages[0].isWhole, "written again it does not end")
        check(again.messages[0].body == message.body, "written again its body is another")
        check(again.messages[0].keepAlive == message.keepAlive, "written again it ends the connection, or does not")
        check(again.messages[0].head.status == head.status, "written again its status is another")
    }
}
