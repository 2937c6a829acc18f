import Loop

/// An open loop: so many sends a second, whatever becomes of them.
struct Pace {
    var rate: Int
    /// On the bench's clock.
    var start: Int64
    var loop: EventLoop

    /// - Parameter send: Called on the loop with each send's number, from 0 on, and the moment at which it was due.
    func run(seconds: Int, _ send: (Int, Int64) -> Void) async {
        var sent = 0
        while sent < rate * seconds {
            let due = min(rate * seconds, Int((nanoseconds() - start) * Int64(rate) / 1_000_000_000))
            while sent < due {
                send(sent, start + Int64(sent) * 1_000_000_000 / Int64(rate))
                sent += 1
            }
            await loop.sleep(for: .milliseconds(1))
        }
    }
}
