import WireModel

extension `The document's schemas` {
    private static let at = Timestamp(milliseconds: 1_795_253_400_000)

    private static func entry(_ device: String?) -> SessionEntry {
        SessionEntry(
            id: SessionID(rawValue: 3), workspace: SessionEntry.Place(id: WorkspaceID(rawValue: 1), name: "Palm"),
            device: device, address: device.map { _ in "203.0.113.7" }, createdAt: at, usedAt: at, current: true)
    }

    static let accounts: [Sample] = [
        Sample("PasswordChange", PasswordChange(current: "x", new: "dates and coffee")),
        Sample("EmailChange", EmailChange(email: "a@b.co", password: "x")),
        Sample("PasswordBody", PasswordBody(password: "x")),
        Sample("PasswordResetRequest", PasswordResetRequest(email: "a@b.co")),
        Sample("TicketBody", TicketBody(ticket: "t")),
        Sample("TicketPreview", TicketPreview(kind: .changeEmail, email: "a@b.co", language: .arabic)),
        Sample(
            "PasswordReset", PasswordReset(ticket: "t", password: "dates and coffee", code: "123456"),
            bare: PasswordReset(ticket: "t", password: "dates and coffee")),
        Sample("TwoFactorSetup", TwoFactorSetup(secret: "A", uri: "otpauth://totp/Majlis")),
        Sample("CodeBody", CodeBody(code: "123456")),
        Sample("BackupCodes", BackupCodes(backupCodes: ["7k3m2-x9q4t"])),
        Sample("SessionEntry", entry("Firefox"), bare: entry(nil)),
        Sample(
            "WorkspaceDraft", WorkspaceDraft(name: "Palm", language: .arabic, timeZone: "Asia/Riyadh"),
            bare: WorkspaceDraft(name: "Palm", language: .arabic)),
        Sample("WorkspaceChoice", WorkspaceChoice(workspace: WorkspaceID(rawValue: 1))),
        Sample(
            "ProfileChange",
            ProfileChange(
                name: "Salem", language: .arabic, timeZone: "", preferences: PreferencesChange(undoSeconds: 5)),
            bare: ProfileChange()),
        Sample(
            "PreferencesChange", PreferencesChange(undoSeconds: 0, enterSends: false, sound: false, desktop: true),
            bare: PreferencesChange()),
        Sample("Preferences", Preferences()),
        Sample(
            "WorkspaceSecurity", WorkspaceSecurity(requireTwoFactor: true, handTo: MemberID(rawValue: 2)),
            bare: WorkspaceSecurity(requireTwoFactor: false)),
    ]
}
