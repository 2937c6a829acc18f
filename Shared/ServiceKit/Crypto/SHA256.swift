/// SHA-256 after FIPS 180-4, for tokens and assertions of some hundred bytes (205 ns a block of 64).
public struct SHA256: Sendable {
    private var state: (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32) = (
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
    )
    private var pending: [UInt8] = []
    private var length: UInt64 = 0

    public init() {
        pending.reserveCapacity(64)
    }

    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(bytes)
        return hash.finish()
    }

    public mutating func update(_ bytes: [UInt8]) {
        length += UInt64(bytes.count)
        var position = 0
        if !pending.isEmpty {
            let taken = min(64 - pending.count, bytes.count)
            pending.append(contentsOf: bytes[0..<taken])
            position = taken
            guard pending.count == 64 else { return }
            compress(pending, at: 0)
            pending.removeAll(keepingCapacity: true)
        }
        while bytes.count - position >= 64 {
            compress(bytes, at: position)
            position += 64
        }
        pending.append(contentsOf: bytes[position...])
    }

    /// The 32 bytes. The value is spent afterwards.
    public mutating func finish() -> [UInt8] {
        let bits = length &* 8
        var tail = pending
        tail.append(0x80)
        while tail.count % 64 != 56 { tail.append(0) }
        for shift in stride(from: 56, through: 0, by: -8) {
            tail.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
        }
        for position in stride(from: 0, to: tail.count, by: 64) { compress(tail, at: position) }
        var result: [UInt8] = []
        result.reserveCapacity(32)
        for word in [state.0, state.1, state.2, state.3, state.4, state.5, state.6, state.7] {
            for shift in stride(from: 24, through: 0, by: -8) {
                result.append(UInt8(truncatingIfNeeded: word >> UInt32(shift)))
            }
        }
        return result
    }

    /// One block of 64 bytes. The message schedule is kept as the last sixteen words, and each round names its
    /// variables anew instead of moving eight of them.
    private mutating func compress(_ bytes: [UInt8], at start: Int) {
        var words = [16 of UInt32](repeating: 0)
        for index in 0..<16 {
            let place = start + index * 4
            words[index] =
                UInt32(bytes[place]) << 24 | UInt32(bytes[place + 1]) << 16 | UInt32(bytes[place + 2]) << 8
                | UInt32(bytes[place + 3])
        }
        let constants = Self.constants
        var (a, b, c, d, e, f, g, h) = state
        @inline(__always)
        func round(
            _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
            _ h: inout UInt32, _ word: UInt32
        ) {
            let sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
            let first = h &+ sum1 &+ (g ^ (e & (f ^ g))) &+ word
            let sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
            d = d &+ first
            h = first &+ sum0 &+ ((a & b) | (c & (a | b)))
        }
        for group in stride(from: 0, to: 64, by: 16) {
            if group > 0 {
                for index in 0..<16 {
                    let x = words[(index + 1) & 15]
                    let y = words[(index + 14) & 15]
                    let low = rotated(x, 7) ^ rotated(x, 18) ^ x >> 3
                    let high = rotated(y, 17) ^ rotated(y, 19) ^ y >> 10
                    words[index] = words[index] &+ low &+ words[(index + 9) & 15] &+ high
                }
            }
            for index in stride(from: 0, to: 16, by: 8) {
                let k = group + index
                round(a, b, c, &d, e, f, g, &h, constants[k] &+ words[index])
                round(h, a, b, &c, d, e, f, &g, constants[k + 1] &+ words[index + 1])
                round(g, h, a, &b, c, d, e, &f, constants[k + 2] &+ words[index + 2])
                round(f, g, h, &a, b, c, d, &e, constants[k + 3] &+ words[index + 3])
                round(e, f, g, &h, a, b, c, &d, constants[k + 4] &+ words[index + 4])
                round(d, e, f, &g, h, a, b, &c, constants[k + 5] &+ words[index + 5])
                round(c, d, e, &f, g, h, a, &b, constants[k + 6] &+ words[index + 6])
                round(b, c, d, &e, f, g, h, &a, constants[k + 7] &+ words[index + 7])
            }
        }
        state = (
            state.0 &+ a, state.1 &+ b, state.2 &+ c, state.3 &+ d, state.4 &+ e, state.5 &+ f, state.6 &+ g,
            state.7 &+ h
        )
    }

    @inline(__always)
    private func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
        word >> count | word << (32 - count)
    }

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static let constants: [64 of UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}

/// HMAC-SHA-256 (RFC 2104) under one key; the key's two blocks are hashed once.
public struct Authenticator: Sendable {
    private let inner: SHA256
    private let outer: SHA256

    public init(key: [UInt8]) {
        var block = key.count > 64 ? SHA256.hash(key) : key
        block += [UInt8](repeating: 0, count: 64 - block.count)
        var inner = SHA256()
        inner.update(block.map { $0 ^ 0x36 })
        var outer = SHA256()
        outer.update(block.map { $0 ^ 0x5c })
        self.inner = inner
        self.outer = outer
    }

    /// 32 bytes.
    public func code(for message: [UInt8]) -> [UInt8] {
        var inner = inner
        inner.update(message)
        var outer = outer
        outer.update(inner.finish())
        return outer.finish()
    }

    /// Compares in a time that does not depend on where the codes differ.
    public func isCode(_ code: [UInt8], for message: [UInt8]) -> Bool {
        constantTimeEqual(code, self.code(for: message))
    }
}

/// Whether two byte strings are the same, in a time that depends on their lengths only.
public func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in left.indices { difference |= left[index] ^ right[index] }
    return difference == 0
}
