import HTTP
import JSON
import ServiceKit
import TestKit
import Testing
import WireModel

@testable import Identity

struct ProfileTests {
    @Test func `a member changes their name, language and time zone, in this workspace alone`() async throws {
        try await Harness.run { harness in
            let dates = try await harness.signedUp(workspace: "Dates")
            let coffee = try await harness.signedUp(workspace: "Coffee")
            func change(_ body: String) async throws -> Answer {
                try await harness.call(.patch, "/v1/profile", body, as: coffee.principal)
            }

            let member: Member = try await change(
                #"{"name":" Sara Ali ","language":"en","timeZone":"Asia/Riyadh"}"#
            ).decoded()

            #expect((member.name, member.language, member.timeZone) == ("Sara Ali", .english, "Asia/Riyadh"))
            let event = try await harness.events(of: coffee.workspace).last
            #expect(event?.type == .memberChanged)
            #expect(try event?.data(as: Member.self) == member)
            #expect(try await harness.signedSession(dates).member.name == "سارة")
            let before = try await harness.events(of: coffee.workspace).count
            #expect(try await change(#"{"name":"Sara Ali"}"#).status == 200)
            #expect(try await harness.events(of: coffee.workspace).count == before)
            #expect(try await change(#"{"timeZone":""}"#).decoded(as: Member.self).timeZone == nil)
            #expect(try await change(#"{"name":" ","timeZone":"x"}"#).fields == ["name required", "timeZone unknown"])
            #expect(try await change(#"{"role":"owner"}"#).status == 400)
        }
    }

    @Test func `a picture is what its content is, and is served as that and nothing else`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            let omar = try await harness.member(invitedBy: sara.principal, "omar@example.com")
            let other = try await harness.owner("lina@example.com")
            let headers: Headers = ["Content-Type": "text/html"]
            let picture = Picture.png(64, 64)

            let put = try await harness.service.send(
                .put, "/v1/profile/avatar", bytes: picture, as: sara.principal, headers: headers)
            let path = try #require(put.decode(Member.self).avatar)
            let named = try await harness.service.call(.get, "/v1" + path.dropFirst(7), as: omar)

            #expect(put.status == .ok)
            #expect(path.hasPrefix("/api/v1/members/\(sara.member)/avatar?v="))
            #expect(named.bytes == picture)
            #expect(named.headers["Content-Type"] == "image/png")
            #expect(named.headers["X-Content-Type-Options"] == "nosniff")
            #expect(named.headers["Content-Security-Policy"] == "sandbox; default-src 'none'")
            #expect(named.headers["Cache-Control"] == "private, max-age=31536000, immutable")
            let plain = try await harness.service.call(.get, "/v1/members/\(sara.member)/avatar?v=x", as: omar)
            #expect(plain.headers["Cache-Control"] == "private, no-cache")
            #expect(try await harness.call(.get, "/v1/members/\(sara.member)/avatar", as: other).status == 404)
            #expect(try await harness.call(.get, "/v1/members/\(sara.member)/avatar").status == 401)

            let gone = try await harness.call(.delete, "/v1/profile/avatar", as: sara.principal)
            #expect(try gone.decoded(as: Member.self).avatar == nil)
            let after = try await harness.call(.get, "/v1/members/\(sara.member)/avatar", as: omar)
            #expect((after.status, after.code) == (404, "avatar.notFound"))
        }
    }

    @Test func `another picture has another address`() async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()
            func put(_ bytes: [UInt8]) async throws -> String? {
                try await harness.service.send(.put, "/v1/profile/avatar", bytes: bytes, as: sara.principal)
                    .decode(Member.self).avatar
            }

            let (first, second) = (try await put(Picture.jpeg(10, 20)), try await put(Picture.webp(10, 20)))

            #expect(first != second)
            #expect(try await put(Picture.jpeg(10, 20)) == first)
            #expect(try await harness.events(of: sara.workspace).count { $0.type == .memberChanged } == 4)
        }
    }

    @Test(arguments: [
        (Picture.png(1025, 1), 422, "avatar.dimensions"), (Picture.png(0, 5), 422, "avatar.dimensions"),
        (Picture.png(0x7fff_ffff, 0x7fff_ffff), 422, "avatar.dimensions"),
        (Picture.jpeg(1, 65_535), 422, "avatar.dimensions"), (Picture.webp(16_384, 1), 422, "avatar.dimensions"),
        ([], 415, "avatar.type"), (Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8), 415, "avatar.type"),
        (Array("<html><script>alert(1)</script>".utf8), 415, "avatar.type"),
        (Array("GIF89a".utf8) + [UInt8](repeating: 1, count: 40), 415, "avatar.type"),
        (Array(Picture.png(5, 5).prefix(20)), 415, "avatar.type"), ([0xFF, 0xD8, 0xFF], 415, "avatar.type"),
        ([0xFF, 0xD8, 0xFF, 0xE0, 0, 0, 0, 0, 0, 0, 0, 0], 415, "avatar.type"),
        ([0xFF, 0xD8] + [UInt8](repeating: 0xFF, count: 5000), 415, "avatar.type"),
        (Picture.png(5, 5) + [UInt8](repeating: 0, count: 256 << 10), 413, "body.tooLarge"),
    ])
    func `what is no picture of our kinds and sizes is refused`(
        bytes: [UInt8], status: Int, code: String
    ) async throws {
        try await Harness.run { harness in
            let sara = try await harness.signedUp()

            let answer = Answer(
                try await harness.service.send(
                    .put, "/v1/profile/avatar", bytes: bytes, as: sara.principal, headers: ["Content-Type": "image/png"]
                ))

            #expect((answer.status, answer.code) == (status, code))
        }
    }

    @Test func `no beginning of a picture, cut anywhere, is too much for the reader`() {
        for whole in [Picture.png(5, 5), Picture.jpeg(5, 5), Picture.webp(5, 5)] {
            for length in 0..<whole.count { _ = ImageHeader.read(Array(whole.prefix(length))) }
            #expect(ImageHeader.read(whole)?.width == 5)
        }
    }
}

/// The beginnings of pictures.
enum Picture {
    static func png(_ width: UInt32, _ height: UInt32) -> [UInt8] {
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
        let rest: [UInt8] = [8, 6, 0, 0, 0, 0, 0, 0, 0]
        return signature + Array("IHDR".utf8) + big(width, 4) + big(height, 4) + rest
    }

    /// With a segment before the frame, and filling.
    static func jpeg(_ width: UInt32, _ height: UInt32) -> [UInt8] {
        let start: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xFF, 0xC2, 0, 11, 8]
        let rest: [UInt8] = [1, 1, 0x11, 0]
        return start + big(height, 2) + big(width, 2) + rest
    }

    /// Lossless.
    static func webp(_ width: UInt32, _ height: UInt32) -> [UInt8] {
        let size: [UInt8] = [20, 0, 0, 0]
        let chunk: [UInt8] = [8, 0, 0, 0, 0x2F]
        let bits = big((width - 1) | (height - 1) << 14, 4).reversed()
        return Array("RIFF".utf8) + size + Array("WEBPVP8L".utf8) + chunk + bits + [UInt8](repeating: 0, count: 8)
    }

    private static func big(_ number: UInt32, _ count: UInt32) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}
