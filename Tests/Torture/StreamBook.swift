import TestKit
import WireModel

/// What each page heard, compared with what it was to hear: all of the log that is for it, once, in order, and nothing
/// else.
struct StreamBook: Sendable {
    private static let cursorSample = 60
    /// Past so many lines a page is told to fetch afresh.
    private static let missedLimit = 900

    let people: People
    let log: [Ledger.Entry]

    func check(_ report: inout Report) async {
        report.count("lines of the log", log.count)
        let byWorkspace = Dictionary(grouping: log, by: \.workspace)
        let byVisitor = Dictionary(grouping: log.filter { $0.visitor != nil }, by: { $0.visitor! })
        var pages: [(Tab, [Ledger.Entry])] = []
        for colleague in people.firms.flatMap(\.colleagues) {
            pages.append((colleague.page, byWorkspace[colleague.reader.workspace] ?? []))
        }
        for pair in people.pairs {
            for chapter in await pair.chapters {
                let lines = byVisitor[chapter.customer.grant.visitor] ?? []
                for tab in chapter.tabs { pages.append((tab, lines)) }
            }
        }
        for (page, lines) in pages { await compare(page, lines, &report) }
        for (page, lines) in pages.shuffled().prefix(Self.cursorSample) { await checkCursor(page, lines, &report) }
    }

    private func compare(_ page: Tab, _ lines: [Ledger.Entry], _ report: inout Report) async {
        let name = page.reader.name
        report.count("pages")
        report.count("connections", await page.hellos)
        report.count("pages told to fetch afresh", await page.resets)
        for problem in await page.problems { report.fault("\(name): \(problem)") }
        for leak in await page.leaked { report.fault("\(name) heard \(leak)", .leaked) }
        for again in await page.repeated { report.fault("\(name) heard \(again)", .doubled) }
        let visible = lines.filter(page.reader.mayHear)
        let last = log.last?.seq ?? 0
        for stretch in await page.stretches {
            let expected = visible.between(stretch.start, stretch.end)
            let order = stretch.heard.filter { $0 <= last }
            report.count("lines heard", order.count)
            guard order != expected.map(\.seq) else { continue }
            let heard = Set(order)
            let missing = expected.filter { !heard.contains($0.seq) }
            for entry in missing { report.fault("\(name) never heard \(entry.type.rawValue) \(entry.seq)", .lost) }
            if missing.isEmpty, order != heard.sorted() {
                report.fault("\(name) heard lines out of order", .misordered)
            }
        }
    }

    /// Whoever comes with a place in the log hears exactly what came after it.
    private func checkCursor(_ page: Tab, _ lines: [Ledger.Entry], _ report: inout Report) async {
        guard let cursor = await page.cursor, let stretch = await page.stretches.last else { return }
        let floor = log.suffix(Self.missedLimit).first?.seq ?? 0
        let recent = lines.filter(page.reader.mayHear).between(max(stretch.start, floor), stretch.end)
        guard let after = recent.randomElement()?.seq else { return }
        let again = await page.again(from: (cursor.epoch, after))
        defer { Task { await again.stop() } }
        report.count("cursors")
        do {
            await again.finish()
            try await eventually("come back", within: Insistence.patience) { await again.isFinished }
        } catch {
            return report.fault("\(page.reader.name) cannot come back to \(after)")
        }
        guard await again.resets == 0 else { return report.count("cursors too far back") }
        let heard = await again.stretches.flatMap(\.heard)
        let expected = recent.filter { $0.seq > after }.map(\.seq)
        report.expect(
            heard == expected, .lost,
            "\(page.reader.name), from \(after): heard \(heard.count) lines and not the \(expected.count) after it")
    }
}

extension [Ledger.Entry] {
    /// Those after `start`, up to and with `end`, of a list in order.
    fileprivate func between(_ start: Int64, _ end: Int64) -> ArraySlice<Ledger.Entry> {
        let low = firstPlace(past: start)
        return self[low..<Swift.max(low, firstPlace(past: end))]
    }

    private func firstPlace(past seq: Int64) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].seq <= seq { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
