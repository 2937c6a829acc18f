import WireModel

// How a conversation is filed: title, priority, tags, followers, spam, and what its customer thought of it.

extension Conversation {
    /// - Throws: `input.invalid` with the field, for a title that cannot be read in one line.
    func changed(by change: ConversationChange) throws(Failure) -> Self {
        var next = self
        if let title = try change.title.map(Self.title) {
            next.title = title
            next.titled = true
        }
        next.priority = change.priority ?? priority
        return next
    }

    private static func title(_ text: String) throws(Failure) -> String {
        let title = String(text.map { $0.isNewline ? " " : $0 }).trimmed
        guard title.isVisible else { throw .invalid("title", "required", "A title is needed.") }
        guard title.count <= titleLimit, title.utf8.count <= titleLimit * 8 else {
            throw .invalid("title", "tooLong", "A title holds up to \(titleLimit) characters.")
        }
        guard !title.utf8.contains(0) else {
            throw .invalid("title", "invalid", "A title holds no null characters.")
        }
        return title
    }

    /// With these tags and no others; those that stay keep their place.
    /// - Throws: `input.invalid` for too many.
    func tagged(_ wanted: [TagID]) throws(Failure) -> Self {
        var next = self
        next.tags = tags.filter(wanted.contains)
        for tag in wanted where !next.tags.contains(tag) { next.tags.append(tag) }
        guard next.tags.count <= Self.tagLimit else {
            throw .invalid("tags", "tooMany", "A conversation has up to \(Self.tagLimit) tags.")
        }
        return next
    }

    /// - Throws: `follower.limit`.
    func followed(by member: MemberID) throws(Failure) -> Self {
        guard !followers.contains(member) else { return self }
        guard followers.count < Self.followerLimit else {
            throw Failure(
                .conflict, "follower.limit", "A conversation has up to \(Self.followerLimit) followers.")
        }
        var next = self
        next.followers.append(member)
        return next
    }

    func unfollowed(by member: MemberID) -> Self {
        var next = self
        next.followers.removeAll { $0 == member }
        return next
    }

    func marked(asSpam spam: Bool) -> Self {
        var next = self
        next.spam = spam
        return next
    }

    /// Its customer may think better of it for a while.
    /// - Throws: `rating.final` after that.
    func rated(_ accepted: AcceptedRating, at now: Timestamp) throws(Failure) -> Self {
        if let rating, now > rating.at + AcceptedRating.changeable {
            throw Failure(.conflict, "rating.final", "This rating was given more than a day ago.")
        }
        var next = self
        next.rating = Rating(score: accepted.score, comment: accepted.comment, at: rating?.at ?? now)
        return next
    }

    /// Whom a note speaks to, beside those that notes spoke to before.
    func mentioning(_ mentions: Mentions) -> Self {
        var next = self
        var all = mentioned ?? Mentions()
        all.members += mentions.members.filter { !all.members.contains($0) }
        all.teams += mentions.teams.filter { !all.teams.contains($0) }
        next.mentioned = all
        return next
    }
}

/// A rating that may be kept.
struct AcceptedRating: Sendable {
    /// How long after it was given it may be given anew.
    static let changeable = Duration.seconds(24 * 3600)

    var score: Int
    var comment: String?

    /// - Throws: `input.invalid` with the field.
    init(_ draft: RatingDraft) throws(Failure) {
        guard Rating.range.contains(draft.score) else {
            throw .invalid("score", "range", "A score is from 1 to 5.")
        }
        let comment = draft.comment?.trimmed ?? ""
        guard comment.count <= Rating.commentLimit, comment.utf8.count <= Rating.commentLimit * 8 else {
            throw .invalid("comment", "tooLong", "A comment holds up to \(Rating.commentLimit) characters.")
        }
        guard !comment.utf8.contains(0) else {
            throw .invalid("comment", "invalid", "A comment holds no null characters.")
        }
        score = draft.score
        self.comment = comment.isVisible ? comment : nil
    }
}
