import HTTP
import ServiceKit
import TestKit
import Testing
import WireModel

@Suite struct `An event log` {
    @Test func `greets with its epoch and its head`() async throws {
        try await TestService.start(Ledger.self) { ledger in
            try await ledger.program.write(["a", "b"])

            let reader = try await ledger.reader()

            #expect(try await reader.next() == .greeting(epoch: ledger.program.log.epoch, head: 2))
        }
    }

    @Test func `gives what was written before, and goes on with what is written`() async throws {
        try await TestService.start(Ledger.self) { ledger in
            try await ledger.program.write(["a", "b", "c"])
            let reader = try await ledger.reader("?after=1")
            #expect(try await reader.events(2) == [.event(seq: 2, text: "b"), .event(seq: 3, text: "c")])

            try await ledger.program.write(["d"])

            #expect(try await reader.events(1) == [.event(seq: 4, text: "d")])
        }
    }

    @Test func `begins at its end for those who name no place`() async throws {
        try await TestService.start(Ledger.self) { ledger in
            try await ledger.program.write(["old"])
            let reader = try await ledger.reader()
            _ = try await reader.next()

            try await ledger.program.write(["new"])

            #expect(try await reader.events(1) == [.event(seq: 2, text: "new")])
        }
    }

    @Test func `gives a long past in order, page by page`() async throws {
        try await TestService.start(Ledger.self) { ledger in
            let texts = (1...1701).map { "entry \($0)" }
            try await ledger.program.write(texts)

            let events = try await ledger.reader("?after=0").events(1701)

            #expect(events == texts.indices.map { .event(seq: Int64($0 + 1), text: texts[$0]) })
        }
    }

    @Test func `loses, doubles and reorders nothing while many write and a reader joins`() async throws {
        try await TestService.start(Ledger.self) { ledger in
            let program = ledger.program
            async let writing: Void = withThrowingTaskGroup { group in
                for number in 0..<600 { group.addTask { try await program.write(["\(number)"]) } }
                try await group.waitForAll()
            }

            let events = try await ledger.reader("?after=0").events(600)

            try await writing
            #expect(events.compactMap(\.seq) == Array(1...600))
            #expect(Set(events.map(\.text)).count == 600)
        }
    }

    @Test func `gives a reader who fell far behind the missing part from the store`() async throws {
        try await TestService.start(Ledger.self) { ledger in
            let reader = try await ledger.reader("?after=0")
            _ = try await reader.next()
            let body = String(repeating: "x", count: 12_000)

            // More than the sockets' buffers and the log's memory hold together.
            for page in 0..<40 {
                try await ledger.program.write((1...80).map { "\(page * 80 + $0) \(body)" })
            }
            var events: [StreamLine] = []
            for number in 3201...4200 {
                events += try await reader.events(4)
                try await ledger.program.write(["\(number) small"])
            }
            events += try await reader.events(200)

            #expect(events.compactMap(\.seq) == Array(1...4200))
            #expect(events.map { Int($0.text.split(separator: " ")[0]) } == Array(1...4200))
        }
    }

    @Test func `says nothing of a write that was rolled back`() async throws {
        try await TestService.start(Ledger.self) { ledger in
            let reader = try await ledger.reader("?after=0")
            _ = try await reader.next()

            try await ledger.program.writeInVain("never")
            try await ledger.program.write(["a"])

            #expect(try await reader.events(1).map(\.text) == ["a"])
            #expect(try await ledger.reader("?after=0").events(1).map(\.text) == ["a"])
        }
    }

    @Test func `passes on what is not stored to those who ask for it only`() async throws {
        try await TestService.start(Ledger.self) { ledger in
            let all = try await ledger.reader("?ephemeral=1")
            let stored = try await ledger.reader()
            _ = try await (all.next(), stored.next())

            try ledger.program.say("typing")
            try await ledger.program.write(["a"])

            #expect(try await all.events(2) == [.event(seq: nil, text: "typing"), .event(seq: 1, text: "a")])
            #expect(try await stored.events(1) == [.event(seq: 1, text: "a")])
        }
    }

    @Test func `forgets at once what is not stored`() async throws {
        try await TestService.start(Ledger.self) { ledger in
            try ledger.program.say("typing")
            try await ledger.program.write(["a"])

            let later = try await ledger.reader("?after=0&ephemeral=1")

            #expect(try await later.events(1) == [.event(seq: 1, text: "a")])
        }
    }

    @Test func `shows a quiet reader that it is alive`() async throws {
        try await TestService.start(Ledger.self) { ledger in
            let reader = try await ledger.reader()
            let greeting = try await reader.next()

            let heartbeat = try await reader.next()

            #expect(greeting == .greeting(epoch: ledger.program.log.epoch, head: 0))
            #expect(heartbeat == greeting)
        }
    }

    @Test func `ends its streams when the service stops`() async throws {
        let ledger = try await TestService(Ledger.self)
        let reader = try await ledger.reader()
        _ = try await reader.next()

        async let stopped: Void = ledger.stop()

        while try await reader.next() != nil {}
        await stopped
    }

    @Test func `goes on with its numbers after a restart, under the same epoch`() async throws {
        let folder = TemporaryFolder()
        let epoch = try await TestService.start(Ledger.self, folder: folder) { ledger in
            try await ledger.program.write(["a", "b"])
            return ledger.program.log.epoch
        }

        try await TestService.start(Ledger.self, folder: folder) { ledger in
            try await ledger.program.write(["c"])

            #expect(ledger.program.log.epoch == epoch)
            #expect(try await ledger.reader("?after=2").events(1) == [.event(seq: 3, text: "c")])
        }
    }

    @Test func `tells what one workspace missed, and nothing of another`() async throws {
        try await TestService.start(Ledger.self) { ledger in
            let other = WorkspaceID(rawValue: 2)
            try await ledger.program.write(["a"])
            try await ledger.program.write(["secret"], in: other)
            try await ledger.program.write(["b"])

            let missed = try await ledger.call(.get, "/internal/workspaces/\(WorkspaceID.one)/events?after=1")

            #expect(try missed.lines.map(\.text) == ["b"])
        }
    }

    @Test func `tells one event more than the limit where too much was missed`() async throws {
        try await TestService.start(Ledger.self) { ledger in
            try await ledger.program.write((1...EventLog.missedLimit + 50).map { "\($0)" })

            let missed = try await ledger.call(.get, "/internal/workspaces/\(WorkspaceID.one)/events?after=0")

            #expect(try missed.lines.count == EventLog.missedLimit + 1)
        }
    }

    @Test func `is for services only`() async throws {
        try await TestService.start(Ledger.self) { ledger in
            let stream = try await ledger.call(.get, "/internal/events", as: .owner, internal: false)
            let missed = try await ledger.call(
                .get, "/internal/workspaces/\(WorkspaceID.one)/events", as: .owner, internal: false)

            #expect(stream.status == .unauthorized)
            #expect(missed.status == .unauthorized)
        }
    }
}

extension StreamLine {
    var seq: Int64? {
        if case .event(let seq, _) = self { seq } else { nil }
    }

    var text: String {
        if case .event(_, let text) = self { text } else { "" }
    }
}

extension TestAnswer {
    fileprivate var lines: [StreamLine] {
        get throws { try bytes.split(separator: UInt8(ascii: "\n")).map { try StreamLine(Array($0)) } }
    }
}
