import Synchronization
import WireModel

/// The newest numbered events of the conversations' log, for clients that come back after a gap: most of them missed
/// seconds. At most ``countLimit`` events and ``bytesLimit``; what is older is asked of the service.
final class RecentEvents: Sendable {
    static let countLimit = 16_384
    static let bytesLimit = 16 << 20

    private struct State {
        var epoch = ""
        /// Everything after this number is here.
        var floor: Int64 = 0
        var events: [OutboundEvent] = []
        var bytes = 0
    }

    private let state = Mutex(State())

    func connected(epoch: String, head: Int64) {
        state.withLock { state in
            guard state.epoch != epoch else { return }
            state = State(epoch: epoch, floor: head)
        }
    }

    func append(_ events: [OutboundEvent]) {
        state.withLock { state in
            for event in events where event.line.seq != nil {
                state.events.append(event)
                state.bytes += event.line.bytes.count
            }
            guard state.events.count > Self.countLimit || state.bytes > Self.bytesLimit else { return }
            let dropped = state.events.count / 2
            state.floor = state.events[dropped - 1].line.seq ?? state.floor
            state.bytes -= state.events[..<dropped].reduce(0) { $0 + $1.line.bytes.count }
            state.events.removeFirst(dropped)
        }
    }

    /// What `principal` may hear of the events after `after`, up to and with `last`; nil when it reaches further back
    /// than memory does.
    func missed(after: Int64, upTo last: Int64, by principal: Principal) -> [OutboundEvent]? {
        let events: [OutboundEvent]? = state.withLock { state in
            guard after >= state.floor else { return nil }
            var low = 0
            var high = state.events.count
            while low < high {
                let middle = (low + high) / 2
                if (state.events[middle].line.seq ?? 0) <= after { low = middle + 1 } else { high = middle }
            }
            return Array(state.events[low...])
        }
        return events?.filter { ($0.line.seq ?? 0) <= last && Audience.mayHear($0.line, principal) }
    }
}
