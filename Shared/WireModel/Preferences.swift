/// How the team's pages behave for one member in one workspace. Nobody but that member is told.
public struct Preferences: Codable, Sendable, Equatable {
    /// How long a reply waits before the customer gets it, so that it can be taken back: 0 to 30 seconds; 0 sends at
    /// once.
    public var undoSeconds: Int
    /// Whether Enter sends; otherwise it begins a line, and Ctrl with Enter sends.
    public var enterSends: Bool
    /// Whether a customer's message is heard.
    public var sound: Bool
    /// Whether a customer's message is shown on the desktop while the page is not looked at.
    public var desktop: Bool

    public static let undoSecondsRange = 0...30

    public init(undoSeconds: Int = 10, enterSends: Bool = true, sound: Bool = true, desktop: Bool = false) {
        self.undoSeconds = undoSeconds
        self.enterSends = enterSends
        self.sound = sound
        self.desktop = desktop
    }
}

/// What may be changed of one's preferences; what is absent stays.
public struct PreferencesChange: Codable, Sendable, Equatable {
    public var undoSeconds: Int?
    public var enterSends: Bool?
    public var sound: Bool?
    public var desktop: Bool?

    public init(
        undoSeconds: Int? = nil, enterSends: Bool? = nil, sound: Bool? = nil, desktop: Bool? = nil
    ) {
        self.undoSeconds = undoSeconds
        self.enterSends = enterSends
        self.sound = sound
        self.desktop = desktop
    }
}
