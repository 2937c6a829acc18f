/// A while, as ISO 8601 writes it: `P7D`, `PT4H`, `P1DT30M`. Weeks, days, hours, minutes and seconds, whole numbers of
/// each, ten years at most.
struct TimeSpan: Sendable, Equatable {
    let milliseconds: Int64

    init?(_ text: String) {
        var total: Int64 = 0
        var digits = ""
        var inTime = false
        var parts = 0
        guard text.first == "P", text.utf8.count <= 24 else { return nil }
        for character in text.dropFirst() {
            if character.isASCII, character.isWholeNumber {
                digits.append(character)
            } else if character == "T", !inTime, digits.isEmpty {
                inTime = true
            } else {
                guard let unit = Self.seconds(character, inTime), let value = Int64(digits), value <= 1_000_000_000
                else { return nil }
                total += value * unit
                digits = ""
                parts += 1
            }
        }
        guard parts > 0, digits.isEmpty, total <= 10 * 366 * 86_400 else { return nil }
        milliseconds = total * 1000
    }

    private static func seconds(_ unit: Character, _ inTime: Bool) -> Int64? {
        switch (unit, inTime) {
        case ("W", false): 7 * 86_400
        case ("D", false): 86_400
        case ("H", true): 3600
        case ("M", true): 60
        case ("S", true): 1
        default: nil
        }
    }
}
