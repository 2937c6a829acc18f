import Loop
import ServiceKit
import WireModel

/// Wakes snoozed conversations at their time: one timer for the next of them. What came due while the service was down
/// wakes when it starts.
actor Alarm: LoopBound {
    /// The clock is looked at so often at least: somebody may set it.
    private static let longest = Duration.seconds(60)
    /// After the store could not be written.
    private static let pause = Duration.seconds(2)

    nonisolated let loop: EventLoop
    private let conversations: ConversationStore
    private let context: ServiceContext
    private var timer: LoopTimer?
    private var firesAt = LoopInstant(nanoseconds: .max)
    private var isWaking = false
    private var isStopped = false

    init(conversations: ConversationStore, context: ServiceContext) {
        self.conversations = conversations
        self.context = context
        loop = context.loop
    }

    func start() async {
        await wake()
    }

    /// A conversation sleeps until then.
    func set(to moment: Timestamp) {
        schedule(after: delay(to: moment))
    }

    func stop() {
        isStopped = true
        timer?.cancel()
    }

    private func wake() async {
        guard !isWaking, !isStopped else { return }
        isWaking = true
        timer?.cancel()
        timer = nil
        firesAt = LoopInstant(nanoseconds: .max)
        var delay = Self.pause
        do {
            delay = try await conversations.wakeDue().map(self.delay) ?? Self.longest
        } catch {
            context.log.error("Snoozed conversations cannot be woken.", ["error": .string("\(error)")])
        }
        isWaking = false
        schedule(after: delay)
    }

    private func delay(to moment: Timestamp) -> Duration {
        let milliseconds = moment.milliseconds - context.now().milliseconds
        return min(.milliseconds(max(milliseconds, 0)), Self.longest)
    }

    /// Whichever is sooner: this, or what the timer waits for already.
    private func schedule(after delay: Duration) {
        guard !isStopped else { return }
        let moment = LoopInstant.clock() + delay
        guard moment < firesAt else { return }
        timer?.cancel()
        firesAt = moment
        timer = loop.schedule(after: delay) { [self] in loop.spawn { await self.wake() } }
    }
}
