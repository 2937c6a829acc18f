import WireModel

/// A moment as the clock and the calendar of a place show it.
struct LocalTime: Sendable, Equatable {
    var year: Int
    var month: Int
    var day: Int
    /// 0 is Sunday.
    var weekday: Int
    var hour: Int
    var minute: Int
    var second: Int
    /// Seconds east of UTC.
    var offset: Int

    init(_ moment: Timestamp, in zone: TimeZoneRules) {
        offset = zone.offsetSeconds(at: moment)
        let local = Int(moment.wholeSeconds) + offset
        let days = CivilDate.days(ofSeconds: local)
        (year, month, day) = CivilDate.from(daysSinceEpoch: days)
        weekday = Self.weekday(daysSinceEpoch: days)
        let rest = local - days * 86_400
        (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
    }

    /// 0 is Sunday; 1 January 1970 was a Thursday.
    static func weekday(daysSinceEpoch days: Int) -> Int { ((days + 4) % 7 + 7) % 7 }

    func isSameDay(as other: LocalTime) -> Bool { (year, month, day) == (other.year, other.month, other.day) }
}

extension Timestamp {
    /// Since 1970, rounded down.
    var wholeSeconds: Int64 { (milliseconds >= 0 ? milliseconds : milliseconds - 999) / 1000 }
}

extension CivilDate {
    /// Days since 1970 of seconds since 1970, rounded down.
    static func days(ofSeconds seconds: Int) -> Int { (seconds >= 0 ? seconds : seconds - 86_399) / 86_400 }
}
