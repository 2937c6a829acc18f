import Loop
import ServiceKit
import Synchronization
import WireModel

/// Gives what waits in an inbox to somebody, whoever has waited longest first, and takes back what those have who went
/// away. It remembers nothing that matters: what has to be done is what waits and nobody has, after a crash as before.
actor Assigner: LoopBound {
    /// So many conversations in one transaction.
    private static let batchLimit = 50
    /// So long what is marked waits for company: where something has to wait, any change could be what it waits for.
    private static let gathering = Duration.milliseconds(50)
    /// How often it is looked who has been away too long.
    private static let rounds = Duration.seconds(15)
    /// After the store or identity did not answer.
    private static let pause = Duration.seconds(2)

    nonisolated let loop: EventLoop
    private nonisolated let attendance: Mutex<Attendance>
    private nonisolated let book: AssignmentBook
    private nonisolated let context: ServiceContext
    private let conversations: ConversationStore
    private let roster: Roster
    private var timer: LoopTimer?
    /// What is under way, and whatever waits for its end.
    private var looking: Task<Void, Never>?
    private var isPausing = false
    private var isStopped = false

    private var index: ConversationIndex { conversations.table.index }

    init(conversations: ConversationStore, identity: Peer, context: ServiceContext) {
        self.conversations = conversations
        self.context = context
        book = conversations.table.assignments
        roster = Roster(identity: identity, context: context)
        attendance = Mutex(Attendance(since: context.now()))
        loop = context.loop
    }

    func start() {
        book.begin { [self] in
            loop.execute { [self] in
                loop.schedule(after: Self.gathering) { [self] in loop.spawn { await self.look() } }
            }
        }
        timer = loop.schedule(every: Self.rounds) { [self] in loop.spawn { await self.recall() } }
    }

    /// Returns when nothing is under way any more.
    func stop() async {
        isStopped = true
        timer?.cancel()
        await looking?.value
    }

    /// A gateway says who is there.
    nonisolated func heard(_ lease: PresenceLease, in workspace: WorkspaceID) {
        let now = context.now()
        if attendance.withLock({ $0.hear(lease, in: workspace, at: now) }) { book.mark(workspace) }
    }

    /// Somebody's rights are others.
    nonisolated func forgetRights(in workspace: WorkspaceID) {
        roster.forget(workspace)
        book.mark(workspace)
    }

    /// Assigns what can be; returns when everything marked before was looked at.
    func look() async {
        await inTurn { await self.assignDue() }
    }

    /// Takes back what those have who are away too long, and assigns it anew.
    func recall() async {
        await inTurn {
            await self.recallAway()
            await self.assignDue()
        }
    }

    private func inTurn(_ body: @escaping @Sendable () async -> Void) async {
        let before = looking
        let task = Task(executorPreference: loop) {
            await before?.value
            await body()
        }
        looking = task
        await task.value
    }

    private func assignDue() async {
        while !isPausing, !isStopped, let workspace = book.next() {
            do {
                try await assign(in: workspace)
            } catch {
                book.putBack(workspace)
                rest(after: error)
            }
        }
    }

    private func assign(in workspace: WorkspaceID) async throws {
        let inboxes = book[workspace].filter { $0.value.strategy != .manual }
        let everywhere = Selection.waiting(in: Array(inboxes.keys))
        var somethingWaits = try await index.ask(workspace) { $0.count(everywhere) } > 0
        var last: IndexPlace?
        while somethingWaits, !isStopped {
            let desk = try await desk(of: workspace, inboxes)
            let (open, after) = (Selection.waiting(in: desk.open(at: context.now())), last)
            let page = try await index.ask(workspace) {
                $0.page(open, by: .waiting, after: after, limit: Self.batchLimit)
            }
            guard let page, !page.isEmpty else { break }
            last = page.last
            try await conversations.assignWaiting(page.map(\.id), at: desk)
            somethingWaits = try await index.ask(workspace) { $0.count(everywhere) } > 0
        }
        book.finish(workspace, somethingWaits: somethingWaits)
    }

    private func desk(
        of workspace: WorkspaceID, _ inboxes: [InboxID: InboxAssignment]
    ) async throws -> AssignmentDesk {
        let members = try await roster.members(of: workspace)
        let loads = try await index.ask(workspace) { index in
            members.reduce(into: [:]) { $0[$1.id] = index.count(.active(of: $1.id)) }
        }
        return AssignmentDesk(
            workspace: workspace, inboxes: inboxes, members: members, loads: loads,
            awaySince: awaySince(members, in: workspace))
    }

    private func recallAway() async {
        let now = context.now()
        attendance.withLock { $0.forget(at: now) }
        for workspace in book.recalling where !isStopped {
            do {
                try await recallAway(in: workspace, at: now)
            } catch {
                rest(after: error)
            }
        }
    }

    private func recallAway(in workspace: WorkspaceID, at now: Timestamp) async throws {
        let inboxes = book[workspace]
        let members = try await roster.members(of: workspace)
        let away = awaySince(members, in: workspace)
        for member in members {
            guard let since = away[member.id] else { continue }
            for (inbox, assignment) in inboxes where assignment.isTooLong(awaySince: since, at: now) {
                let theirs = Selection.all([.active(of: member.id), .having(.inbox(inbox))])
                guard let minutes = assignment.awayMinutes,
                    try await index.ask(workspace, { $0.count(theirs) }) > 0
                else { continue }
                // Whoever was given something while away has as long to come as anybody.
                let moment = now + .seconds(-minutes * 60)
                while try await conversations.giveBack(workspace, from: member, in: inbox, givenBefore: moment) {}
            }
        }
    }

    private nonisolated func awaySince(
        _ members: [ActiveMember], in workspace: WorkspaceID
    ) -> [MemberID: Timestamp] {
        let now = context.now()
        return attendance.withLock { attendance in
            members.reduce(into: [:]) { $0[$1.id] = attendance.awaySince($1.id, in: workspace, at: now) }
        }
    }

    private func rest(after error: any Error) {
        guard !isStopped, !isPausing else { return }
        context.log.error("Conversations cannot be assigned.", ["error": .string("\(error)")])
        isPausing = true
        loop.schedule(after: Self.pause) { [self] in loop.spawn { await self.goOn() } }
    }

    private func goOn() async {
        isPausing = false
        await look()
    }
}
