import HTTP
import ServiceKit
import WireModel

/// The codes of authenticator apps (RFC 6238 on RFC 4226): HMAC-SHA-1 of the count of half minutes since 1970.
enum TOTP {
    static let stepSeconds: Int64 = 30
    static let digits = 6
    /// Steps before and after the present one that are accepted: clocks differ, and people type slowly.
    static let window: Int64 = 1

    /// The step that `code` is of, where that is within the window and later than `last`: a code that was seen once,
    /// over a shoulder or on a wire, is worth nothing any more. Every step is compared, whichever it is.
    static func step(of code: String, secret: [UInt8], after last: Int64, now: Timestamp) -> Int64? {
        let present = now.milliseconds / 1000 / stepSeconds
        var found: Int64?
        for step in present - window...present + window
        where constantTimeEqual(Array(self.code(secret, step: step).utf8), Array(code.utf8)) && step > last {
            found = step
        }
        return found
    }

    static func code(_ secret: [UInt8], step: Int64, digits: Int = TOTP.digits) -> String {
        let count = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: step >> Int64($0)) }
        let mac = hmac(secret, count)
        let offset = Int(mac[19] & 15)
        let word = mac[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
        let modulus = (0..<digits).reduce(UInt32(1)) { power, _ in power * 10 }
        let text = String(word % modulus)
        return String(repeating: "0", count: digits - text.utf8.count) + text
    }

    /// HMAC-SHA-1 (RFC 2104).
    static func hmac(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        var block = key.count > 64 ? SHA1.digest(key) : key
        block += [UInt8](repeating: 0, count: 64 - block.count)
        return SHA1.digest(block.map { $0 ^ 0x5c } + SHA1.digest(block.map { $0 ^ 0x36 } + message))
    }

    /// What an app is told of a secret: `otpauth://totp/Majlis:<e-mail>?secret=…`.
    static func setup(_ secret: [UInt8], email: String) -> TwoFactorSetup {
        let text = base32(secret)
        let label = "\(PercentEncoding.encode("Majlis")):\(PercentEncoding.encode(email))"
        return TwoFactorSetup(
            secret: text,
            uri: "otpauth://totp/\(label)?secret=\(text)&issuer=Majlis&algorithm=SHA1&digits=\(digits)"
                + "&period=\(stepSeconds)")
    }

    /// RFC 4648, without padding.
    static func base32(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var text: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 5 {
                count -= 5
                text.append(letters[Int(bits >> UInt32(count)) & 31])
            }
            bits &= (1 << UInt32(count)) - 1
        }
        if count > 0 { text.append(letters[Int(bits << UInt32(5 - count)) & 31]) }
        return String(decoding: text, as: UTF8.self)
    }
}
