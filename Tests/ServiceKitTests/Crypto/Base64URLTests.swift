import Foundation
import ServiceKit
import Testing

@Suite struct `Base64 for addresses` {
    @Test func `agrees with Foundation's at every length up to 100`() {
        for length in 0...100 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 37 + length * 11) }
            let expected = Data(bytes).base64EncodedString()
                .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")

            #expect(Base64URL.encode(bytes) == expected)
            #expect(Base64URL.decode(expected) == bytes)
        }
    }

    @Test func `reads back every pair of bytes`() {
        for first in 0...255 as ClosedRange<UInt8> {
            for second in stride(from: 0, through: 255, by: 5) {
                #expect(Base64URL.decode(Base64URL.encode([first, UInt8(second)])) == [first, UInt8(second)])
            }
        }
    }

    @Test(arguments: [
        "A", "AAAAA", "AB", "A_", "AAB", "AA=", "AA==", "+A", "/A", "A A", " AA", "AA\n", "ÄA", "A\u{0}", "🙂",
    ])
    func `refuses what it would not have written`(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }
}

@Suite struct `A secret` {
    @Test func `is 256 bits, another each time`() {
        let secrets = (0..<100).map { _ in Secret().text }

        #expect(Set(secrets).count == 100)
        #expect(secrets.allSatisfy { Base64URL.decode($0)?.count == 32 })
    }

    @Test func `is stored as its hash`() {
        let secret = Secret()

        #expect(secret.hash == SHA256.hash(Array(secret.text.utf8)))
        #expect(Secret.hash(secret.text) == secret.hash)
    }
}
