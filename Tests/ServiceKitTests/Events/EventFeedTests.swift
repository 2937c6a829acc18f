import HTTP
import Server
import TestKit
import Testing
import WireModel

@testable import ServiceKit

@Suite struct `An event feed` {
    @Test func `reads on from the place that it is given`() async throws {
        try await TestService.start(Ledger.self) { ledger in
            try await ledger.program.write(["a", "b", "c"])

            try await follow(ledger.address, from: "1@\(ledger.program.log.epoch)") { follower in
                try await follower.hears(["b", "c"])
                try await ledger.program.write(["d"])
                try await follower.hears(["b", "c", "d"])
                #expect(follower.program.heard.cursors.last == 4)
            }
        }
    }

    @Test func `reads a log from its beginning when its place is of another one`() async throws {
        try await TestService.start(Ledger.self) { ledger in
            try await ledger.program.write(["a", "b"])

            try await follow(ledger.address, from: "40@of-a-log-that-was-lost") { follower in
                try await follower.hears(["a", "b"])
            }
        }
    }

    @Test func `hears only what is new when it keeps nothing`() async throws {
        try await TestService.start(Ledger.self) { ledger in
            try await ledger.program.write(["old"])

            try await follow(ledger.address) { follower in
                try await ledger.program.write(["new"])
                try await follower.hears(["new"])
            }
        }
    }

    @Test func `hears what is not stored when it asks for it`() async throws {
        try await TestService.start(Ledger.self) { ledger in
            try await follow(ledger.address, ephemeral: true) { listener in
                try await follow(ledger.address) { follower in
                    try ledger.program.say("typing")
                    try await ledger.program.write(["a"])

                    try await listener.hears(["typing", "a"])
                    try await follower.hears(["a"])
                }
            }
        }
    }

    @Test func `misses nothing while its service is away`() async throws {
        let port = ReservedPort()
        let folder = TemporaryFolder()
        let first = try await TestService(Ledger.self, folder: folder, port: port.number)

        try await follow(port.address) { follower in
            try await first.program.write(["a"])
            try await follower.hears(["a"])
            await first.stop()
            try await TestService.start(Ledger.self, folder: folder) { try await $0.program.write(["b", "c"]) }

            try await TestService.start(Ledger.self, folder: folder, port: port.number) { second in
                try await second.program.write(["d"])
                try await follower.hears(["a", "b", "c", "d"])
                #expect(Set(follower.program.heard.epochs) == [second.program.log.epoch])
            }
        }
    }

    @Test func `begins anew with another log, from its beginning when it keeps a place`() async throws {
        let port = ReservedPort()
        let first = try await TestService(Ledger.self, port: port.number)
        try await first.program.write(["a", "b"])

        try await follow(port.address, from: "0@") { follower in
            try await follower.hears(["a", "b"])
            await first.stop()
            try await TestService.start(Ledger.self, folder: try await ledger(with: ["x"]), port: port.number) {
                second in
                try await second.program.write(["y"])

                try await follower.hears(["a", "b", "x", "y"])
                #expect(follower.program.heard.epochs.last == second.program.log.epoch)
            }
        }
    }

    @Test func `begins anew with another log, from its end when it keeps nothing`() async throws {
        let port = ReservedPort()
        let first = try await TestService(Ledger.self, port: port.number)

        try await follow(port.address) { follower in
            try await first.program.write(["a"])
            try await follower.hears(["a"])
            await first.stop()
            try await TestService.start(Ledger.self, folder: try await ledger(with: ["x"]), port: port.number) {
                second in
                try await eventually("the new log is followed") {
                    follower.program.heard.epochs.last == second.program.log.epoch
                }
                try await second.program.write(["y"])

                try await follower.hears(["a", "y"])
            }
        }
    }

    @Test func `gives the same events again when they could not be worked off`() async throws {
        try await TestService.start(Ledger.self) { ledger in
            try await follow(ledger.address) { follower in
                follower.program.heard.refuse(3)

                try await ledger.program.write(["a"])

                try await follower.hears(["a"])
            }
        }
    }

    @Test func `says that it is connected only while it is`() async throws {
        let port = ReservedPort()
        let ledger = try await TestService(Ledger.self, port: port.number)

        try await follow(port.address) { follower in
            await ledger.stop()

            try await eventually("the follower notices") {
                try await follower.call(.get, "/readyz").status == .serviceUnavailable
            }
        }
    }

    @Test func `begins anew when its peer takes it and then says nothing`() async throws {
        let ending = Gate()
        let mute = try TestServer { router in
            router.get("/internal/events") { _ in
                .stream(type: "application/x-ndjson") { writer in
                    try await writer.write(Array("{\"epoch\":\"mute\",\"head\":0}\n".utf8))
                    await ending.pass()
                }
            }
        }
        try await follow(mute.address) { follower in
            follower.program.feed.watch()
            follower.program.feed.watch()

            try await eventually("it comes again") { follower.program.heard.epochs == ["mute", "mute"] }
            try await connects(follower)
        }
        ending.open()
        await mute.stop()
    }

    @Test func `begins anew when what it gives is never worked off, and gives it again`() async throws {
        try await TestService.start(Ledger.self) { ledger in
            try await follow(ledger.address) { follower in
                let gate = Gate()
                follower.program.heard.holdUp(gate)
                try await ledger.program.write(["a"])
                try await eventually("the batch is held up") { gate.isWaitedFor }

                follower.program.feed.watch()
                follower.program.feed.watch()

                try await follower.hears(["a"])
                try await connects(follower)
                // The one that was given up ends at last, and changes nothing.
                gate.open()
                #expect(try await follower.call(.get, "/readyz").status == .ok)
                try await ledger.program.write(["b"])
                try await follower.hears(["a", "b"])
            }
        }
    }

    @Test func `is left alone while it gets on`() async throws {
        try await TestService.start(Ledger.self) { ledger in
            try await follow(ledger.address) { follower in
                for text in ["a", "b", "c"] {
                    follower.program.feed.watch()
                    try await ledger.program.write([text])
                    try await eventually("it hears it") { follower.program.heard.texts.last == text }
                }

                #expect(follower.program.heard.epochs.count == 1)
                #expect(follower.program.heard.texts == ["a", "b", "c"])
            }
        }
    }

    private func connects(_ follower: TestService<Follower>) async throws {
        try await eventually("the follower is connected") {
            try await follower.call(.get, "/readyz").status == .ok
        }
    }

    /// A follower that is connected.
    private func follow(
        _ address: String, from place: String = "end", ephemeral: Bool = false,
        _ body: (TestService<Follower>) async throws -> Void
    ) async throws {
        let settings = ["MAJLIS_LEDGER_URL": address, "FROM": place, "EPHEMERAL": ephemeral ? "1" : "0"]
        try await TestService.start(Follower.self, settings: settings) { follower in
            try await connects(follower)
            try await body(follower)
        }
    }

    /// The data of a ledger that others have written to.
    private func ledger(with texts: [String]) async throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        try await TestService.start(Ledger.self, folder: folder) { try await $0.program.write(texts) }
        return folder
    }
}

extension TestService where Program == Follower {
    fileprivate func hears(_ texts: [String]) async throws {
        do {
            try await eventually("it hears all of it") { program.heard.texts.count >= texts.count }
        } catch is NeverHappened {}
        #expect(program.heard.texts == texts)
    }
}
