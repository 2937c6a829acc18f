import HTTP

/// An address of the Internet. An IPv4 address is the IPv6 one that stands for it (`::ffff:203.0.113.7`), so that both
/// kinds are compared alike.
public struct IPAddress: Hashable, Sendable {
    private static let mapped: UInt128 = 0xffff << 32

    let bits: UInt128

    init(bits: UInt128) {
        self.bits = bits
    }

    /// Reads `203.0.113.7` or `2001:db8::7`. Strict: no spaces, no port, no zone, no leading zeros in IPv4, which some
    /// read as octal.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 45 else { return nil }
        let bytes = Array(text.utf8)
        if bytes.contains(UInt8(ascii: ":")) {
            guard let bits = Self.version6(bytes[...]) else { return nil }
            self.bits = bits
        } else {
            guard let bits = Self.version4(bytes[...]) else { return nil }
            self.bits = Self.mapped | UInt128(bits)
        }
    }

    public var isVersion4: Bool { bits >> 32 == Self.mapped >> 32 }

    /// What belongs to one customer of a provider: the address itself, and of IPv6 its first 64 bits, within which
    /// everybody may choose.
    public var network: IPAddress {
        isVersion4 ? self : IPAddress(bits: (bits >> 64) << 64)
    }

    private static func version4(_ bytes: ArraySlice<UInt8>) -> UInt32? {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0") else { return nil }
            var value: UInt32 = 0
            for byte in part {
                guard (48...57).contains(byte) else { return nil }
                value = value * 10 + UInt32(byte - 48)
            }
            guard value <= 255 else { return nil }
            bits = bits << 8 | value
        }
        return bits
    }

    /// At most one `::` stands for all the groups that are missing.
    private static func version6(_ bytes: ArraySlice<UInt8>) -> UInt128? {
        guard let gap = bytes.place(of: Array("::".utf8)) else {
            guard let groups = groups(bytes), groups.count == 8 else { return nil }
            return joined(groups)
        }
        let (before, after) = (bytes[..<gap.lowerBound], bytes[gap.upperBound...])
        guard let first = before.isEmpty ? [] : groups(before, isEnd: false),
            let last = after.isEmpty ? [] : groups(after), first.count + last.count < 8
        else { return nil }
        return joined(first + [UInt16](repeating: 0, count: 8 - first.count - last.count) + last)
    }

    /// - Parameter isEnd: Whether the last group may be an IPv4 address, which makes two.
    private static func groups(_ bytes: ArraySlice<UInt8>, isEnd: Bool = true) -> [UInt16]? {
        let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count <= 8 else { return nil }
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if isEnd, index == parts.count - 1, let bits = version4(part) {
                groups += [UInt16(bits >> 16), UInt16(bits & 0xffff)]
                continue
            }
            guard (1...4).contains(part.count) else { return nil }
            var group: UInt16 = 0
            for byte in part {
                guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
                group = group << 4 | UInt16(digit)
            }
            groups.append(group)
        }
        return groups
    }

    private static func joined(_ groups: [UInt16]) -> UInt128 {
        groups.reduce(0) { $0 << 16 | UInt128($1) }
    }
}

extension IPAddress: CustomStringConvertible {
    /// The one spelling of RFC 5952.
    public var description: String {
        if isVersion4 {
            return (0..<4).map { String(UInt8(truncatingIfNeeded: bits >> (24 - 8 * $0))) }.joined(separator: ".")
        }
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> (112 - 16 * $0)) }
        let gap = Self.longestGap(groups)
        func text(_ groups: ArraySlice<UInt16>) -> String {
            groups.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard gap.count > 1 else { return text(groups[...]) }
        return "\(text(groups[..<gap.lowerBound]))::\(text(groups[gap.upperBound...]))"
    }

    /// The first of the longest runs of zeros.
    private static func longestGap(_ groups: [UInt16]) -> Range<Int> {
        var longest = 0..<0
        var start = 0
        for index in 0...8 where index == 8 || groups[index] != 0 {
            if index - start > longest.count { longest = start..<index }
            start = index + 1
        }
        return longest
    }
}

/// A range of addresses, `10.0.0.0/8` or `fc00::/7`.
public struct IPNetwork: Hashable, Sendable {
    private let base: UInt128
    private let mask: UInt128

    /// An address without a length is a network of its own. Bits past the length do not matter.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = parts.first, let address = IPAddress(first) else { return nil }
        let limit = address.isVersion4 && !first.contains(":") ? 32 : 128
        var length = limit
        if parts.count == 2 {
            guard (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
                let given = Int(parts[1]), given <= limit
            else { return nil }
            length = given
        }
        let hostBits = limit - length
        mask = hostBits == 128 ? 0 : ~UInt128(0) << UInt128(hostBits)
        base = address.bits & mask
    }

    public func contains(_ address: IPAddress) -> Bool {
        address.bits & mask == base
    }
}
