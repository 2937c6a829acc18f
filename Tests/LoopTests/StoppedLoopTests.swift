import Glibc
import Loop
import Testing

@Suite struct `A stopped event loop` {
    /// In a process of its own, where nobody else opens a descriptor.
    @Test func `writes to no file that got the number of its own descriptors`() async {
        await #expect(processExitsWith: .success) {
            let before = nextDescriptor()
            let loop = EventLoop()
            loop.stop()
            while nextDescriptor() != before { sched_yield() }
            let files = (0..<4).map { _ in fileno(tmpfile()) }

            loop.execute {}
            loop.stop()

            exit(files.allSatisfy { lseek($0, 0, SEEK_END) == 0 } ? EXIT_SUCCESS : EXIT_FAILURE)
        }
    }
}

/// The number that the next open file would get.
private func nextDescriptor() -> Int32 {
    let descriptor = dup(0)
    close(descriptor)
    return descriptor
}
