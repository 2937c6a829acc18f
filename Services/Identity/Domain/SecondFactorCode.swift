import WireModel

/// What somebody types for their second factor, as it is compared: spaces and hyphens gone, digits of any of the three
/// kinds that Arabic keyboards have.
enum SecondFactorCode: Equatable {
    /// Six digits of an app.
    case authenticator(String)
    /// Ten digits of Crockford's base 32.
    case backup(String)

    static let limitBytes = 64
    private static let backupLength = 10
    private static let letters = Array("0123456789abcdefghjkmnpqrstvwxyz".unicodeScalars)

    /// Nil for what can be neither.
    init?(_ text: String) {
        guard text.utf8.count <= Self.limitBytes else { return nil }
        var code = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace || scalar == "-" { continue }
            guard let digit = Self.digit(scalar) else { return nil }
            code.append(digit)
        }
        let known = String(code)
        if code.count == TOTP.digits, code.allSatisfy({ ("0"..."9").contains($0) }) {
            self = .authenticator(known)
        } else if code.count == Self.backupLength {
            self = .backup(known)
        } else {
            return nil
        }
    }

    /// A new backup code of 50 bits, `7k3m2-x9q4t`.
    /// - Parameter random: At least ten bytes.
    static func backup(random: [UInt8]) -> String {
        var text = String.UnicodeScalarView()
        for (place, byte) in random.prefix(backupLength).enumerated() {
            if place == backupLength / 2 { text.append("-") }
            text.append(letters[Int(byte) & 31])
        }
        return String(text)
    }

    /// What reads alike is alike: `O` is a nought, `I` and `L` are a one.
    private static func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x0660...0x0669: return Unicode.Scalar(scalar.value - 0x0660 + 48)
        case 0x06F0...0x06F9: return Unicode.Scalar(scalar.value - 0x06F0 + 48)
        default: break
        }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
        switch lower {
        case "o": return "0"
        case "i", "l": return "1"
        default: return letters.contains(lower) ? lower : nil
        }
    }
}

extension Failure {
    /// The password was right, and a code is needed beside it.
    static let codeRequired = Failure(
        .unauthenticated, "session.codeRequired", "Enter the code of your authenticator app, or a backup code.")
    static let wrongCode = Failure(.unauthenticated, "session.wrongCode", "This code is wrong, or was used before.")
    /// Of somebody who is signed in and stays so.
    static let wrongFirstCode = Failure(
        .invalid, "session.wrongCode", "This code is wrong.",
        fields: [.init(field: "code", code: "wrong", message: "This code is wrong.")])
    static let twoFactorOn = Failure(.conflict, "twoFactor.on", "The second factor is on already.")
    static let twoFactorOff = Failure(.conflict, "twoFactor.off", "The second factor is not on.")
    static let twoFactorNotStarted = Failure(
        .conflict, "twoFactor.notStarted", "Set up an authenticator app first.")
    static let twoFactorNeeded = Failure(
        .conflict, "twoFactor.needed", "Turn your own second factor on before you require it of everybody.")
}
