import Glibc
import Loop
import Synchronization
import Testing

@Suite struct `Event loop` {
    private let loop = EventLoop(name: "test")

    /// Runs `body` on the loop and waits for its result.
    private func onLoop<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            loop.execute { continuation.resume(returning: body()) }
        }
    }

    @Test func `jobs of one thread run in order, on the loop`() async {
        let seen = Mutex<[Int]>([])
        let loop = loop

        for number in 0..<1_000 {
            loop.execute { if loop.isCurrent { seen.withLock { $0.append(number) } } }
        }
        await onLoop {}

        #expect(seen.withLock { $0 } == Array(0..<1_000))
        loop.stop()
    }

    @Test func `jobs of many threads all run`() async {
        let seen = Seen()
        let loop = loop

        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<500 { loop.execute { seen.add(1) } }
                }
            }
        }

        #expect(await onLoop { seen.numbers.count } == 4_000)
        loop.stop()
    }

    @Test func `current is the loop on its thread and nil elsewhere`() async {
        let loop = loop

        let isKnown = await onLoop { EventLoop.current === loop }

        #expect(isKnown)
        #expect(EventLoop.current == nil)
        loop.stop()
    }

    @Test func `a spawned task stays on the loop`() async throws {
        let loop = loop

        let wasCurrent = try await loop.spawn {
            var seen = [loop.isCurrent]
            try await Task.sleep(for: .milliseconds(1))
            seen.append(loop.isCurrent)
            await withTaskGroup { group in
                group.addTask { loop.isCurrent }
                for await isCurrent in group { seen.append(isCurrent) }
            }
            return seen
        }.value

        #expect(wasCurrent == [true, true, true])
        loop.stop()
    }

    @Test func `an actor bound to the loop runs there, from anywhere and from callbacks`() async {
        actor Number: LoopBound {
            nonisolated let loop: EventLoop
            private var value = 0
            init(_ loop: EventLoop) { self.loop = loop }
            func next() -> (value: Int, isOnLoop: Bool) {
                value += 1
                return (value, loop.isCurrent)
            }
        }
        let number = Number(loop)

        let first = await number.next()
        let second = await onLoop { number.onLoop { $0.next() } }

        #expect(first == (1, true))
        #expect(second == (2, true))
        loop.stop()
    }

    @Test func `a sleep lasts its time`() async throws {
        let loop = loop
        let start = LoopInstant.clock()

        try await loop.spawn { await loop.sleep(for: .milliseconds(20)) }.value

        #expect(LoopInstant.clock() - start >= .milliseconds(20))
        loop.stop()
    }

    @Test(arguments: [true, false])
    func `a sleep ends with its task's cancellation, before it or while it lasts`(isEarly: Bool) async throws {
        let loop = loop

        let sleeper = loop.spawn {
            if isEarly { withUnsafeCurrentTask { $0?.cancel() } }
            await loop.sleep(for: .seconds(3_600))
            return Task.isCancelled
        }
        await onLoop {}
        sleeper.cancel()

        #expect(try await sleeper.value)
        loop.stop()
    }

    @Test func `timers fire in the order of their deadlines`() async {
        let loop = loop

        let order = await withCheckedContinuation { continuation in
            loop.execute {
                let seen = Seen()
                loop.schedule(after: .milliseconds(30)) { seen.add(3) }
                loop.schedule(after: .milliseconds(10)) { seen.add(1) }
                loop.schedule(after: .milliseconds(20)) { seen.add(2) }
                loop.schedule(after: .milliseconds(15)) { seen.add(9) }.cancel()
                loop.schedule(after: .milliseconds(40)) { continuation.resume(returning: seen.numbers) }
            }
        }

        #expect(order == [1, 2, 3])
        loop.stop()
    }

    @Test func `a periodic timer fires until it is cancelled`() async {
        let loop = loop

        let count = await withCheckedContinuation { continuation in
            loop.execute {
                let seen = Seen()
                seen.timer = loop.schedule(every: .milliseconds(1)) {
                    seen.add(1)
                    guard seen.numbers.count == 5 else { return }
                    seen.timer?.cancel()
                    loop.schedule(after: .milliseconds(20)) { continuation.resume(returning: seen.numbers.count) }
                }
            }
        }

        #expect(count == 5)
        loop.stop()
    }

    @Test func `the end of a turn comes after its jobs, once`() async {
        final class Hook: TurnEnd {
            let seen: Seen
            init(_ seen: Seen) { self.seen = seen }
            func turnEnded() { seen.add(0) }
        }
        let loop = loop

        let order = await withCheckedContinuation { continuation in
            loop.execute {
                let seen = Seen()
                loop.atTurnEnd(Hook(seen))
                loop.execute { seen.add(1) }
                loop.schedule(after: .milliseconds(5)) { continuation.resume(returning: seen.numbers) }
            }
        }

        #expect(order == [1, 0])
        loop.stop()
    }

    @Test func `a signal arrives on the loop`() async {
        let loop = loop

        let number = await withCheckedContinuation { continuation in
            Signals.watch([SIGUSR2], on: loop) { continuation.resume(returning: $0) }
            kill(getpid(), SIGUSR2)
        }

        #expect(number == SIGUSR2)
        loop.stop()
    }

    @Test func `what belongs to the loop traps elsewhere`() async {
        await #expect(processExitsWith: .failure) {
            let loop = EventLoop()
            loop.schedule(after: .seconds(1)) {}
        }
    }

    @Test func `a group hands its loops out in turn`() {
        let group = LoopGroup(count: 2)

        let loops = (0..<4).map { _ in ObjectIdentifier(group.next()) }

        #expect(loops[0] == loops[2] && loops[1] == loops[3] && loops[0] != loops[1])
        group.stop()
    }
}

// Sendable: used on one loop only.
final class Seen: @unchecked Sendable {
    private(set) var numbers: [Int] = []
    var timer: LoopTimer?

    func add(_ number: Int) {
        numbers.append(number)
    }
}
