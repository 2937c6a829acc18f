import Testing

@testable import Loop

@Suite struct `Timer heap` {
    @Test func `what is left comes out in order, whatever was taken away`() {
        let loop = EventLoop()
        defer { loop.stop() }
        var generator = Numbers(seed: 7)
        var heap = TimerHeap()
        var timers: [LoopTimer] = []
        for _ in 0..<2_000 {
            let at = LoopInstant(nanoseconds: Int64(generator.next() % 500))
            let timer = LoopTimer(loop: loop, at: at, every: nil) {}
            heap.insert(timer)
            timers.append(timer)
        }
        var kept = timers
        for _ in 0..<1_200 {
            heap.remove(kept.remove(at: Int(generator.next() % UInt64(kept.count))))
        }

        var out: [LoopInstant] = []
        while let timer = heap.takeDue(LoopInstant(nanoseconds: 1_000)) { out.append(timer.deadline) }

        #expect(out == kept.map(\.deadline).sorted())
        #expect(heap.millisecondsToNext(LoopInstant(nanoseconds: 0)) == -1)
    }

    @Test func `the wait is rounded up, so that no timer fires early`() {
        let loop = EventLoop()
        defer { loop.stop() }
        var heap = TimerHeap()
        heap.insert(LoopTimer(loop: loop, at: LoopInstant(nanoseconds: 1_000_001), every: nil) {})

        #expect(heap.millisecondsToNext(LoopInstant(nanoseconds: 0)) == 2)
        #expect(heap.takeDue(LoopInstant(nanoseconds: 1_000_000)) == nil)
        #expect(heap.millisecondsToNext(LoopInstant(nanoseconds: 2_000_000)) == 0)
    }
}

/// Repeatable numbers (an LCG's upper bits).
struct Numbers {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
