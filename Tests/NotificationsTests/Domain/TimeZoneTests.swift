import Glibc
import Testing
import WireModel

@testable import Notifications

@Suite struct `Time zones` {
    private func local(_ text: String, _ zone: String) throws -> String {
        let time = LocalTime(try #require(Timestamp(text)), in: ZoneFiles().zone(named: zone).rules)
        return "\(time.year)-\(time.month)-\(time.day) \(time.hour):\(time.minute) \(time.offset / 60)"
    }

    @Test(arguments: [
        ("Asia/Riyadh", "2026-11-21T09:30:00Z", "2026-11-21 12:30 180"),
        ("Asia/Riyadh", "2026-06-30T21:00:00Z", "2026-7-1 0:0 180"),
        // The last Sundays of March and October, at 01:00 UTC.
        ("Europe/Berlin", "2026-03-29T00:59:59Z", "2026-3-29 1:59 60"),
        ("Europe/Berlin", "2026-03-29T01:00:00Z", "2026-3-29 3:0 120"),
        ("Europe/Berlin", "2026-10-25T00:59:59Z", "2026-10-25 2:59 120"),
        ("Europe/Berlin", "2026-10-25T01:00:00Z", "2026-10-25 2:0 60"),
        // The last Friday of April from midnight, to the last Thursday of October at midnight.
        ("Africa/Cairo", "2026-04-23T21:59:59Z", "2026-4-23 23:59 120"),
        ("Africa/Cairo", "2026-04-23T22:00:00Z", "2026-4-24 1:0 180"),
        ("Africa/Cairo", "2026-10-29T20:59:59Z", "2026-10-29 23:59 180"),
        ("Africa/Cairo", "2026-10-29T21:00:00Z", "2026-10-29 23:0 120"),
        ("America/New_York", "2026-03-08T06:59:59Z", "2026-3-8 1:59 -300"),
        ("America/New_York", "2026-03-08T07:00:00Z", "2026-3-8 3:0 -240"),
        ("America/New_York", "2026-11-01T05:59:59Z", "2026-11-1 1:59 -240"),
        ("America/New_York", "2026-11-01T06:00:00Z", "2026-11-1 1:0 -300"),
        // Past every table, by the rule alone; and the southern half of the world.
        ("Europe/Berlin", "2075-07-01T12:00:00Z", "2075-7-1 14:0 120"),
        ("Australia/Sydney", "2060-01-10T00:00:00Z", "2060-1-10 11:0 660"),
        ("Asia/Kathmandu", "2026-01-01T00:00:00Z", "2026-1-1 5:45 345"),
        ("America/New_York", "1970-01-01T00:00:00Z", "1969-12-31 19:0 -300"),
        ("UTC", "2026-01-01T00:00:00Z", "2026-1-1 0:0 0"),
    ])
    func `show what the clocks there show`(zone: String, moment: String, shown: String) throws {
        #expect(try local(moment, zone) == shown)
    }

    @Test(arguments: [
        "", "Mars/Base", "../../etc/passwd", "/etc/passwd", "Asia", "Asia/Riyadh\0", "posix/../tzdata.zi",
        "leapseconds",
    ])
    func `that nobody knows are UTC, and say so`(name: String) {
        #expect(ZoneFiles().zone(named: name).name == "UTC")
    }

    @Test func `a file cut off anywhere, or spoilt, is refused or read, and nothing worse`() throws {
        let bytes = try #require(Self.file("Africa/Cairo"))
        #expect(TimeZoneRules(bytes) != nil)
        for length in 0..<bytes.count {
            #expect(TimeZoneRules(Array(bytes[..<length])) == nil || length == bytes.count)
        }
        for index in 0..<min(bytes.count, 400) {
            var spoilt = bytes
            spoilt[index] ^= 0xFF
            _ = TimeZoneRules(spoilt)?.offsetSeconds(at: Timestamp(milliseconds: 1_795_208_280_000))
        }
    }

    @Test(arguments: [
        "", "A", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J5", "CET-1CEST,M3.5.0/168,M10.5.0", "CET-25", "<+03-3", "CET-1 ",
    ])
    func `a rule that is none is refused`(text: String) {
        #expect(DaylightRule(text) == nil)
    }

    @Test func `rules by the day of the year count 29 February or not`() throws {
        let julian = try #require(DaylightRule("XXX0YYY,J60/0,J61/0"))
        let ordinal = try #require(DaylightRule("<X>0<Y>-2,59/0,60/2"))
        let firstOfMarch = Int64(try #require(CivilDate.daysSinceEpoch(year: 2028, month: 3, day: 1))) * 86_400

        #expect(julian.offsetSeconds(at: firstOfMarch) == 3600)
        #expect(julian.offsetSeconds(at: firstOfMarch - 1) == 0)
        #expect(ordinal.offsetSeconds(at: firstOfMarch) == 0)
        #expect(ordinal.offsetSeconds(at: firstOfMarch - 1) == 7200)
    }

    private static func file(_ name: String) -> [UInt8]? {
        guard let stream = fopen("/usr/share/zoneinfo/\(name)", "r") else { return nil }
        defer { fclose(stream) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        return Array(bytes[..<fread(&bytes, 1, bytes.count, stream)])
    }
}
