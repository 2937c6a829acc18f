// The standard library's own are in `_StringProcessing`, which brings its reader of regular expressions with it: 1.5 MB
// in each of our executables.

extension Collection where Element: Equatable {
    /// Where `part` begins and ends for the first time; nil where it does not occur. Takes the product of both lengths
    /// at worst: for short parts.
    public func place(of part: some Collection<Element>) -> Range<Index>? {
        var start = startIndex
        while true {
            var (here, there) = (start, part.startIndex)
            while there != part.endIndex, here != endIndex, self[here] == part[there] {
                formIndex(after: &here)
                part.formIndex(after: &there)
            }
            if there == part.endIndex { return start..<here }
            guard here != endIndex else { return nil }
            formIndex(after: &start)
        }
    }
}

extension String {
    /// With `new` wherever `part` stood, from the start on. `part` is not empty (precondition).
    public func with(_ new: String, for part: String) -> String {
        precondition(!part.isEmpty)
        var text = ""
        var rest = self[...]
        while let place = rest.place(of: part) {
            text += rest[..<place.lowerBound] + new
            rest = rest[place.upperBound...]
        }
        return text + rest
    }
}
