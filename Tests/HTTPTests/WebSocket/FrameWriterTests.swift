import Testing

@testable import HTTP

@Suite struct `Frame writer` {
    private func frame(_ opcode: Opcode, _ payload: [UInt8], final: Bool = true, mask: UInt32? = nil) -> [UInt8] {
        var output: [UInt8] = []
        FrameWriter.append(opcode, payload, final: final, mask: mask, to: &output)
        return output
    }

    @Test func `the examples of RFC 6455, 5_7`() {
        let hello = bytes("Hello")
        #expect(frame(.text, hello) == [0x81, 0x05] + hello)
        #expect(
            frame(.text, hello, mask: 0x37FA_213D)
                == [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58])
        #expect(frame(.text, bytes("Hel"), final: false) == [0x01, 0x03, 0x48, 0x65, 0x6C])
        #expect(frame(.continuation, bytes("lo")) == [0x80, 0x02, 0x6C, 0x6F])
        #expect(frame(.ping, hello) == [0x89, 0x05] + hello)
    }

    @Test(
        arguments: [
            (0, [0x82, 0]), (125, [0x82, 125]), (126, [0x82, 126, 0, 126]), (65_535, [0x82, 126, 0xFF, 0xFF]),
            (65_536, [0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]),
        ] as [(Int, [UInt8])])
    func `a length takes its shortest form`(count: Int, header: [UInt8]) {
        let payload = [UInt8](repeating: 1, count: count)

        #expect(frame(.binary, payload) == header + payload)
    }

    @Test func `frames are appended after what is there`() {
        var output: [UInt8] = [1, 2, 3]
        FrameWriter.append(.text, bytes("a"), mask: 0, to: &output)
        FrameWriter.append(.ping, Payload.input(1..<2), in: [7, 8, 9].span, to: &output)

        #expect(output == [1, 2, 3, 0x81, 0x81, 0, 0, 0, 0, 0x61, 0x89, 1, 8])
    }

    @Test func `a masked frame leaves what is before it alone`() {
        for count in 0..<40 {
            var output = [UInt8](repeating: 0xAA, count: 5)
            let payload = (0..<count).map { UInt8($0) }
            FrameWriter.append(.binary, payload, mask: 0xDEAD_BEEF, to: &output)

            #expect(output[..<5] == [0xAA, 0xAA, 0xAA, 0xAA, 0xAA])
            #expect(SeenFrame.all([Array(output[5...])]) == [.binary(payload)])
        }
    }

    @Test func `a close frame holds its code and reason`() {
        #expect(EncodedFrame(close: .normal, reason: "é").bytes == [0x88, 4, 0x03, 0xE8, 0xC3, 0xA9])
        #expect(EncodedFrame(close: .noStatus, reason: "lost").bytes == [0x88, 0])
    }

    @Test func `a long reason is cut between characters`() {
        let close = EncodedFrame(close: .normal, reason: String(repeating: "é", count: 100)).bytes

        #expect(
            SeenFrame.all([close], role: .client) == [.close(.normal, String(repeating: "é", count: 61))])
    }

    @Test func `an encoded frame is a whole unmasked frame`() {
        #expect(SeenFrame.all([EncodedFrame(text: bytes("ü")).bytes], role: .client) == [.text("ü")])
        #expect(SeenFrame.all([EncodedFrame(binary: [0]).bytes], role: .client) == [.binary([0])])
        #expect(SeenFrame.all([EncodedFrame(ping: [0]).bytes], role: .client) == [.ping([0])])
    }
}
