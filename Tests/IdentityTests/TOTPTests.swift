import Testing
import WireModel

@testable import Identity

struct TOTPTests {
    private let secret = Array("12345678901234567890".utf8)

    /// RFC 6238, appendix B.
    @Test(arguments: [
        (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ])
    func `the codes are those of the standard`(second: Int64, code: String) {
        #expect(TOTP.code(secret, step: second / 30, digits: 8) == code)
    }

    /// RFC 4226, appendix D.
    @Test func `so are those of a counter`() {
        let codes = (0...9).map { TOTP.code(secret, step: $0) }

        #expect(
            codes == [
                "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
            ])
    }

    /// RFC 2202, test cases 1, 2, 6.
    @Test(arguments: [
        ([UInt8](repeating: 0x0b, count: 20), "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"),
        (Array("Jefe".utf8), "what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        (
            [UInt8](repeating: 0xaa, count: 80), "Test Using Larger Than Block-Size Key - Hash Key First",
            "aa4ae5e15272d00e95705637ce8a3b55ed402112"
        ),
    ])
    func `HMAC-SHA-1 is the standard's`(key: [UInt8], message: String, expected: String) {
        let code = TOTP.hmac(key, Array(message.utf8))

        #expect(code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() == expected)
    }

    @Test func `a code holds one step before and after its own, and no further`() {
        let step: Int64 = 1_000_000
        let now = Timestamp(milliseconds: step * 30_000 + 12_345)
        let accepted = (-3...3).filter { offset in
            TOTP.step(of: TOTP.code(secret, step: step + Int64(offset)), secret: secret, after: 0, now: now) != nil
        }

        #expect(accepted == [-1, 0, 1])
    }

    @Test func `a step is accepted once, and none before it any more`() {
        let step: Int64 = 1_000_000
        let now = Timestamp(milliseconds: step * 30_000)
        let code = TOTP.code(secret, step: step)

        #expect(TOTP.step(of: code, secret: secret, after: step - 1, now: now) == step)
        #expect(TOTP.step(of: code, secret: secret, after: step, now: now) == nil)
        #expect(TOTP.step(of: TOTP.code(secret, step: step - 1), secret: secret, after: step, now: now) == nil)
    }

    @Test func `what an app scans names the account and everything it must know`() {
        let setup = TOTP.setup(secret, email: "sara+1@example.com")

        #expect(setup.secret == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        #expect(
            setup.uri == "otpauth://totp/Majlis:sara%2B1%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=Majlis&algorithm=SHA1&digits=6&period=30")
    }

    @Test(arguments: [
        ("123456", SecondFactorCode.authenticator("123456")), (" 123 456 ", .authenticator("123456")),
        ("١٢٣٤٥٦", .authenticator("123456")), ("۱۲۳ ۴۵۶", .authenticator("123456")),
        ("7k3m2-x9q4t", .backup("7k3m2x9q4t")), ("7K3M2 X9Q4T", .backup("7k3m2x9q4t")),
        ("OIL00-00000", .backup("0110000000")), ("", nil), ("12345", nil), ("1234567", nil), ("12345a", nil),
        ("7k3m2-x9q4", nil), ("7k3m2-x9q4u", nil), ("12345\u{0}", nil), (String(repeating: "1", count: 65), nil),
        ("-----", nil), ("١٢٣٤٥٦٧٨٩٠", .backup("1234567890")),
    ])
    func `a code is read as people type it`(text: String, code: SecondFactorCode?) {
        #expect(SecondFactorCode(text) == code)
    }
}
