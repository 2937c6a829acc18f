/// What keyboards and pasting leave in a field.
extension String {
    /// Without control and direction marks, which come along when a number is copied out of right-to-left text.
    /// Joiners stay: names and emoji need them.
    var withoutInvisibles: String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars where !scalar.isInvisible { result.append(scalar) }
        return String(result)
    }

    /// Arabic-Indic and Persian digits, and the full-width plus sign, as ASCII.
    var withASCIIDigits: String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars { result.append(scalar.asASCIIDigit) }
        return String(result)
    }
}

extension Unicode.Scalar {
    fileprivate var isInvisible: Bool {
        switch properties.generalCategory {
        case .control: !properties.isWhitespace
        case .format: self != "\u{200C}" && self != "\u{200D}"
        default: false
        }
    }

    var asASCIIDigit: Unicode.Scalar {
        switch value {
        case 0x660...0x669: Unicode.Scalar(UInt8(value - 0x660 + 48))
        case 0x6F0...0x6F9: Unicode.Scalar(UInt8(value - 0x6F0 + 48))
        case 0xFF10...0xFF19: Unicode.Scalar(UInt8(value - 0xFF10 + 48))
        case 0xFF0B: "+"
        default: self
        }
    }
}

extension Character {
    var isASCIIDigit: Bool { isASCII && isWholeNumber }
}
