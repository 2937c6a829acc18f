import HTTP
import WireModel

/// Days, hours and places as people say them: the Gregorian calendar in Latin digits, as Gulf software writes it.
struct TimeText: Sendable {
    let language: Language

    private func say(_ arabic: String, _ english: String) -> String { language == .arabic ? arabic : english }

    /// `الأحد، 22 نوفمبر 2026`, `Sunday, 22 November 2026`.
    func date(_ time: LocalTime) -> String {
        say(
            "\(Self.arabicDays[time.weekday])، \(time.day) \(Self.arabicMonths[time.month - 1]) \(time.year)",
            "\(Self.englishDays[time.weekday]), \(time.day) \(Self.englishMonths[time.month - 1]) \(time.year)")
    }

    /// `9:05 ص`, `9:05 am`.
    func clock(_ time: LocalTime) -> String {
        let hour = time.hour % 12 == 0 ? 12 : time.hour % 12
        let half = time.hour < 12 ? say("ص", "am") : say("م", "pm")
        return "\(hour):\(twoDigits(time.minute)) \(half)"
    }

    /// Whose clock it is: `بتوقيت الرياض`, `Riyadh time`.
    func place(_ zone: Zone) -> String {
        guard zone.name != Zone.utc.name else { return say("بالتوقيت العالمي (UTC)", "UTC") }
        let city = zone.name.split(separator: "/").last.map(String.init) ?? zone.name
        let english = city.split(separator: "_").joined(separator: " ")
        guard language == .arabic else { return "\(english) time" }
        return "بتوقيت \(Self.arabicCities[city] ?? english)"
    }

    /// `الأحد، 22 نوفمبر 2026، الساعة 9:05 ص بتوقيت الرياض`, `Sunday, 22 November 2026 at 9:05 am (Riyadh time)`.
    func moment(_ moment: Timestamp, in zone: Zone) -> String {
        let time = LocalTime(moment, in: zone.rules)
        // Hour and half of the day stay on one line.
        let clock = clock(time).with("\u{A0}", for: " ")
        return say(
            "\(date(time))، الساعة \(clock) \(place(zone))", "\(date(time)) at \(clock) (\(place(zone)))")
    }

    private static let arabicDays = ["الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"]
    private static let arabicMonths = [
        "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    ]
    private static let englishDays = [
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    ]
    private static let englishMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let arabicCities = [
        "Riyadh": "الرياض", "Dubai": "دبي", "Kuwait": "الكويت", "Bahrain": "البحرين", "Qatar": "قطر", "Muscat": "مسقط",
        "Aden": "عدن", "Baghdad": "بغداد", "Amman": "عمّان", "Beirut": "بيروت", "Damascus": "دمشق", "Cairo": "القاهرة",
        "Khartoum": "الخرطوم", "Tripoli": "طرابلس", "Tunis": "تونس", "Algiers": "الجزائر",
        "Casablanca": "الدار البيضاء", "Gaza": "غزة", "Hebron": "الخليل", "Jerusalem": "القدس", "Istanbul": "إسطنبول",
        "London": "لندن", "Paris": "باريس", "Berlin": "برلين", "New_York": "نيويورك",
    ]
}
