/// The date format of HTTP: `Sun, 06 Nov 1994 08:49:37 GMT`, always 29 bytes.
public enum HTTPDate {
    public static func text(unixSeconds: Int64) -> String {
        var bytes: [UInt8] = []
        append(unixSeconds: unixSeconds, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// - Parameter unixSeconds: From the year 1 to the year 9999; what is outside is written as the nearest inside.
    public static func append(unixSeconds: Int64, to output: inout [UInt8]) {
        let seconds = Int(min(max(unixSeconds, earliest), latest))
        let day = floorDivide(seconds, secondsADay)
        let clock = seconds - day * secondsADay
        let (year, month, dayOfMonth) = civil(day)
        output.append(contentsOf: weekdays[floorRemainder(day + 4, 7)].utf8)
        output.append(contentsOf: ", ".utf8)
        append(dayOfMonth, digits: 2, to: &output)
        output.append(Byte.space)
        output.append(contentsOf: months[month - 1].utf8)
        output.append(Byte.space)
        append(year, digits: 4, to: &output)
        output.append(Byte.space)
        append(clock / 3600, digits: 2, to: &output)
        output.append(Byte.colon)
        append(clock / 60 % 60, digits: 2, to: &output)
        output.append(Byte.colon)
        append(clock % 60, digits: 2, to: &output)
        output.append(contentsOf: " GMT".utf8)
    }

    /// - Returns: nil for anything but exactly this format, the right weekday included.
    public static func unixSeconds(from text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count == 29, let month = months.firstIndex(of: String(decoding: bytes[8..<11], as: UTF8.self)),
            let day = number(bytes[5..<7]), let year = number(bytes[12..<16]), let hour = number(bytes[17..<19]),
            let minute = number(bytes[20..<22]), let second = number(bytes[23..<25])
        else { return nil }
        let seconds = days(year, month + 1, day) * secondsADay + hour * 3600 + minute * 60 + second
        // Writing it again proves all the rest: separators, weekday, ranges.
        return self.text(unixSeconds: Int64(seconds)) == text ? Int64(seconds) : nil
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let secondsADay = 86_400
    private static let earliest: Int64 = -62_135_596_800
    private static let latest: Int64 = 253_402_300_799

    /// The day of the Gregorian calendar `day` days after 1970-01-01; years are counted from March, so that the leap
    /// day is the last of its year.
    private static func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
        let sinceMarch = day + 719_468
        let era = floorDivide(sinceMarch, 146_097)
        let dayOfEra = sinceMarch - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// The inverse of ``civil(_:)``.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = floorDivide(year, 400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func append(_ number: Int, digits: Int, to output: inout [UInt8]) {
        var divisor = digits == 4 ? 1000 : 10
        while divisor > 0 {
            output.append(Byte.zero + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var number = 0
        for byte in digits {
            guard byte &- Byte.zero < 10 else { return nil }
            number = number * 10 + Int(byte - Byte.zero)
        }
        return number
    }

    private static func floorDivide(_ number: Int, _ divisor: Int) -> Int {
        number >= 0 ? number / divisor : (number - divisor + 1) / divisor
    }

    private static func floorRemainder(_ number: Int, _ divisor: Int) -> Int {
        number - floorDivide(number, divisor) * divisor
    }
}
