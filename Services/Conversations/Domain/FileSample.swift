/// A file to look into: its size, and any stretch of its bytes.
struct FileSample {
    let size: Int
    private let reading: (_ place: Int, _ count: Int) throws -> [UInt8]

    /// - Parameter reading: Gives up to `count` bytes from `place`; fewer only at the end.
    init(size: Int, reading: @escaping (_ place: Int, _ count: Int) throws -> [UInt8]) {
        self.size = size
        self.reading = reading
    }

    init(_ bytes: [UInt8]) {
        self.init(size: bytes.count) { place, count in
            Array(bytes[min(place, bytes.count)..<min(place + count, bytes.count)])
        }
    }

    /// Up to `count` bytes from `place`; fewer only at the end.
    func bytes(at place: Int, _ count: Int) throws -> [UInt8] {
        guard place >= 0, place < size else { return [] }
        return try reading(place, min(count, size - place))
    }

    /// Exactly `count` bytes from `place`; nil where the file ends before.
    func whole(at place: Int, _ count: Int) throws -> [UInt8]? {
        let found = try bytes(at: place, count)
        return found.count == count ? found : nil
    }
}

/// Numbers of several bytes, in either order.
extension [UInt8] {
    func big(_ place: Int, _ count: Int) -> Int {
        self[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
    }

    func little(_ place: Int, _ count: Int) -> Int {
        self[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    func has(_ text: StaticString, at place: Int) -> Bool {
        let length = text.utf8CodeUnitCount
        guard count >= place + length else { return false }
        return self[place..<place + length].elementsEqual(text.description.utf8)
    }

    func has(_ bytes: [UInt8], at place: Int) -> Bool {
        count >= place + bytes.count && self[place..<place + bytes.count].elementsEqual(bytes)
    }
}
