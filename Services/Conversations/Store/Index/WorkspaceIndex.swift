import WireModel

/// A workspace's conversations in memory, so that any view, any filter and any count costs the same at a thousand and
/// at a million of them: a set of conversations for everything that is so of some (``Posting``), a column for every
/// time (``IndexColumn``), all in chunks of 4,096 in order of creation.
///
/// A page looks at chunks in the order of their newest member and stops when no further one can hold a better; a count
/// is remembered chunk by chunk, and only chunks that changed are counted again. About 130 bytes a conversation.
struct WorkspaceIndex {
    private var ids: [ConversationID] = []
    /// Nil while the ids ascend, as they do unless a clock went back.
    private var ordinals: [ConversationID: Int]?
    /// Where the set of each facet is; that of a flag is where its raw value says.
    private var codes = Dictionary(
        uniqueKeysWithValues: Facet.Flag.allCases.map { (Facet.flag($0), Int($0.rawValue)) })
    private var postings = Facet.Flag.allCases.map { _ in Posting() }
    private var present = Posting()
    private var columns = IndexColumn.Name.allCases.map { _ in IndexColumn() }
    private var rows: [Row] = []
    private var several: [Int: [Facet]] = [:]
    /// How often each chunk was changed.
    private var versions: [UInt32] = []
    private var counts: [Selection: Count] = [:]

    /// Past so many remembered counts all are forgotten.
    static let countLimit = 4096

    /// The codes of the facets that a conversation has now.
    private struct Row {
        var slots: (Int32, Int32, Int32, Int32, Int32, Int32, Int32) = (-1, -1, -1, -1, -1, -1, -1)
        var flags: UInt16 = 0
        /// Whether there is something in ``WorkspaceIndex/several``.
        var hasSeveral = false

        subscript(slot: Int) -> Int32 {
            get {
                switch slot {
                case 0: slots.0
                case 1: slots.1
                case 2: slots.2
                case 3: slots.3
                case 4: slots.4
                case 5: slots.5
                default: slots.6
                }
            }
            set {
                switch slot {
                case 0: slots.0 = newValue
                case 1: slots.1 = newValue
                case 2: slots.2 = newValue
                case 3: slots.3 = newValue
                case 4: slots.4 = newValue
                case 5: slots.5 = newValue
                default: slots.6 = newValue
                }
            }
        }
    }

    private struct Count {
        var versions: [UInt32] = []
        var counts: [UInt16] = []
        var total = 0
    }

    var count: Int { ids.count }

    // MARK: - What changes

    /// Takes in how a conversation is now.
    mutating func set(_ entry: IndexEntry) {
        guard let ordinal = ordinal(of: entry.id) else {
            if !entry.isMerged { append(entry) }
            return
        }
        if entry.isMerged { return hide(ordinal) }
        change(ordinal, to: entry)
    }

    private mutating func append(_ entry: IndexEntry) {
        let ordinal = ids.count
        if ordinals == nil, let last = ids.last, last > entry.id {
            ordinals = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
        }
        ordinals?[entry.id] = ordinal
        ids.append(entry.id)
        rows.append(Row())
        if ordinal % Posting.chunkSize == 0 { versions.append(0) }
        for name in IndexColumn.Name.allCases { columns[name.rawValue].append(entry.value(of: name)) }
        file(ordinal, entry)
    }

    private mutating func change(_ ordinal: Int, to entry: IndexEntry) {
        for name in IndexColumn.Name.allCases { columns[name.rawValue].set(entry.value(of: name), at: ordinal) }
        file(ordinal, entry)
    }

    /// Puts a conversation into the sets of what is so of it, and takes it out of the others.
    private mutating func file(_ ordinal: Int, _ entry: IndexEntry) {
        var row = rows[ordinal]
        for slot in 0..<IndexEntry.slots {
            let code = code(of: entry.facet(of: slot))
            guard row[slot] != code else { continue }
            if row[slot] >= 0 { postings[Int(row[slot])].remove(ordinal) }
            postings[Int(code)].insert(ordinal)
            row[slot] = code
        }
        for flag in Facet.Flag.allCases where (row.flags ^ entry.flags) & flag.bit != 0 {
            let code = Int(flag.rawValue)
            if entry.flags & flag.bit != 0 {
                postings[code].insert(ordinal)
            } else {
                postings[code].remove(ordinal)
            }
        }
        row.flags = entry.flags
        if row.hasSeveral || !entry.several.isEmpty { changeSeveral(ordinal, to: entry.several) }
        row.hasSeveral = !entry.several.isEmpty
        rows[ordinal] = row
        present.insert(ordinal)
        versions[ordinal / Posting.chunkSize] &+= 1
    }

    private mutating func changeSeveral(_ ordinal: Int, to facets: [Facet]) {
        let before = several[ordinal] ?? []
        guard before != facets else { return }
        for facet in before { postings[Int(code(of: facet))].remove(ordinal) }
        for facet in facets { postings[Int(code(of: facet))].insert(ordinal) }
        several[ordinal] = facets.isEmpty ? nil : facets
    }

    private mutating func hide(_ ordinal: Int) {
        present.remove(ordinal)
        versions[ordinal / Posting.chunkSize] &+= 1
    }

    private mutating func code(of facet: Facet) -> Int32 {
        if let code = codes[facet] { return Int32(code) }
        codes[facet] = postings.count
        postings.append(Posting())
        return Int32(postings.count - 1)
    }

    private func ordinal(of id: ConversationID) -> Int? {
        if let ordinals { return ordinals[id] }
        guard let last = ids.last, id <= last else { return nil }
        let place = Self.place(of: id, in: ids)
        return place < ids.count && ids[place] == id ? place : nil
    }

    /// The first place that is not before `id`.
    private static func place(of id: ConversationID, in ids: [ConversationID]) -> Int {
        var (low, high) = (0, ids.count)
        while low < high {
            let middle = (low + high) / 2
            if ids[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low
    }

    // MARK: - What is asked

    /// The members of `selection` in a chunk.
    /// - Parameter open: Counts those too that may turn out to be members once more was looked at.
    private func evaluate(_ selection: Selection, _ chunk: Int, open: Bool = false) -> ChunkSet {
        switch selection {
        case .everything: present[chunk]
        case .having(let facet): codes[facet].flatMap { postings[$0][chunk] }
        case .between(let time, let range): columns[time.column.rawValue].within(time.values(range), chunk: chunk)
        case .among(let finding): ChunkSets.either(members(finding.ids, chunk), open ? rest(of: finding, chunk) : nil)
        case .all(let parts): all(parts, chunk, open: open)
        case .any(let parts): parts.reduce(nil) { ChunkSets.either($0, evaluate($1, chunk, open: open)) }
        case .not(let part): ChunkSets.without(present[chunk], evaluate(part, chunk, open: !open))
        }
    }

    private func all(_ parts: [Selection], _ chunk: Int, open: Bool) -> ChunkSet {
        guard let first = parts.first else { return present[chunk] }
        var set = evaluate(first, chunk, open: open)
        for part in parts.dropFirst() where set != nil { set = ChunkSets.both(set, evaluate(part, chunk, open: open)) }
        return set
    }

    /// Those of which nobody has looked yet whether they are found.
    private func rest(of finding: Finding, _ chunk: Int) -> ChunkSet {
        guard let rest = finding.rest else { return nil }
        var set = Posting.empty
        let start = chunk * Posting.chunkSize
        for place in 0..<min(Posting.chunkSize, ids.count - start) where ids[start + place] <= rest.upTo {
            set[place / 64] |= 1 << UInt64(place % 64)
        }
        return set
    }

    /// - Parameter wanted: In ascending order.
    private func members(_ wanted: [ConversationID], _ chunk: Int) -> ChunkSet {
        let start = chunk * Posting.chunkSize
        let end = min(start + Posting.chunkSize, ids.count)
        var some = wanted[...]
        if ordinals == nil, start < end {
            some = wanted[Self.place(of: ids[start], in: wanted)...].prefix { $0 <= ids[end - 1] }
        }
        var set = Posting.empty
        var any = false
        for id in some {
            guard let ordinal = ordinal(of: id), ordinal / Posting.chunkSize == chunk else { continue }
            set[(ordinal - start) / 64] |= 1 << UInt64((ordinal - start) % 64)
            any = true
        }
        return any ? set : nil
    }

    /// The best `limit` of a selection in an order.
    /// - Parameter after: Where the page before ended.
    /// - Returns: Nil where one of which nobody has looked yet whether it is found may be among them.
    func page(
        _ selection: Selection, by sort: SavedView.Sort, after: IndexPlace?, limit: Int
    ) -> [IndexPlace]? {
        guard sort == .waiting else { return best(of: selection, by: sort, after: after, limit: limit) }
        // Those who wait are few; behind them come all others, who are equal but for their ids.
        var page: [IndexPlace] = []
        if after?.key != IndexColumn.absent {
            let waiting = Selection.all([.having(.flag(.waiting)), selection])
            guard let best = best(of: waiting, by: sort, after: after, limit: limit) else { return nil }
            page = best
        }
        guard page.count < limit else { return page }
        let others = Selection.all([selection, .not(.having(.flag(.waiting)))])
        let last = after?.key == IndexColumn.absent ? after : nil
        return latest(of: others, after: last, limit: limit - page.count).map { page + $0 }
    }

    private func best(
        of selection: Selection, by sort: SavedView.Sort, after: IndexPlace?, limit: Int
    ) -> [IndexPlace]? {
        let column = columns[sort.column.rawValue]
        let isSure = selection.isSure
        var best = IndexPage(after: after, limit: limit)
        let bounds = column.greatest.indices.map { IndexPlace(key: column.greatest[$0], id: lastID(of: $0)) }
        for chunk in bounds.indices.sorted(by: { bounds[$0] > bounds[$1] }) {
            if best.isSettled(before: bounds[chunk]) { break }
            if let after, column.least[chunk] > after.key { continue }
            look(at: selection, chunk, isSure: isSure) { place, isMember in
                best.take(IndexPlace(key: column.values[place], id: ids[place]), isMember: isMember)
            }
        }
        return best.places
    }

    /// The greatest ids, in descending order; their key is ``IndexColumn/absent``.
    private func latest(of selection: Selection, after: IndexPlace?, limit: Int) -> [IndexPlace]? {
        let isSure = selection.isSure
        var best = IndexPage(after: after, limit: limit)
        for chunk in versions.indices.reversed() {
            // While the ids ascend, no earlier chunk holds a greater one.
            if best.isSettled(before: IndexPlace(key: IndexColumn.absent, id: lastID(of: chunk))) { break }
            look(at: selection, chunk, isSure: isSure) { place, isMember in
                best.take(IndexPlace(key: IndexColumn.absent, id: ids[place]), isMember: isMember)
            }
        }
        return best.places
    }

    /// Calls `body` with each member of a chunk, and then with each that may turn out to be one.
    private func look(at selection: Selection, _ chunk: Int, isSure: Bool, _ body: (Int, Bool) -> Void) {
        let start = chunk * Posting.chunkSize
        let members = ChunkSets.both(evaluate(selection, chunk), present[chunk])
        ChunkSets.each(members) { body(start + $0, true) }
        guard !isSure else { return }
        let open = ChunkSets.both(evaluate(selection, chunk, open: true), present[chunk])
        ChunkSets.each(ChunkSets.without(open, members)) { body(start + $0, false) }
    }

    /// No id of the chunk is greater.
    private func lastID(of chunk: Int) -> ConversationID {
        guard ordinals == nil else { return ConversationID(rawValue: .max) }
        return ids[min((chunk + 1) * Posting.chunkSize, ids.count) - 1]
    }

    /// How many there are. For a selection without times only what changed since it was asked last is counted.
    mutating func count(_ selection: Selection) -> Int {
        guard selection.isTimeless else {
            return versions.indices.reduce(0) { $0 + size(of: selection, $1) }
        }
        var known = counts[selection] ?? Count()
        for chunk in versions.indices {
            if chunk == known.versions.count {
                known.versions.append(versions[chunk] &- 1)
                known.counts.append(0)
            }
            guard known.versions[chunk] != versions[chunk] else { continue }
            let size = size(of: selection, chunk)
            known.total += size - Int(known.counts[chunk])
            (known.counts[chunk], known.versions[chunk]) = (UInt16(size), versions[chunk])
        }
        if counts.count >= Self.countLimit { counts = [:] }
        counts[selection] = known
        return known.total
    }

    private func size(of selection: Selection, _ chunk: Int) -> Int {
        ChunkSets.count(ChunkSets.both(evaluate(selection, chunk), present[chunk]))
    }

    /// The first `limit` members in the order of their ids.
    /// - Parameter after: Only those after this one.
    func members(of selection: Selection, after: ConversationID? = nil, limit: Int) -> [ConversationID] {
        var found: [ConversationID] = []
        let start = ordinals == nil ? after.map { Self.place(of: $0, in: ids) / Posting.chunkSize } ?? 0 : 0
        for chunk in versions.indices.dropFirst(start) {
            // While the ids ascend, no later chunk holds an earlier one.
            if found.count >= limit, ordinals == nil { break }
            ChunkSets.each(ChunkSets.both(evaluate(selection, chunk), present[chunk])) { place in
                let id = ids[chunk * Posting.chunkSize + place]
                if after.map({ id > $0 }) ?? true { found.append(id) }
            }
        }
        if ordinals != nil { found.sort() }
        return Array(found.prefix(limit))
    }

    /// Those of `wanted` that are members; neighbours among them are looked at together.
    func members(of selection: Selection, among wanted: [ConversationID]) -> Set<ConversationID> {
        var found: Set<ConversationID> = []
        var looked: (chunk: Int, members: ChunkSet)?
        for id in wanted {
            guard let ordinal = ordinal(of: id) else { continue }
            let (chunk, place) = ordinal.quotientAndRemainder(dividingBy: Posting.chunkSize)
            if looked?.chunk != chunk {
                looked = (chunk, ChunkSets.both(evaluate(selection, chunk), present[chunk]))
            }
            if ChunkSets.contains(place, in: looked?.members) { found.insert(id) }
        }
        return found
    }
}
