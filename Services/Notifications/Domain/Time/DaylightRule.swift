import WireModel

/// The rule in a time zone file's last line, for all years after its table: `CET-1CEST,M3.5.0,M10.5.0/3`
/// (POSIX `TZ`, with the hours of -167 to 167 of RFC 8536).
struct DaylightRule: Sendable {
    /// Seconds east of UTC.
    private let standard: Int
    private let daylight: (offset: Int, start: YearlyMoment, end: YearlyMoment)?

    /// Nil for an empty or unreadable rule.
    init?(_ text: String) {
        var scanner = RuleScanner(text)
        guard scanner.name(), let west = scanner.time(hoursUpTo: 24) else { return nil }
        standard = -west
        if scanner.isAtEnd {
            daylight = nil
            return
        }
        guard scanner.name() else { return nil }
        var offset = standard + 3600
        if !scanner.sees(",") {
            guard let west = scanner.time(hoursUpTo: 24) else { return nil }
            offset = -west
        }
        guard scanner.take(","), let start = scanner.yearlyMoment(), scanner.take(","),
            let end = scanner.yearlyMoment(), scanner.isAtEnd
        else { return nil }
        daylight = (offset, start, end)
    }

    /// - Parameter second: Since 1970, UTC.
    func offsetSeconds(at second: Int64) -> Int {
        guard let daylight else { return standard }
        let local = Int(second) + standard
        let year = CivilDate.from(daysSinceEpoch: CivilDate.days(ofSeconds: local)).year
        let start = daylight.start.second(in: year) - standard
        let end = daylight.end.second(in: year) - daylight.offset
        let isDaylight =
            start < end ? Int(second) >= start && Int(second) < end : Int(second) >= start || Int(second) < end
        return isDaylight ? daylight.offset : standard
    }
}

/// A day of every year and a time on it, as the clock on the wall shows it.
struct YearlyMoment: Sendable {
    enum Day: Sendable {
        /// `Jn`: 1 to 365, 29 February never counted.
        case julian(Int)
        /// `n`: 0 to 365, 29 February counted.
        case ordinal(Int)
        /// `Mm.w.d`: a weekday (0 is Sunday) of a week (5 is the last) of a month.
        case weekday(month: Int, week: Int, day: Int)
    }

    var day: Day
    /// May be negative or past a day.
    var seconds: Int

    /// Seconds since 1970 in local time.
    func second(in year: Int) -> Int { days(in: year) * 86_400 + seconds }

    private func days(in year: Int) -> Int {
        let newYear = CivilDate.daysSinceEpoch(year: year, month: 1, day: 1) ?? 0
        switch day {
        case .ordinal(let index): return newYear + index
        case .julian(let index):
            let isLeap = CivilDate.daysSinceEpoch(year: year, month: 2, day: 29) != nil
            return newYear + index - 1 + (isLeap && index >= 60 ? 1 : 0)
        case .weekday(let month, let week, let day):
            let first = CivilDate.daysSinceEpoch(year: year, month: month, day: 1) ?? newYear
            let next = CivilDate.daysSinceEpoch(year: month == 12 ? year + 1 : year, month: month % 12 + 1, day: 1)
            var found = first + (day - LocalTime.weekday(daysSinceEpoch: first) + 7) % 7 + (week - 1) * 7
            while found >= next ?? Int.max { found -= 7 }
            return found
        }
    }
}

private struct RuleScanner {
    private var rest: Substring

    init(_ text: String) {
        rest = text[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    func sees(_ character: Character) -> Bool { rest.first == character }

    mutating func take(_ character: Character) -> Bool {
        guard sees(character) else { return false }
        rest.removeFirst()
        return true
    }

    /// `CET` or `<+03>`.
    mutating func name() -> Bool {
        if take("<") {
            guard let end = rest.firstIndex(of: ">") else { return false }
            rest = rest[rest.index(after: end)...]
            return true
        }
        let letters = rest.prefix { $0.isASCII && $0.isLetter }
        rest = rest[letters.endIndex...]
        return letters.count >= 3
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time(hoursUpTo limit: Int) -> Int? {
        let sign = take("-") ? -1 : 1
        if sign == 1 { _ = take("+") }
        guard let hours = number(), hours <= limit else { return nil }
        var seconds = hours * 3600
        for unit in [60, 1] where take(":") {
            guard let value = number(), value < 60 else { return nil }
            seconds += value * unit
        }
        return sign * seconds
    }

    mutating func yearlyMoment() -> YearlyMoment? {
        guard let day = day() else { return nil }
        guard take("/") else { return YearlyMoment(day: day, seconds: 7200) }
        return time(hoursUpTo: 167).map { YearlyMoment(day: day, seconds: $0) }
    }

    private mutating func day() -> YearlyMoment.Day? {
        if take("J") { return number().flatMap { (1...365).contains($0) ? .julian($0) : nil } }
        guard take("M") else { return number().flatMap { (0...365).contains($0) ? .ordinal($0) : nil } }
        guard let month = number(), (1...12).contains(month), take("."), let week = number(), (1...5).contains(week),
            take("."), let day = number(), (0...6).contains(day)
        else { return nil }
        return .weekday(month: month, week: week, day: day)
    }

    private mutating func number() -> Int? {
        let digits = rest.prefix { $0.isASCII && $0.isWholeNumber }
        guard (1...4).contains(digits.count) else { return nil }
        rest = rest[digits.endIndex...]
        return Int(digits)
    }
}
