import Testing

@testable import HTTP

@Suite struct `Frame reader` {
    @Test func `the examples of RFC 6455, 5_7`() {
        let hello = bytes("Hello")
        #expect(SeenFrame.anyhow([0x81, 0x05] + hello, role: .client) == [.text("Hello")])
        #expect(
            SeenFrame.anyhow([0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]) == [.text("Hello")])
        #expect(
            SeenFrame.anyhow([0x01, 0x03, 0x48, 0x65, 0x6C, 0x80, 0x02, 0x6C, 0x6F], role: .client)
                == [.text("Hello")])
        #expect(SeenFrame.anyhow([0x89, 0x05] + hello, role: .client) == [.ping(hello)])
        #expect(
            SeenFrame.anyhow([0x8A, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]) == [.pong(hello)])
        let medium = [UInt8](repeating: 7, count: 256)
        #expect(SeenFrame.anyhow([0x82, 0x7E, 0x01, 0x00] + medium, role: .client) == [.binary(medium)])
        let long = [UInt8](repeating: 9, count: 65_536)
        #expect(
            SeenFrame.all([[0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0] + long], role: .client) == [.binary(long)])
    }

    @Test func `a fragmented message is put together`() {
        let frames = masked(1, bytes("Hel")) + masked(0, []) + masked(final, bytes("lo"), mask: 0x0102_0304)

        #expect(SeenFrame.anyhow(frames) == [.text("Hello")])
    }

    @Test func `control frames may come between fragments`() {
        let frames =
            masked(2, [1]) + masked(final | 9, [7]) + masked(0, [2]) + masked(final | 10, []) + masked(final, [3])

        #expect(SeenFrame.anyhow(frames) == [.ping([7]), .pong([]), .binary([1, 2, 3])])
    }

    @Test func `several messages in one read come one after the other`() {
        let frames = masked(final | 1, bytes("one")) + masked(final | 1, bytes("zwölf")) + masked(final | 2, [])

        #expect(SeenFrame.anyhow(frames) == [.text("one"), .text("zwölf"), .binary([])])
    }

    @Test func `a message that lies whole in the input is a range of it`() throws {
        var input = masked(final | 1, bytes("Hello"))
        var span = input.mutableSpan
        var position = 0
        var reader = FrameReader(role: .server, messageLimitBytes: 100)

        #expect(try reader.next(&span, at: &position) == .text(.input(6..<11)))
        #expect(reader.isIdle)
    }

    @Test func `a reader with part of a frame is not idle`() throws {
        let frame = masked(final | 1, bytes("Hello"))
        for length in 1..<frame.count {
            var part = Array(frame[..<length])
            var span = part.mutableSpan
            var position = 0
            var reader = FrameReader(role: .server, messageLimitBytes: 100)

            #expect(try reader.next(&span, at: &position) == nil)
            #expect(!reader.isIdle)
        }
    }

    @Test(arguments: [0, 1, 7, 8, 9, 124, 125, 126, 127, 1000, 65_535, 65_536, 70_000])
    func `every length is read as it was written`(count: Int) {
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let frame = masked(final | 2, payload)
        var random = SplitMix(seed: UInt64(count))

        #expect(SeenFrame.all([frame]) == [.binary(payload)])
        for _ in 0..<20 {
            let pieces = Pieces.atRandom(frame, longest: 1 + count / 3, using: &random)
            #expect(SeenFrame.all(pieces) == [.binary(payload)])
        }
    }

    @Test(arguments: [
        ("a reserved bit", [0xC1, 0x80, 0, 0, 0, 0]), ("another reserved bit", [0xA1, 0x80, 0, 0, 0, 0]),
        ("the third reserved bit", [0x91, 0x80, 0, 0, 0, 0]), ("opcode 3", [0x83, 0x80, 0, 0, 0, 0]),
        ("opcode 7", [0x87, 0x80, 0, 0, 0, 0]), ("opcode 11", [0x8B, 0x80, 0, 0, 0, 0]),
        ("opcode 15", [0x8F, 0x80, 0, 0, 0, 0]), ("no mask", [0x81, 0x01, 0x61]),
        ("a fragmented ping", [0x09, 0x80, 0, 0, 0, 0]), ("a fragmented close", [0x08, 0x80, 0, 0, 0, 0]),
        ("a long ping", [0x89, 0xFE, 0, 126, 0, 0, 0, 0]), ("nothing to continue", [0x80, 0x80, 0, 0, 0, 0]),
        ("nothing to continue yet", [0x00, 0x80, 0, 0, 0, 0]),
        ("two bytes for a small length", [0x82, 0xFE, 0, 125, 0, 0, 0, 0]),
        ("eight bytes for a middling length", [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0]),
        ("a negative length", [0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("half a close code", [0x88, 0x81, 0, 0, 0, 0, 3]),
    ])
    func `what breaks the protocol is 1002`(name: String, frame: [UInt8]) {
        #expect(SeenFrame.anyhow(frame) == [.fault(.protocolError)])
    }

    @Test func `a server's frames must not be masked`() {
        #expect(SeenFrame.anyhow(masked(final | 1, [97]), role: .client) == [.fault(.protocolError)])
    }

    @Test func `a message may not begin within another`() {
        #expect(SeenFrame.anyhow(masked(1, [97]) + masked(final | 1, [98])) == [.fault(.protocolError)])
        #expect(SeenFrame.anyhow(masked(2, [97]) + masked(2, [98])) == [.fault(.protocolError)])
    }

    @Test func `a message of the limit is read, a larger one is 1009 at its header`() {
        let ten = [UInt8](repeating: 97, count: 10)

        #expect(SeenFrame.anyhow(masked(final | 2, ten), limit: 10) == [.binary(ten)])
        #expect(SeenFrame.anyhow(masked(final | 2, ten + [1]), limit: 10) == [.fault(.messageTooBig)])
        #expect(SeenFrame.anyhow(masked(2, ten) + masked(final, []), limit: 10) == [.binary(ten)])
        #expect(SeenFrame.anyhow(masked(2, ten) + masked(final, [1]), limit: 10) == [.fault(.messageTooBig)])
        let header: [UInt8] = [0x82, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4]
        #expect(SeenFrame.anyhow(masked(2, ten) + [0x80] + header[1...], limit: 10) == [.fault(.messageTooBig)])
        #expect(SeenFrame.anyhow(header) == [.fault(.messageTooBig)])
    }

    @Test func `a ping fits within a message that is at its limit`() {
        let frames = masked(2, [1, 2]) + masked(final | 9, [3, 4, 5]) + masked(final, [])

        #expect(SeenFrame.anyhow(frames, limit: 2) == [.ping([3, 4, 5]), .binary([1, 2])])
    }

    @Test func `nothing comes after a close or a fault`() {
        let close = masked(final | 8, [0x03, 0xE8])
        #expect(SeenFrame.anyhow(close + masked(final | 1, [97])) == [.close(.normal, "")])

        var reader = FrameReader(role: .server, messageLimitBytes: 10)
        var bad: [UInt8] = [0x83, 0x80, 0, 0, 0, 0]
        var position = 0
        var span = bad.mutableSpan
        #expect(throws: FrameFault.self) { try reader.next(&span, at: &position) }
        #expect(throws: Never.self) { try reader.next(&span, at: &position) }
        #expect(position == 6)
    }

    @Test(arguments: [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999])
    func `a close code that may be sent is handed on`(code: UInt16) {
        let payload = [UInt8(code >> 8), UInt8(code & 0xFF)] + bytes("why ü")

        #expect(SeenFrame.anyhow(masked(final | 8, payload)) == [.close(CloseCode(rawValue: code), "why ü")])
    }

    @Test(arguments: [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535])
    func `any other close code is 1002`(code: UInt16) {
        let payload = [UInt8(code >> 8), UInt8(code & 0xFF)]

        #expect(SeenFrame.anyhow(masked(final | 8, payload)) == [.fault(.protocolError)])
    }

    @Test func `a close may give no code, and its reason is text`() {
        #expect(SeenFrame.anyhow(masked(final | 8, [])) == [.close(.noStatus, "")])
        #expect(SeenFrame.anyhow(masked(final | 8, [0x03, 0xE8, 0xFF])) == [.fault(.invalidPayload)])
        #expect(SeenFrame.anyhow(masked(final | 8, [0x03, 0xE8, 0xC3])) == [.fault(.invalidPayload)])
    }

    @Test func `damaged frames are read or refused alike however they are cut`() {
        let stream =
            masked(1, bytes("κόσμε ")) + masked(final | 9, bytes("?")) + masked(final, bytes("and 🙂"))
            + masked(final | 2, [UInt8](repeating: 5, count: 130)) + masked(final | 8, [0x03, 0xE9] + bytes("bye"))
        var random = SplitMix(seed: 3)
        for _ in 0..<3000 {
            let damaged = Pieces.mutated(stream, using: &random)
            let whole = SeenFrame.all([damaged], limit: 200)
            #expect(SeenFrame.all(damaged.map { [$0] }, limit: 200) == whole)
            #expect(SeenFrame.all(Pieces.atRandom(damaged, longest: 60, using: &random), limit: 200) == whole)
        }
    }

    @Test(arguments: [FrameReader.Role.server, .client])
    func `random bytes are read or refused, never more`(role: FrameReader.Role) {
        var random = SplitMix(seed: 5)
        for _ in 0..<3000 {
            let length = Int.random(in: 0...60, using: &random)
            let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(SeenFrame.all([noise], role: role) == SeenFrame.all(noise.map { [$0] }, role: role))
        }
    }
}
