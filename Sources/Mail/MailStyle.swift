/// How mails look: written at each element, as most mail programs heed nothing else, and once more for
/// those that have a dark mode.
enum MailStyle {
    static let paper =
        "max-width:560px;background:#ffffff;border-radius:16px;border-collapse:separate"
    static let app = "font-size:18px;font-weight:700;color:#16181d"
    static let heading = "margin:0;font-size:26px;line-height:32px;font-weight:700;color:#16181d"
    static let paragraph = "margin:0;font-size:16px;line-height:25px;color:#16181d"
    static let button =
        "display:inline-block;padding:14px 24px;font-size:16px;font-weight:600;text-decoration:none"
    static let number = "font-size:56px;line-height:64px;font-weight:800;color:#16181d"
    static let name = "font-size:20px;line-height:28px;font-weight:700;color:#16181d"
    static let soft = "font-size:14px;line-height:21px;color:#565c66"
    static let cell = "padding:10px 0;font-size:16px;color:#16181d;border-bottom:1px solid #e3e5e9"
    static let line = "border-top:1px solid #e3e5e9;height:1px"
    static let foot = "padding:20px 24px;font-size:13px;line-height:21px;color:#565c66"
    static let link = "color:#565c66;text-decoration:underline"

    static let sheet = """
        @media (prefers-color-scheme: dark) {
        .ground { background: #0f1115 !important }
        .sheet { background: #1b1e25 !important }
        .ink { color: #f2f3f5 !important }
        .soft { color: #a9afba !important }
        .line { border-color: #343944 !important }
        .button, .kept { border: 1px solid #f2f3f533 !important }
        }
        @media (max-width: 400px) { .sheet td { padding-left: 16px !important; \
        padding-right: 16px !important } .sheet td td { padding-left: 3px !important; \
        padding-right: 3px !important } }
        """
}
