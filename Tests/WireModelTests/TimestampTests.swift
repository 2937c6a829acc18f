import Foundation
import JSON
import Testing
import WireModel

@Suite struct `A timestamp` {
    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00.000Z"), (1, "1970-01-01T00:00:00.001Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (1_709_251_199_999, "2024-02-29T23:59:59.999Z"), (1_709_251_200_000, "2024-03-01T00:00:00.000Z"),
        (4_107_542_400_000, "2100-03-01T00:00:00.000Z"), (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
        (1_795_253_400_000, "2026-11-21T09:30:00.000Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ])
    func `is written and read as RFC 3339`(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
        #expect(Timestamp(text)?.milliseconds == milliseconds)
    }

    @Test func `agrees with Foundation's calendar on every day of four hundred years`() {
        for day in stride(from: Int64(0), to: 146_097, by: 1) where day % 7 == 0 || day % 365 < 3 {
            let seconds = day * 86_400 + day * 977 % 86_400
            let expected = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)

            #expect(Timestamp(milliseconds: seconds * 1000).description == expected.replacing("Z", with: ".000Z"))
            #expect(Timestamp(expected)?.milliseconds == seconds * 1000)
        }
    }

    @Test(arguments: [(Int64(-1), "1970-01-01T00:00:00.000Z"), (.min, "1970-01-01T00:00:00.000Z"), (.max, "9999-12-31T23:59:59.999Z")])
    func `out of the years that can be written is written as the nearest`(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }

    @Test(arguments: [
        ("2026-11-21T09:30:00Z", Int64(0)), ("2026-11-21T09:30:00.5Z", 500), ("2026-11-21T09:30:00.05Z", 50),
        ("2026-11-21T09:30:00.005Z", 5), ("2026-11-21T09:30:00.0059Z", 5), ("2026-11-21T09:30:00.999999999Z", 999),
    ])
    func `is read with up to nine decimals`(text: String, milliseconds: Int64) {
        #expect(Timestamp(text)?.milliseconds == 1_795_253_400_000 + milliseconds)
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-11-21T09:30:00", "2026-11-21T09:30:00+00:00", "2026-11-21 09:30:00Z", "2026-11-21t09:30:00z",
        "2026-11-21T09:30:00.Z", "2026-11-21T09:30:00.0000000000Z", "2026-11-21T09:30:00,5Z", "2026-02-29T00:00:00Z",
        "2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-00-10T00:00:00Z", "2026-13-10T00:00:00Z", "2026-01-00T00:00:00Z",
        "2026-01-32T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-12-31T23:59:60Z", "1969-12-31T23:59:59Z",
        "26-11-21T09:30:00Z", "+026-11-21T09:30:00Z", "2026-11-21T09:30:0xZ", "٢٠٢٦-11-21T09:30:00Z", "2026-11-21T09:30:00ZZ",
        " 2026-11-21T09:30:00Z", "-026-11-21T09:30:00Z", "2026-1--1T09:30:00Z",
    ])
    func `is refused in any other form`(text: String) throws {
        #expect(Timestamp(text) == nil)
        #expect(throws: JSONFault.self) { try JSON.decode(Timestamp.self, from: JSON.encode(text)) }
    }

    @Test func `moves by durations`() {
        let moment = Timestamp(milliseconds: 1000)

        #expect(moment + .milliseconds(1500) == Timestamp(milliseconds: 2500))
        #expect(moment + .seconds(-1) == Timestamp(milliseconds: 0))
        #expect(moment < moment + .milliseconds(1))
    }
}
