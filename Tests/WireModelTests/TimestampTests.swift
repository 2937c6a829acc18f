import JSON
import TestKit
import Testing
import WireModel

@Suite struct `A timestamp` {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (951_868_799_999, "2000-02-29T23:59:59.999Z"), (951_868_800_000, "2000-03-01T00:00:00.000Z"),
            (1_709_164_800_000, "2024-02-29T00:00:00.000Z"), (1_795_253_400_007, "2026-11-21T09:30:00.007Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func `is written and read as RFC 3339`(milliseconds: Int64, text: String) throws {
        let moment = Timestamp(milliseconds: milliseconds)

        #expect(moment.description == text)
        #expect(Timestamp(text) == moment)
        #expect(try JSON.decode(Timestamp.self, from: JSON.encode(moment)) == moment)
    }

    @Test func `is read with up to nine decimals, cut off past the third`() {
        let start = Timestamp("2026-11-21T09:30:00Z")
        let decimals = [0, 100, 120, 123, 123, 123, 123, 123, 123, 123]
        for (count, milliseconds) in decimals.enumerated() {
            let fraction =
                count == 0 ? "" : "." + "123999999".prefix(min(count, 3)) + "999999".prefix(max(count - 3, 0))

            #expect(Timestamp("2026-11-21T09:30:00\(fraction)Z") == start.map { $0 + .milliseconds(milliseconds) })
        }
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-11-21T09:30:00", "2026-11-21T09:30:00.Z", "2026-11-21T09:30:00.1234567890Z",
        "2026-11-21T09:30:00+00:00", "2026-11-21T09:30:00z", "2026-11-21t09:30:00Z", "2026-11-21 09:30:00Z",
        "2026-11-21T24:00:00Z", "2026-11-21T09:60:00Z", "2026-11-21T09:30:60Z", "2026-00-21T09:30:00Z",
        "2026-13-21T09:30:00Z", "2026-11-00T09:30:00Z", "2026-11-31T09:30:00Z", "2026-02-29T09:30:00Z",
        "2100-02-29T09:30:00Z", "1969-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "-026-11-21T09:30:00Z",
        "+2026-11-21T09:30:00Z", "12026-11-21T09:30:00Z", "2026-11-21T09:30:0٠Z", "2026-11-21T09:30:00.-12Z",
        "2026-11-21T09:30:00.000Z ", " 2026-11-21T09:30:00.000Z", "2026-11-21T9:30:00.000Z", "2026/11/21T09:30:00Z",
        "2026-11-21T09:30:00,000Z", "2026-11-21T09:30:00.000", "ZZZZZZZZZZZZZZZZZZZZ",
    ])
    func `is read of nothing else`(text: String) {
        #expect(Timestamp(text) == nil)
        #expect(throws: JSONFault.self) { try JSON.decode(Timestamp.self, from: JSON.encode(text)) }
    }

    @Test(arguments: [
        (-1, "1970-01-01T00:00:00.000Z"), (Int64.min, "1970-01-01T00:00:00.000Z"),
        (253_402_300_800_000, "9999-12-31T23:59:59.999Z"), (Int64.max, "9999-12-31T23:59:59.999Z"),
    ])
    func `is written as the nearest moment that has a form`(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `reads what it writes, and sorts as its text`(seed: UInt64) {
        var dice = Dice(seed: seed)
        let moments = (0..<100).map { _ in
            Timestamp(milliseconds: Int64.random(in: 0...253_402_300_799_999, using: &dice))
        }

        #expect(moments.map { Timestamp($0.description) } == moments)
        #expect(moments.sorted().map(\.description) == moments.map(\.description).sorted())
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `never comes of damaged text but as a moment that can be written`(seed: UInt64) {
        var dice = Dice(seed: seed)
        for _ in 0..<50 {
            let text = String(decoding: dice.damaged(Array("2026-11-21T09:30:00.007Z".utf8)), as: UTF8.self)
            guard let moment = Timestamp(text) else { continue }

            #expect(Timestamp(moment.description) == moment, "\(text)")
        }
    }

    @Test func `moves by durations, to the millisecond`() {
        let moment = Timestamp(milliseconds: 1000)

        #expect(moment + .seconds(1) == Timestamp(milliseconds: 2000))
        #expect(moment + .milliseconds(-1) == Timestamp(milliseconds: 999))
        #expect(moment + .microseconds(1999) == Timestamp(milliseconds: 1001))
    }
}

@Suite struct `A date` {
    /// The calendar as it is taught: every fourth year, but for centuries, but for every fourth of these.
    private static func length(ofMonth month: Int, in year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    @Test func `is the day that counting from 1970 comes to, for 400 years`() {
        var days = 0
        var wrong: [Int] = []
        for year in 1970..<2370 {
            for month in 1...12 {
                for day in 1...Self.length(ofMonth: month, in: year) {
                    if CivilDate.daysSinceEpoch(year: year, month: month, day: day) != days { wrong.append(days) }
                    if CivilDate.from(daysSinceEpoch: days) != (year, month, day) { wrong.append(days) }
                    days += 1
                }
            }
        }

        #expect(wrong == [])
        #expect(days == 146_097)
    }

    @Test func `is the day that counting back from 1970 comes to, for 400 years`() {
        var days = 0
        var wrong: [Int] = []
        for year in (1570..<1970).reversed() {
            for month in (1...12).reversed() {
                for day in (1...Self.length(ofMonth: month, in: year)).reversed() {
                    days -= 1
                    if CivilDate.daysSinceEpoch(year: year, month: month, day: day) != days { wrong.append(days) }
                    if CivilDate.from(daysSinceEpoch: days) != (year, month, day) { wrong.append(days) }
                }
            }
        }

        #expect(wrong == [])
    }

    @Test func `that no calendar has is none`() {
        for year in 1970..<2370 {
            for month in 1...12 {
                let after = Self.length(ofMonth: month, in: year) + 1
                #expect(CivilDate.daysSinceEpoch(year: year, month: month, day: after) == nil)
            }
        }
        for (month, day) in [(0, 1), (13, 1), (1, 0), (1, 32), (-1, 5), (2, 30), (Int.max, 1), (1, Int.min)] {
            #expect(CivilDate.daysSinceEpoch(year: 2026, month: month, day: day) == nil)
        }
    }
}
