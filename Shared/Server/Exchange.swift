import HTTP

/// One request under way on a connection, and what is known about its answer.
final class Exchange {
    let request: Request
    let body: RequestBody
    /// Bytes of the body still to come, when the client has said how many.
    var announced: Int?
    /// Whether the connection may serve another request afterwards.
    var keepsAlive: Bool
    /// The client waits for a 100 before it sends the body.
    var awaitsContinue: Bool
    var isBodyComplete = false
    var isStarted = false
    /// The response is queued to its last byte.
    var isAnswered = false
    var writer: BodyWriter?
    var task: Task<Void, Never>?

    init(request: Request, length: BodyLength, keepsAlive: Bool, awaitsContinue: Bool) {
        self.request = request
        self.keepsAlive = keepsAlive
        self.awaitsContinue = awaitsContinue
        body = request.body
        if case .length(let count) = length { announced = count }
    }

    /// A body without an announced end: nobody knows when it will be over.
    var isEndless: Bool { writer.map { $0.remaining == nil } ?? false }
}
