import Server
import ServiceKit
import WireModel

extension Request {
    /// Somebody who is signed in and acts for themselves.
    /// - Throws: `session.required`, for a key and a visitor too, who have no account.
    func selfPrincipal() throws(Failure) -> Principal {
        let principal = try principal()
        guard principal.member != nil, principal.session != nil else { throw .unauthenticated }
        return principal
    }

    /// Which stretch of a list is asked for: `cursor` as the list before gave it, `limit` from 1 to 200 (100 when
    /// absent).
    func stretch<Kind: IdentifierKind>() throws(Failure) -> Stretch<Kind> {
        let limit = try integer("limit", default: 100, in: 1...200)
        guard let text = query("cursor") else { return Stretch(after: nil, limit: limit) }
        guard let after = Identifier<Kind>(text) else {
            throw .invalid("cursor", "invalid", "This cursor is of no list.")
        }
        return Stretch(after: after, limit: limit)
    }
}

extension SecretHash {
    /// The 32 bytes. What is no hash opens nothing.
    /// - Throws: `session.required`.
    func bytes() throws(Failure) -> [UInt8] {
        guard let bytes = Base64URL.decode(hash), bytes.count == 32 else { throw .unauthenticated }
        return bytes
    }
}
