import Glibc
import Loop
import Synchronization
import Testing

@Suite struct `Offloaded work` {
    @Test func `its result or error comes back`() async throws {
        struct Failure: Error {}
        let offload = Offload(threads: 2, queueLimit: 10)

        let isElsewhere = try await offload.run { EventLoop.current == nil }

        #expect(isElsewhere)
        await #expect(throws: Failure.self) { try await offload.run { throw Failure() } }
    }

    @Test func `a full queue refuses at once`() async {
        let offload = Offload(threads: 1, queueLimit: 1)
        let gate = Gate()

        // Of four, one runs and one waits at most; nobody else can end before the thread is let go.
        let refusals = await withTaskGroup { group in
            for _ in 0..<4 {
                group.addTask {
                    do {
                        try await offload.run { gate.wait() }
                        return 0
                    } catch {
                        return 1
                    }
                }
            }
            let first = await group.next() ?? 0
            gate.open()
            return await group.reduce(first, +)
        }

        #expect((2...3).contains(refusals))
    }
}

/// Holds a thread until it is opened.
private final class Gate: Sendable {
    private let isOpen = Atomic(false)

    func open() {
        isOpen.store(true, ordering: .relaxed)
    }

    func wait() {
        while !isOpen.load(ordering: .relaxed) { sched_yield() }
    }
}
