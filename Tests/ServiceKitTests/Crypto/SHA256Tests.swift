import ServiceKit
import Testing

@Suite struct `SHA-256` {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
            "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
        ),
    ])
    func `gives the digests of FIPS 180-4`(text: String, digest: String) {
        #expect(hex(SHA256.hash(Array(text.utf8))) == digest)
    }

    @Test func `gives the digest of a million letters`() {
        var hash = SHA256()
        for _ in 0..<1000 { hash.update([UInt8](repeating: UInt8(ascii: "a"), count: 1000)) }

        #expect(hex(hash.finish()) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func `agrees with another implementation at every length up to 200`() {
        for (length, digest) in knownDigests.split(separator: "\n").enumerated() {
            #expect(hex(SHA256.hash(bytes(length))) == digest, "length \(length)")
        }
    }

    @Test func `gives the same digest however its input is cut`() {
        let whole = bytes(150)
        for cut in 0...150 {
            var hash = SHA256()
            hash.update(Array(whole[..<cut]))
            hash.update(Array(whole[cut...]))

            #expect(hash.finish() == SHA256.hash(whole), "cut at \(cut)")
        }
    }

    private func bytes(_ length: Int) -> [UInt8] {
        (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7 + length) }
    }
}

/// RFC 4231, sections 4.2 to 4.8; section 4.6 is of a shortened code.
@Suite struct `HMAC with SHA-256` {
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            Array(1...25), [UInt8](repeating: 0xcd, count: 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131), Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131),
            Array(
                """
                This is a test using a larger than block-size key and a larger than block-size data. The key needs to \
                be hashed before being used by the HMAC algorithm.
                """.utf8),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ])
    func `gives the codes of RFC 4231`(key: [UInt8], message: [UInt8], code: String) {
        #expect(hex(Authenticator(key: key).code(for: message)) == code)
    }

    @Test func `knows its own code, whole and unchanged`() {
        let authenticator = Authenticator(key: [1, 2, 3])
        let code = authenticator.code(for: [7])

        #expect(authenticator.isCode(code, for: [7]))
        #expect(!authenticator.isCode(code, for: [8]))
        #expect(!authenticator.isCode(code.dropLast(), for: [7]))
        #expect(!authenticator.isCode([], for: [7]))
        for index in code.indices {
            var changed = code
            changed[index] ^= 1
            #expect(!authenticator.isCode(changed, for: [7]))
        }
    }
}

private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0\(digits)" : digits
    }.joined()
}
