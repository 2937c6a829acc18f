/// A language that every text of ours exists in.
public enum Language: String, Codable, Sendable, CaseIterable {
    case arabic = "ar"
    case english = "en"
}
