// Only in a build that is made to be caught: `swift build -Xswiftc -DBREAKABLE`. `deploy/torture --broken` makes one
// and shows that the torture sees each of these; the ordinary build has nothing of it, which the house's tests hold.
#if BREAKABLE
    import Glibc

    /// What this process does wrong, by `MAJLIS_BREAK`.
    public enum Breakage: String, Sendable {
        /// A write is answered before its commit.
        case earlyAcknowledgement = "early-acknowledgement"
        /// A client that comes back misses a part of what it missed.
        case droppedReplay = "dropped-replay"
        /// Nobody asks who may hear.
        case missingAudience = "missing-audience"

        public static let chosen = unsafe getenv("MAJLIS_BREAK").flatMap { name in
            Breakage(rawValue: unsafe String(cString: name))
        }
    }
#endif
