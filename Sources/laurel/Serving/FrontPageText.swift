import Service

/// The page at the root of the server.
enum FrontPageText {
    /// The page, which names the address that its reader came by.
    static func html(version: String, address: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Laurel \(version)</title>
        <style>
        \(style)
        </style>
        </head>
        <body>
        <main>
        <header>
        <svg viewBox="0 0 32 32" aria-hidden="true"><path d="\(leaves)"/></svg>
        <div>
        <h1>Laurel <small>\(version)</small></h1>
        <p class="state"><span></span>This server is running.</p>
        </div>
        </header>
        <p class="lead">Laurel is a gamification server. Your backend sends one event per user
        action; streaks and achievements follow. This address is its API.</p>
        <h2>Send a first event</h2>
        <ol>
        <li><p>Make an API key, on the machine that Laurel runs on. Name the database that the
        server named when it started.</p>
        <pre><code>\(key)</code></pre></li>
        <li><p>Create a metric: what you want to count.</p>
        <pre><code>\(metric(address))</code></pre></li>
        <li><p>Send an event, and see the total in the answer.</p>
        <pre><code>\(event(address))</code></pre></li>
        </ol>
        <h2>Read on</h2>
        <p>This server has <a href="/docs/">the documentation</a> with it:</p>
        <dl>
        <dt><a href="/docs/start/curl">Quick start</a></dt><dd>from nothing to a profile page</dd>
        <dt><a href="/docs/reference/trophy">Reference</a></dt><dd>every call, to try here</dd>
        <dt><a href="/docs/streaks/rules">Streaks</a></dt><dd>the rules</dd>
        <dt><a href="/docs/guides/trophy">Guides</a></dt><dd>moving from another service</dd>
        <dt><a href="/docs/operations/running">Operations</a></dt><dd>running, backup, PostgreSQL</dd>
        </dl>
        <nav aria-label="For operators">
        <a href="/health">Health</a><a href="/ready">Readiness</a><a href="/metrics">Metrics</a>
        </nav>
        </main>
        </body>
        </html>

        """
    }

    private static let key = """
        export KEY=$(laurel keys create --database laurel.db \\
          --environment sandbox --scope admin)
        """

    private static func metric(_ address: String) -> String {
        """
        curl -X POST \(address)/admin/v1/metrics \\
          -H "X-API-KEY: $KEY" -H "Content-Type: application/json" \\
          -d '[{"key": "lessons", "name": "Lessons"}]'
        """
    }

    private static func event(_ address: String) -> String {
        """
        curl -X POST \(address)/v1/metrics/lessons/event \\
          -H "X-API-KEY: $KEY" -H "Content-Type: application/json" \\
          -d '{"user": {"id": "ada"}, "value": 1}'
        """
    }

    /// Two leaves and a stem.
    private static let leaves =
        "M15 30V17C8 17 4 12 4 4c8 0 12 4 12 10C16 8 20 4 28 4c0 8-4 13-11 13v13z"

    private static let style = """
        :root{color-scheme:light dark;--ground:#fbfaf7;--sheet:#fff;--sunk:#f3f1ec;--line:#e4e0d8;
        --ink:#1d1f23;--quiet:#5b5f66;--leaf:#22704a}
        @media(prefers-color-scheme:dark){:root{--ground:#14161a;--sheet:#1b1e24;--sunk:#111317;
        --line:#2c313a;--ink:#eceef1;--quiet:#a9afb9;--leaf:#5fc08d}}
        *{box-sizing:border-box}
        body{margin:0;padding:32px 16px;background:var(--ground);color:var(--ink);
        font:15px/1.55 system-ui,"Segoe UI",Roboto,sans-serif}
        main{max-width:720px;margin:0 auto;padding:32px;background:var(--sheet);
        border:1px solid var(--line);border-radius:10px}
        header{display:flex;gap:16px;align-items:center}
        svg{width:44px;height:44px;flex:none;fill:var(--leaf)}
        h1{margin:0;font-size:24px;line-height:1.2}
        h1 small{font-size:14px;font-weight:400;color:var(--quiet)}
        h2{margin:32px 0 8px;font-size:18px}
        p{margin:0 0 8px}
        .state{margin:4px 0 0;color:var(--leaf)}
        .state span{display:inline-block;width:8px;height:8px;margin-right:8px;border-radius:50%;
        background:var(--leaf)}
        .lead{margin-top:24px;font-size:16px}
        ol{margin:0;padding-left:20px}
        li{margin-bottom:16px}
        li::marker{color:var(--quiet)}
        code{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:13px}
        pre{margin:0;padding:12px 16px;overflow-x:auto;background:var(--sunk);
        border:1px solid var(--line);border-radius:6px}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 24px;margin:0}
        dd{margin:0;color:var(--quiet)}
        nav{display:flex;gap:24px;margin-top:32px;padding-top:16px;border-top:1px solid var(--line)}
        a{color:var(--leaf)}
        a:focus-visible{outline:2px solid var(--leaf);outline-offset:3px;border-radius:2px}
        @media(max-width:560px){body{padding:0}main{padding:24px 16px;border:0;border-radius:0}
        dl{grid-template-columns:1fr}dd{margin-bottom:8px}}
        """
}
