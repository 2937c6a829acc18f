import Glibc

/// A thread of the operating system: for event loops, and for what blocks (SQLite, the log), which must not take a
/// thread of the concurrency runtime.
public struct Thread: Sendable {
    /// Plenty for SQLite's parser and a store's closure; only the pages touched take memory.
    public static let stackBytes = 512 << 10

    private let id: pthread_t

    /// Starts a thread that runs `body` once. `name` shows in `top -H`, up to 15 bytes of it.
    public init(name: StaticString, stackBytes: Int = Self.stackBytes, _ body: @escaping @Sendable () -> Void) {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        unsafe pthread_attr_setstacksize(&attributes, stackBytes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        let start = unsafe Unmanaged.passRetained(Start(name: name, body: body)).toOpaque()
        var id: pthread_t = 0
        let code = unsafe pthread_create(
            &id, &attributes,
            { pointer in
                unsafe Unmanaged<Start>.fromOpaque(pointer!).takeRetainedValue().run()
                return nil
            }, start)
        precondition(code == 0, "no more threads")
        self.id = id
    }

    /// Waits for its end. Once at most, and not after ``detach()``.
    public func join() { pthread_join(id, nil) }

    /// Nobody will wait for its end.
    public func detach() { pthread_detach(id) }

    private final class Start {
        let name: StaticString
        let body: @Sendable () -> Void

        init(name: StaticString, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }

        func run() {
            // `pthread_setname_np` is not in Swift's Glibc; this file is the same thing.
            let file = unsafe open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
            if file >= 0 {
                _ = unsafe write(file, name.utf8Start, min(name.utf8CodeUnitCount, 15))
                close(file)
            }
            body()
        }
    }
}
