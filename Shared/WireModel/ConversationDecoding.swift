// A log keeps what it was told for years: lines from before a field was there are read as well.

extension Conversation {
    private enum Key: String, CodingKey {
        case id, inbox, contact, contactName, visitor, verified, language, title, titled, status, priority, tags
        case assignee, team, followers, mentioned, snooze, spam, rating, lastSequence, teamRead, visitorRead
        case lastMessage, createdAt, updatedAt, waitingSince, lastCustomerAt, lastTeamAt, earlier, mergedInto
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        id = try container.decode(ConversationID.self, forKey: .id)
        inbox = try container.decode(InboxID.self, forKey: .inbox)
        contact = try container.decode(ContactID.self, forKey: .contact)
        contactName = try container.decode(String.self, forKey: .contactName)
        visitor = try container.decode(VisitorID.self, forKey: .visitor)
        verified = try container.decodeIfPresent(Bool.self, forKey: .verified) ?? false
        language = try container.decode(Language.self, forKey: .language)
        title = try container.decodeIfPresent(String.self, forKey: .title) ?? ""
        titled = try container.decodeIfPresent(Bool.self, forKey: .titled) ?? false
        status = try container.decode(Status.self, forKey: .status)
        priority = try container.decodeIfPresent(Priority.self, forKey: .priority) ?? .normal
        tags = try container.decodeIfPresent([TagID].self, forKey: .tags) ?? []
        assignee = try container.decodeIfPresent(MemberID.self, forKey: .assignee)
        team = try container.decodeIfPresent(TeamID.self, forKey: .team)
        followers = try container.decodeIfPresent([MemberID].self, forKey: .followers) ?? []
        mentioned = try container.decodeIfPresent(Mentions.self, forKey: .mentioned)
        snooze = try container.decodeIfPresent(Snooze.self, forKey: .snooze)
        spam = try container.decodeIfPresent(Bool.self, forKey: .spam) ?? false
        rating = try container.decodeIfPresent(Rating.self, forKey: .rating)
        lastSequence = try container.decode(Int64.self, forKey: .lastSequence)
        teamRead = try container.decode(Int64.self, forKey: .teamRead)
        visitorRead = try container.decode(Int64.self, forKey: .visitorRead)
        lastMessage = try container.decodeIfPresent(MessagePreview.self, forKey: .lastMessage)
        createdAt = try container.decode(Timestamp.self, forKey: .createdAt)
        updatedAt = try container.decode(Timestamp.self, forKey: .updatedAt)
        waitingSince = try container.decodeIfPresent(Timestamp.self, forKey: .waitingSince)
        lastCustomerAt = try container.decodeIfPresent(Timestamp.self, forKey: .lastCustomerAt)
        lastTeamAt = try container.decodeIfPresent(Timestamp.self, forKey: .lastTeamAt)
        earlier = try container.decodeIfPresent(ConversationID.self, forKey: .earlier)
        mergedInto = try container.decodeIfPresent(ConversationID.self, forKey: .mergedInto)
    }
}
