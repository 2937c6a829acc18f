/// A moment: whole milliseconds in memory and in the store, RFC 3339 in UTC with three decimals on the wire
/// (`2026-11-21T09:30:00.000Z`). Years 1970 to 9999.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public var milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }

    public static func + (moment: Self, duration: Duration) -> Self {
        let (seconds, attoseconds) = duration.components
        return Timestamp(milliseconds: moment.milliseconds + seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}

extension Timestamp: CustomStringConvertible {
    /// The wire form. A year past 9999 is written as 9999's last moment.
    public var description: String {
        let bounded = min(max(milliseconds, 0), 253_402_300_799_999)
        let (days, rest) = bounded.quotientAndRemainder(dividingBy: 86_400_000)
        let (year, month, day) = CivilDate.from(daysSinceEpoch: Int(days))
        let millis = Int(rest)
        return unsafe String(unsafeUninitializedCapacity: 24) { buffer in
            var place = 0
            func put(_ value: Int, _ digits: Int, _ after: Unicode.Scalar) {
                var left = value
                for index in stride(from: place + digits - 1, through: place, by: -1) {
                    unsafe buffer[index] = UInt8(48 + left % 10)
                    left /= 10
                }
                unsafe buffer[place + digits] = UInt8(ascii: after)
                place += digits + 1
            }
            put(year, 4, "-")
            put(month, 2, "-")
            put(day, 2, "T")
            put(millis / 3_600_000, 2, ":")
            put(millis / 60_000 % 60, 2, ":")
            put(millis / 1000 % 60, 2, ".")
            put(millis % 1000, 3, "Z")
            return 24
        }
    }

    /// Reads RFC 3339 with `Z` and nought to nine decimals (those past the third are cut off). Nil for anything else.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 30, bytes.last == UInt8(ascii: "Z") else { return nil }
        func number(_ from: Int, _ count: Int) -> Int? {
            var value = 0
            for byte in bytes[from..<from + count] {
                guard byte >= 48, byte <= 57 else { return nil }
                value = value * 10 + Int(byte) - 48
            }
            return value
        }
        guard bytes[4] == 45, bytes[7] == 45, bytes[10] == 84, bytes[13] == 58, bytes[16] == 58,
            let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
            let hour = number(11, 2), let minute = number(14, 2), let second = number(17, 2),
            year >= 1970, hour < 24, minute < 60, second < 60,
            let days = CivilDate.daysSinceEpoch(year: year, month: month, day: day)
        else { return nil }
        var millis = 0
        if bytes.count > 20 {
            guard bytes[19] == UInt8(ascii: "."), bytes.count > 21 else { return nil }
            let decimals = bytes.count - 21
            guard let fraction = number(20, decimals) else { return nil }
            var scaled = fraction
            for _ in decimals..<max(decimals, 3) { scaled *= 10 }
            for _ in 3..<max(decimals, 3) { scaled /= 10 }
            millis = scaled
        }
        milliseconds = Int64(days) * 86_400_000 + Int64((hour * 60 + minute) * 60 + second) * 1000 + Int64(millis)
    }
}

extension Timestamp: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Self(text) else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "A time is written as 2026-11-21T09:30:00.000Z, in UTC."))
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Days and dates of the proleptic Gregorian calendar, after Howard Hinnant's "chrono-compatible low-level date
/// algorithms".
public enum CivilDate {
    public static func from(daysSinceEpoch days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// Nil for a date that does not exist, such as 30 February.
    public static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int? {
        guard (1...12).contains(month), day >= 1, day <= 31 else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        let back = from(daysSinceEpoch: days)
        return back.year == year && back.month == month && back.day == day ? days : nil
    }
}
