import Testing

@testable import ServiceKit

@Suite struct `The tail of an event log` {
    @Test func `gives what stands at a position and after it`() async {
        let tail = EventTail()
        let start = tail.end.position
        tail.append([1], seq: 1)
        tail.append(ephemeral: [[2]])

        #expect(await tail.next(from: start) == .lines([[1], [2]], end: start + 2))
        #expect(tail.head == 1)
    }

    @Test func `wakes whoever waits`() async {
        let tail = EventTail()
        let start = tail.end.position

        async let next = tail.next(from: start)
        tail.append([1], seq: 1)

        #expect(await next == .lines([[1]], end: start + 1))
    }

    @Test func `gives at most a slice at once`() async {
        let tail = EventTail()
        tail.append(ephemeral: Array(repeating: [7], count: EventTail.sliceLimit + 1))

        #expect(
            await tail.next(from: 0)
                == .lines(Array(repeating: [7], count: EventTail.sliceLimit), end: EventTail.sliceLimit))
        #expect(await tail.next(from: EventTail.sliceLimit) == .lines([[7]], end: EventTail.sliceLimit + 1))
    }

    @Test func `tells a reader whose lines fell out that it is behind`() async {
        let tail = EventTail()
        for seq in 1...Int64(EventTail.countLimit + 1) { tail.append([1], seq: seq) }

        #expect(await tail.next(from: 0) == .behind)
        #expect(await tail.next(from: tail.end.position - 1) == .lines([[1]], end: tail.end.position))
    }

    @Test func `keeps the positions of what stays`() async {
        let tail = EventTail()
        for seq in 1...Int64(EventTail.countLimit + 1) { tail.append(Array("\(seq)".utf8), seq: seq) }

        let position = EventTail.countLimit - 1

        #expect(
            await tail.next(from: position)
                == .lines([position + 1, position + 2].map { Array("\($0)".utf8) }, end: position + 2))
    }

    @Test func `bounds its bytes too`() async {
        let tail = EventTail()
        let line = [UInt8](repeating: 1, count: EventTail.bytesLimit / 4)

        for seq in 1...5 as ClosedRange<Int64> { tail.append(line, seq: seq) }

        #expect(await tail.next(from: 0) == .behind)
    }

    @Test func `keeps one line however long`() async {
        let tail = EventTail()

        tail.append([UInt8](repeating: 1, count: EventTail.bytesLimit + 1), seq: 1)

        #expect(await tail.next(from: 0) != .behind)
    }

    @Test func `says that it is closed, also to those who wait`() async {
        let tail = EventTail()

        async let next = tail.next(from: 0)
        tail.close()

        #expect(await next == .closed)
        #expect(await tail.next(from: 0) == .closed)
    }
}

extension EventTail.Next: Equatable {
    static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.lines(let left, let leftEnd), .lines(let right, let rightEnd)):
            left.map(\.line) == right.map(\.line) && leftEnd == rightEnd
        case (.beat, .beat), (.behind, .behind), (.closed, .closed): true
        default: false
        }
    }

    fileprivate static func lines(_ lines: [[UInt8]], end: Int) -> Self {
        .lines(lines.map { EventTail.Entry(line: $0, seq: nil) }, end: end)
    }
}
