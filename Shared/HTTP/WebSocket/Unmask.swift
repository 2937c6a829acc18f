/// Masks or unmasks `range` of `bytes` in place, eight bytes at a time.
///
/// The wide loads and stores are bounds-checked by `MutableRawSpan`; what the compiler cannot check is only that any
/// bit pattern is a `UInt64`, which it is.
/// - Parameter mask: The first key byte, the one for the first byte of `range`, in the lowest bits.
@inline(__always)
func unmask(_ bytes: inout MutableSpan<UInt8>, _ range: Range<Int>, with mask: UInt32) {
    var raw = unsafe bytes.mutableBytes
    let wide = (UInt64(mask) << 32 | UInt64(mask)).littleEndian
    var index = range.lowerBound
    while index &+ 8 <= range.upperBound {
        let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
        raw.storeBytes(of: word ^ wide, toByteOffset: index, as: UInt64.self)
        index &+= 8
    }
    var key = mask
    while index < range.upperBound {
        bytes[index] ^= UInt8(truncatingIfNeeded: key)
        key = key >> 8 | key << 24
        index &+= 1
    }
}
