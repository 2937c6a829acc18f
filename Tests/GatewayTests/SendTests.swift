import HTTP
import JSON
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Gateway

@Suite struct `Messages from many sockets` {
    @Test func `keep each socket's order and get their own answers`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let inbox = try await owner.inbox().id
            let watcher = try await owner.online()
            let visitors = 20

            try await withThrowingTaskGroup(of: Void.self) { group in
                for visitor in 0..<visitors {
                    group.addTask { try await talk(visitor, at: house.gateway, inbox: inbox) }
                }
                try await group.waitForAll()
            }

            var heard: [ConversationID: [Message]] = [:]
            for _ in 0..<visitors * 11 {
                let message = try await watcher.message()
                heard[message.conversation, default: []].append(message)
            }
            #expect(heard.count == visitors)
            for messages in heard.values {
                #expect(messages.map(\.sequence) == Array(1...11))
                #expect(messages.map(\.clientId) == Array(1...11))
            }
        }
    }

    @Test func `are refused one by one`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let inbox = try await owner.inbox().id
            let (first, second) = (
                try await VisitorBrowser(house.gateway, inbox: inbox),
                try await VisitorBrowser(house.gateway, inbox: inbox)
            )
            let (own, foreign) = (try await first.conversation(), try await second.conversation())
            let (line, other) = (try await first.online(), try await second.online())

            for (id, conversation) in [own, foreign, own].enumerated() {
                try await line.send(
                    #"{"type":"send","id":\#(id),"conversation":"\#(conversation)","clientId":\#(id + 2),"body":"b"}"#)
            }
            let long = String(repeating: "x", count: MessageLine.limitBytes)
            try await line.send(
                #"{"type":"send","id":3,"conversation":"\#(own)","clientId":9,"body":"\#(long)"}"#)
            try await other.say("mine", 2, in: foreign)

            #expect(try await line.codes(4) == ["", "conversation.notFound", "", "body.tooLarge"])
        }
    }

    @Test func `say so when the conversations do not answer`() async throws {
        try await House.open { house in
            let owner = try await TeamBrowser.signUp(house.gateway)
            let visitor = try await VisitorBrowser(house.gateway, inbox: try await owner.inbox().id)
            let id = try await visitor.conversation()
            let line = try await visitor.online()
            await house.conversations.stop()

            for number in 2...40 as ClosedRange<Int64> {
                let failure = await #expect(throws: Failure.self) { try await line.say("lost?", number, in: id) }
                #expect((failure?.kind, failure?.code) == (.unavailable, "conversations.unavailable"))
            }
        }
    }
}

/// Begins a conversation, sends ten messages at once on one socket, and sees that each answer is its message's.
private func talk(_ visitor: Int, at gateway: TestService<Gateway>, inbox: InboxID) async throws {
    let browser = try await VisitorBrowser(gateway, inbox: inbox)
    let id = try await browser.conversation()
    let line = try await browser.online()
    for number in 2...11 {
        try await line.send(
            #"{"type":"send","id":\#(number),"conversation":"\#(id)","clientId":\#(number),"body":"\#(visitor)"}"#)
    }
    for number in 2...11 as ClosedRange<Int64> {
        let message = try await line.stored(number)
        #expect((message.conversation, message.clientId) == (id, number))
        #expect((message.sequence, message.body) == (number, "\(visitor)"))
    }
    await line.close()
}

extension Line {
    /// The next answer, which must be that of the request `id`, with the stored message.
    fileprivate func stored(_ id: Int64) async throws -> Message {
        let (number, reply) = try await reply()
        #expect(number == id)
        guard case .ok(let value) = reply else { throw reply.problem! }
        return try JSON.decode(Message.self, from: value.bytes, unknownFields: .ignored)
    }

    /// What the next answers refuse with; nothing where they do not.
    fileprivate func codes(_ count: Int) async throws -> [String] {
        var codes: [String] = []
        while codes.count < count { codes.append(try await reply().1.problem?.code ?? "") }
        return codes
    }

    private func reply() async throws -> (Int64?, Reply) {
        while let frame = try await read() {
            if case .reply(let id, let reply) = frame { return (id, reply) }
        }
        throw LineClosed(description: "The socket closed instead of a reply.")
    }
}
