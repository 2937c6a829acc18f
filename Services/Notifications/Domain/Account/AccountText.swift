import WireModel

/// Every word of the mails about accounts, in both languages.
struct AccountText: Sendable {
    let request: MailRequest
    /// Nil for a mail without one.
    let link: String?
    let askedAt: Timestamp
    let zone: Zone

    /// The address that it is about, as it is written to.
    private var account: Phrase { "\(code: request.to)" }
    private var times: TimeText { TimeText(language: request.language) }

    private func say(_ arabic: Phrase, _ english: Phrase) -> Phrase {
        request.language == .arabic ? arabic : english
    }

    static func product(in language: Language) -> String { language == .arabic ? "مجلس" : "Majlis" }

    /// For those whose program shows no button.
    static func byHand(in language: Language) -> String {
        language == .arabic
            ? "إن لم يعمل الزر فانسخ هذا الرابط إلى متصفحك:" : "If the button does not work, open this link:"
    }

    var product: String { Self.product(in: request.language) }

    var letter: AccountLetter {
        let words = words
        return AccountLetter(
            subject: words.subject, heading: words.heading, greeting: greeting, paragraphs: words.paragraphs,
            button: button(words.button), facts: facts, caution: words.caution, reason: reason)
    }

    private struct Words {
        var subject: Phrase
        var heading: Phrase
        var paragraphs: [Phrase]
        var button: Phrase?
        var caution: Phrase
    }

    private var words: Words {
        switch request.kind {
        case .confirmEmail: confirmEmail
        case .changeEmail: changeEmail
        case .emailChanged: emailChanged
        case .resetPassword: resetPassword
        case .passwordChanged: passwordChanged
        case .invitation: invitation
        case .twoFactorChanged: twoFactorChanged
        case .newDevice: newDevice
        }
    }

    // MARK: Mails with a link

    private var confirmEmail: Words {
        Words(
            subject: say("أكّد بريدك الإلكتروني في مجلس", "Confirm your e-mail address for Majlis"),
            heading: say("أكّد بريدك الإلكتروني", "Confirm your e-mail address"),
            paragraphs: [
                say(
                    """
                    أهلًا بك في مجلس. بقيت خطوة واحدة: أن تؤكّد بالرابط أدناه أن \(account) بريدك، لتصلك عليه \
                    تنبيهات حسابك، ولتستعيد به الدخول إذا نسيت كلمة المرور.
                    """,
                    """
                    Welcome to Majlis. One step is left: confirm by the link below that \(account) is yours, so that \
                    notices about your account reach you and you can get back in if you forget your password.
                    """)
            ],
            button: say("تأكيد البريد الإلكتروني", "Confirm e-mail address"),
            caution: say(
                "إن لم تُنشئ حسابًا في مجلس فتجاهل هذه الرسالة، ولن يُؤكَّد شيء ما لم تفتح الرابط.",
                """
                If you did not create a Majlis account, ignore this e-mail: nothing is confirmed unless the link is \
                opened.
                """
            ))
    }

    private var changeEmail: Words {
        Words(
            subject: say("أكّد بريدك الجديد في مجلس", "Confirm your new e-mail address for Majlis"),
            heading: say("أكّد بريدك الجديد", "Confirm your new e-mail address"),
            paragraphs: [
                say(
                    """
                    طُلب أن يصبح \(account) بريد حسابك في مجلس. يؤكّد الرابط أدناه أنه بريدك، ومن حينها \
                    تسجّل الدخول به وتصلك عليه رسائل حسابك. وإلى أن تؤكّده يبقى بريدك الحالي كما هو.
                    """,
                    """
                    We were asked to make \(account) the address of your Majlis account. The link below \
                    confirms that it is yours; from then on you sign in with it and your account's e-mails come here. \
                    Until then your present address stays in use.
                    """)
            ],
            button: say("تأكيد البريد الجديد", "Confirm new address"),
            caution: say(
                "إن لم تطلب ذلك فتجاهل هذه الرسالة، ولن يتغيّر شيء.",
                "If you did not ask for this, ignore this e-mail and nothing changes."))
    }

    private var resetPassword: Words {
        Words(
            subject: say("إعادة تعيين كلمة مرورك في مجلس", "Reset your Majlis password"),
            heading: say("إعادة تعيين كلمة المرور", "Reset your password"),
            paragraphs: [
                say(
                    """
                    وصلنا طلب لإعادة تعيين كلمة مرور حسابك \(account) في مجلس. يفتح الرابط أدناه صفحة تختار فيها \
                    كلمة مرور جديدة، وعندها تنتهي جميع جلساتك الأخرى.
                    """,
                    """
                    We were asked to reset the password of your Majlis account \(account). The link below opens a \
                    page where you choose a new one; all your other sessions end when you do.
                    """)
            ],
            button: say("اختيار كلمة مرور جديدة", "Choose a new password"),
            caution: say(
                """
                إن لم تطلب ذلك فتجاهل هذه الرسالة، وتبقى كلمة مرورك كما هي. ولا تُعطِ الرابط لأحد، فمن يملكه يستطيع \
                الدخول إلى حسابك.
                """,
                """
                If you did not ask for this, ignore this e-mail and your password stays as it is. Give the link to \
                nobody: whoever has it can get into your account.
                """))
    }

    private var invitation: Words {
        let team: Phrase = request.workspaceName.flatMap(named) ?? say("فريق", "a team")
        let ofTeam = request.workspaceName.flatMap(named).map { say("فريق \($0)", "the team of \($0)") } ?? team
        let actor = request.actor.flatMap(named)
        return Words(
            subject: actor.map {
                say("دعوة من \($0) للانضمام إلى \(team) في مجلس", "\($0) invited you to join \(team) on Majlis")
            } ?? say("دعوة للانضمام إلى \(team) في مجلس", "An invitation to join \(team) on Majlis"),
            heading: say("دعوة للانضمام إلى \(team)", "You are invited to join \(team)"),
            paragraphs: [
                actor.map {
                    say(
                        """
                        وصلتك دعوة من \($0) للانضمام إلى \(ofTeam) في مجلس، حيث يتابع الفريق محادثات عملائه ويردّ \
                        عليهم من مكان واحد.
                        """,
                        """
                        \($0) invited you to join \(ofTeam) on Majlis, where a team answers its customers from one \
                        shared inbox.
                        """)
                }
                    ?? say(
                        """
                        وصلتك دعوة للانضمام إلى \(ofTeam) في مجلس، حيث يتابع الفريق محادثات عملائه ويردّ عليهم من \
                        مكان واحد.
                        """,
                        """
                        You are invited to join \(ofTeam) on Majlis, where a team answers its customers from one \
                        shared inbox.
                        """),
                say(
                    """
                    يفتح الرابط أدناه صفحة الانضمام: تُنشئ فيها حسابك، وإن كان لك حساب بهذا البريد فاكتب كلمة مروره \
                    نفسها.
                    """,
                    """
                    The link below opens the page to join: create your account there, or give your password if this \
                    address already has one.
                    """),
            ],
            button: say("الانضمام إلى الفريق", "Join the team"),
            caution: say(
                "إن كنت لا تعرف صاحب الدعوة فتجاهل هذه الرسالة، ولن تنضم إلى أي فريق ما لم تقبلها.",
                "If you do not know who invited you, ignore this e-mail: you join nothing unless you accept."))
    }

    // MARK: Notices

    /// True before the new address is confirmed and after.
    private var emailChanged: Words {
        let new: Phrase =
            request.detail?.email.flatMap(MailAddress.init).map { "\(code: $0.description)" }
            ?? say("بريد آخر", "another address")
        return Words(
            subject: say("تغيير بريد حسابك في مجلس", "Your Majlis account is moving to another address"),
            heading: say("تغيير بريد حسابك", "Your e-mail address is changing"),
            paragraphs: [
                say(
                    """
                    طُلب نقل حسابك في مجلس من \(account) إلى \(new). بعد تأكيد البريد الجديد ستسجّل الدخول به، \
                    ولن تصل رسائل حسابك إلى هذا البريد.
                    """,
                    """
                    We were asked to move your Majlis account from \(account) to \(new). Once the new \
                    address is confirmed you sign in with it, and your account's e-mails no longer come here.
                    """)
            ],
            caution: alarm)
    }

    private var passwordChanged: Words {
        Words(
            subject: say("تغيّرت كلمة مرورك في مجلس", "Your Majlis password was changed"),
            heading: say("تغيّرت كلمة مرورك", "Your password was changed"),
            paragraphs: [
                say(
                    "غُيّرت كلمة المرور لحسابك \(account) في مجلس.",
                    "The password of your Majlis account \(account) was changed.")
            ],
            caution: say(
                """
                \(innocent) وإلا فاطلب الآن كلمة مرور جديدة من «نسيت كلمة المرور؟» في صفحة تسجيل الدخول، وأبلغ مالك \
                مساحة العمل.
                """,
                """
                \(innocent) Otherwise ask for a new password right now, by “Forgot your password?” on the sign-in \
                page, and tell the owner of your workspace.
                """))
    }

    private var twoFactorChanged: Words {
        let (title, paragraph): (Phrase, Phrase) =
            switch request.detail?.twoFactor {
            case .on:
                (
                    say("فُعّل التحقق بخطوتين", "Two-factor authentication is on"),
                    say(
                        """
                        من الآن يُطلب للدخول إلى حسابك \(account) رمز من تطبيق المصادقة بعد كلمة المرور. \
                        احفظ رموزك الاحتياطية في مكان آمن غير هاتفك.
                        """,
                        """
                        From now on, signing in to \(account) asks for a code from your authenticator app after \
                        the password. Keep your backup codes somewhere safe, away from that phone.
                        """)
                )
            case .off:
                (
                    say("أُوقف التحقق بخطوتين", "Two-factor authentication is off"),
                    say(
                        "من الآن تكفي كلمة المرور وحدها للدخول إلى حسابك \(account).",
                        "From now on the password alone is enough to sign in to \(account).")
                )
            case .newBackupCodes:
                (
                    say("رموز احتياطية جديدة", "New backup codes"),
                    say(
                        "أُنشئت رموز احتياطية جديدة لحسابك \(account)، ولم تعد الرموز السابقة صالحة.",
                        "New backup codes were made for \(account). The earlier ones no longer work.")
                )
            case nil:
                (
                    say("تغيّرت إعدادات التحقق بخطوتين", "Two-factor authentication was changed"),
                    say(
                        "تغيّرت إعدادات التحقق بخطوتين لحسابك \(account).",
                        "The two-factor authentication of \(account) was changed.")
                )
            }
        return Words(
            subject: say("\(title) لحسابك في مجلس", "\(title): your Majlis account"), heading: title,
            paragraphs: [paragraph], caution: alarm)
    }

    private var newDevice: Words {
        Words(
            subject: say("تسجيل دخول جديد إلى حسابك في مجلس", "New sign-in to your Majlis account"),
            heading: say("تسجيل دخول جديد", "New sign-in"),
            paragraphs: [
                say(
                    "سُجّل الدخول إلى حسابك \(account) من متصفح لم يسبق استخدامه معه.",
                    "Your account \(account) was signed in to from a browser that it had not been used with before."
                )
            ],
            caution: alarm)
    }

    // MARK: What several have

    private var innocent: Phrase {
        request.actor == nil
            ? say("إن كنت أنت من قام بذلك فلا حاجة إلى أي إجراء.", "If this was you, there is nothing to do.")
            : say("إن كنت على علم بذلك فلا حاجة إلى أي إجراء.", "If you know of this, there is nothing to do.")
    }

    private var alarm: Phrase {
        say(
            """
            \(innocent) وإلا فغيّر كلمة مرورك الآن، وأنهِ من إعدادات حسابك الجلسات التي لا تعرفها، وأبلغ مالك مساحة \
            العمل.
            """,
            """
            \(innocent) Otherwise change your password right now, end the sessions that you do not recognise in your \
            account's settings, and tell the owner of your workspace.
            """)
    }

    private var greeting: Phrase {
        named(request.name).map { say("مرحبًا \($0)،", "Hello \($0),") } ?? say("مرحبًا،", "Hello,")
    }

    private func button(_ label: Phrase?) -> AccountLetter.Button? {
        guard let label, let link else { return nil }
        let validity: Phrase =
            request.expiresAt.map { end in
                let time = times.moment(end, in: zone)
                return say(
                    "الرابط صالح لمرة واحدة، حتى \(words: time).", "The link works once, until \(words: time).")
            } ?? say("الرابط صالح لمرة واحدة.", "The link works once.")
        return AccountLetter.Button(label: label, link: link, validity: validity)
    }

    /// An invitation tells nothing of the machine that it was written on.
    private var facts: [AccountLetter.Fact] {
        guard request.kind != .invitation else { return [] }
        let place = request.detail
        let values: [(Phrase, Phrase?)] = [
            (say("مساحة العمل", "Workspace"), request.workspaceName.flatMap(named)),
            (say("بواسطة", "Done by"), request.actor.flatMap(named)),
            (say("الوقت", "When"), isTimeTold ? "\(words: times.moment(askedAt, in: zone))" : nil),
            (say("الجهاز", "Device"), place?.device.flatMap { DeviceName(userAgent: $0).text(in: request.language) }),
            (say("عنوان IP", "IP address"), place?.address.flatMap(Self.networkAddress)),
        ]
        return values.compactMap { label, value in value.map { AccountLetter.Fact(label: label, value: $0) } }
    }

    /// Of what happened, and of what was asked for from somewhere.
    private var isTimeTold: Bool {
        !request.kind.needsTicket || request.detail?.device != nil || request.detail?.address != nil
    }

    private var reason: Phrase {
        switch request.kind {
        case .invitation:
            say(
                "وصلتك هذه الرسالة لأن دعوة أُرسلت إلى \(account).",
                "You received this e-mail because an invitation was sent to \(account).")
        case .confirmEmail, .changeEmail:
            say(
                "وصلتك هذه الرسالة لأن \(account) سُجّل بريدًا لحساب في مجلس.",
                "You received this e-mail because \(account) was given as the address of a Majlis account.")
        default:
            say(
                "وصلتك هذه الرسالة لأنها تتعلق بأمان حسابك في مجلس.",
                "You received this e-mail because it is about the security of your Majlis account.")
        }
    }

    /// Nil for a name that is empty or blank.
    private func named(_ text: String) -> Phrase? {
        text.allSatisfy(\.isWhitespace) ? nil : "\(name: text)"
    }

    /// Nil for what is no IP address.
    private static func networkAddress(_ text: String) -> Phrase? {
        let isAddress =
            (3...45).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 48...58, 46, 65...70, 97...102: true
                default: false
                }
            }
        return isAddress ? "\(code: text)" : nil
    }
}
