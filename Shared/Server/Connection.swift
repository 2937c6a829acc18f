public import Loop

/// An accepted connection: an HTTP connection, or the WebSocket it became. Nothing here is for use outside the module.
// Sendable: confined to its loop as every Pollable.
public class Connection: Pollable, @unchecked Sendable {
    final let shard: Shard
    /// Place in the shard's list.
    final var slot: Int32 = -1
    /// Whether output waits for the end of the turn.
    final var isDue = false

    init(shard: Shard, descriptor: Int32) {
        self.shard = shard
        super.init(loop: shard.loop, descriptor: descriptor)
    }

    /// Sends what the turn has produced.
    func sendDue() {}

    /// Called every tick: the place for time limits.
    func sweep(_ tick: UInt32) {}

    /// The server leaves: finish what is under way, then close.
    func leave() {}

    /// Closes at once.
    func cut() {}

    /// Has ``sendDue()`` called at the end of this turn.
    final func markDue() {
        guard !isDue else { return }
        isDue = true
        shard.due(self)
    }
}
