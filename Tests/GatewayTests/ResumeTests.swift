import HTTP
import JSON
import TestKit
import Testing
import WireModel

@testable import Gateway

@Suite struct `A socket that comes back` {
    @Test func `gets what it missed, once, and then what follows`() async throws {
        try await withTalk { talk in
            let gone = try await talk.visitor.online()
            try await gone.say("seen", 2, in: talk.conversation)
            #expect(try await gone.messages(1) == ["seen"])
            await gone.close()
            for number in 3...7 as ClosedRange<Int64> { try await send("\(number)", number, talk) }

            let line = try await talk.visitor.socket()
            let welcome = try await line.hello(token: talk.visitor.token, resume: gone.place)
            try await send("after", 8, talk)

            #expect(welcome.resume == .complete)
            #expect(try await line.messages(6) == ["3", "4", "5", "6", "7", "after"])
        }
    }

    @Test func `gets no note that it missed`() async throws {
        try await withTalk { talk in
            let gone = try await talk.visitor.online()
            await gone.close()
            try await send("a secret note", 3, talk, kind: .note)
            try await send("public", 4, talk)

            let line = try await talk.visitor.socket()
            _ = try await line.hello(token: talk.visitor.token, resume: gone.place)

            #expect(try await line.messages(1) == ["public"])
        }
    }

    @Test func `gets from the service what the gateway does not remember`() async throws {
        try await withTalk { talk in
            let gone = try await talk.visitor.online()
            await gone.close()
            for number in 3...7 as ClosedRange<Int64> { try await send("\(number)", number, talk) }

            // It began to listen only now: what was before is in the store only.
            try await talk.house.withGateway { gateway in
                let line = try await talk.visitor.moved(to: gateway).socket()
                let welcome = try await line.hello(token: talk.visitor.token, resume: gone.place)
                try await send("after", 8, talk)

                #expect(welcome.resume == .complete)
                #expect(try await line.messages(6) == ["3", "4", "5", "6", "7", "after"])
            }
        }
    }

    @Test func `gets from the service what it missed before much that was not for it`() async throws {
        try await withTalk { talk in
            let gone = try await talk.visitor.online()
            await gone.close()
            try await send("for you", 3, talk)
            for number in 4...6 as ClosedRange<Int64> { try await send("\(number)", number, talk, kind: .note) }
            _ = try await TeamBrowser.signUp(talk.house.gateway, email: "other@example.com")

            try await talk.house.withGateway { gateway in
                let line = try await talk.visitor.moved(to: gateway).socket()
                let welcome = try await line.hello(token: talk.visitor.token, resume: gone.place)
                try await send("after", 8, talk)

                #expect(welcome.resume == .complete)
                #expect(try await line.messages(2) == ["for you", "after"])
            }
        }
    }

    @Test func `is told to fetch afresh when it missed too much`() async throws {
        try await withTalk { talk in
            let gone = try await talk.visitor.online()
            await gone.close()
            let inside = talk.inside
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<1001 as Range<Int64> {
                    group.addTask { try await inside.send("\(number)", number + 10) }
                }
                try await group.waitForAll()
            }

            try await talk.house.withGateway { gateway in
                let line = try await talk.visitor.moved(to: gateway).socket()
                #expect(try await line.hello(token: talk.visitor.token, resume: gone.place).resume == .reset)
                try await send("after", 8, talk)
                #expect(try await line.messages(1) == ["after"])
            }
        }
    }

    @Test func `is told to fetch afresh when its place is of no log that there is`() async throws {
        try await withTalk { talk in
            let known = try await talk.visitor.online().place!
            for place in [("another epoch", known.seq), (known.epoch, known.seq + 1000), (known.epoch, -1), ("", 0)] {
                let line = try await talk.visitor.socket()
                #expect(try await line.hello(token: talk.visitor.token, resume: place).resume == .reset)
            }
        }
    }

    @Test func `loses and doubles nothing while others write`() async throws {
        try await withTalk { talk in
            let count: Int64 = 150
            let inside = talk.inside
            async let writing: Void = {
                for number in 1...count { try await inside.send("\(number)", number + 10) }
            }()

            var texts: [String] = []
            var place: (epoch: String, seq: Int64)? = nil
            var isFirst = true
            while texts.count < count {
                let line = try await talk.visitor.socket()
                let welcome = try await line.hello(token: talk.visitor.token, resume: place ?? ("", 0))
                if isFirst {
                    // What a page does that was told to fetch afresh.
                    let past = try await talk.visitor.call(
                        .get, "/conversations/\(talk.conversation)/messages?limit=200"
                    ).decode(Page<Message>.self)
                    texts = past.items.map(\.body).filter { $0 != "السلام عليكم" }
                }
                #expect(welcome.resume == (isFirst ? .reset : .complete))
                while texts.count < count {
                    let body = try await line.message().body
                    // Between the welcome and the fetch both may bring it.
                    if !isFirst || !texts.contains(body) { texts.append(body) }
                    if texts.count % 10 == 0 { break }
                }
                place = line.place
                isFirst = false
                await line.close()
            }

            try await writing
            #expect(texts == (1...count).map { "\($0)" })
        }
    }

    @Test func `loses and doubles nothing of what the service and the log both bring`() async throws {
        try await withTalk { talk in
            let gone = try await talk.visitor.online()
            await gone.close()
            let count: Int64 = 300
            let inside = talk.inside

            try await talk.house.withGateway { gateway in
                let visitor = talk.visitor.moved(to: gateway)
                async let writing: Void = {
                    for number in 1...count { try await inside.send("\(number)", number + 10) }
                }()
                var lines: [Line] = []
                for _ in 1...10 {
                    let line = try await visitor.socket()
                    #expect(try await line.hello(token: visitor.token, resume: gone.place).resume == .complete)
                    lines.append(line)
                    if lines.count == 1 { #expect(try await line.messages(1) == ["1"]) }
                }
                try await writing

                for (index, line) in lines.enumerated() {
                    let first = index == 0 ? 2 : 1
                    #expect(try await line.messages(Int(count) - first + 1) == (first...Int(count)).map { "\($0)" })
                }
            }
        }
    }

    @Test func `is not told again by the log what the service has told it already`() async throws {
        try await withTalk { talk in
            let gone = try await talk.visitor.online()
            await gone.close()
            try await send("3", 3, talk)
            let sluice = try Sluice(before: talk.house.conversations)

            try await talk.house.withGateway(["MAJLIS_CONVERSATIONS_URL": sluice.address]) { gateway in
                // Stored, and not heard of by this gateway yet.
                sluice.gate.close()
                for number in 4...6 as ClosedRange<Int64> { try await send("\(number)", number, talk) }
                let line = try await talk.visitor.moved(to: gateway).socket()
                #expect(
                    try await line.hello(token: talk.visitor.token, resume: gone.place).resume == .complete)
                #expect(try await line.messages(4) == ["3", "4", "5", "6"])

                sluice.gate.open()
                try await send("7", 7, talk)

                #expect(try await line.messages(1) == ["7"])
            }
            await sluice.stop()
        }
    }

    @Test func `was cut off because it was slow, and catches up piece by piece`() async throws {
        try await withTalk { talk in
            let line = try await talk.owner.online()
            let body = String(repeating: "x", count: 16_000)

            let inside = talk.inside
            // More than the sockets' buffers and the gateway's patience hold together.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 0..<8 as Range<Int64> {
                    group.addTask {
                        for number in 0..<125 as Range<Int64> {
                            try await inside.send("\(lane * 125 + number) \(body)", lane * 125 + number + 10)
                        }
                    }
                }
                try await group.waitForAll()
            }

            var sequences: [Int64] = []
            var reader = line
            var cuts = 0
            while sequences.count < 1000 {
                do {
                    while sequences.count < 1000 { sequences.append(try await reader.message().sequence) }
                } catch {
                    cuts += 1
                    let code = await reader.closeCode
                    #expect(code == nil || code?.rawValue == 4409)
                    let place = reader.place
                    reader = try await talk.owner.socket()
                    #expect(try await reader.hello(resume: place).resume == .complete)
                }
            }
            #expect(sequences == Array(2...1001))
            #expect(cuts > 0)
        }
    }

    private func send(_ body: String, _ clientId: Int64, _ talk: Talk, kind: Message.Kind? = nil) async throws {
        let draft = MessageDraft(clientId: clientId, body: body, kind: kind)
        let answer = try await talk.owner.call(.post, "/conversations/\(talk.conversation)/messages", body: draft)
        #expect(answer.status == .created)
    }
}
