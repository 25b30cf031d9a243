import Documents

/// The page of the hello-world frontend, which works without a script; the script saves reloading.
enum HelloPage {
  static func document(name: String, records: [HelloFrontend.Record]) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Skupper Hello World</title>
    <link rel="stylesheet" href="/static/hello.css">
    <script src="/static/hello.js" defer></script>
    </head>
    <body>
    <header>\(icon)<h1>Skupper Hello World</h1></header>
    <main>
    <p>Your name is <b>\(WebText.escape(name))</b>.</p>
    <form method="post" action="/">
    <input type="hidden" name="name" value="\(WebText.escape(name))">
    <p><button type="submit">Say hello</button></p>
    </form>
    <table id="records">
    <thead><tr><th>Frontend requests</th><th>Backend responses</th></tr></thead>
    <tbody>
    \(records.reversed().map(row).joined(separator: "\n"))
    </tbody>
    </table>
    </main>
    </body>
    </html>

    """
  }

  private static func row(_ record: HelloFrontend.Record) -> String {
    let said = emphasised(record.request)
    let heard =
      record.response.map(emphasised)
      ?? "<span class=\"trouble\">Error: \(WebText.escape(record.error ?? "no answer"))</span>"
    return "<tr><td>\(said)</td><td>\(heard)</td></tr>"
  }

  /// A text with the name of who says it in bold.
  private static func emphasised(_ message: Value) -> String {
    let text = WebText.escape(message["text"]?.string ?? "")
    let name = WebText.escape(message["name"]?.string ?? "")
    return name.isEmpty ? text : text.replacing(name, with: "<b>\(name)</b>")
  }

  private static let icon = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="36" height="36" \
    aria-hidden="true"><circle cx="10" cy="6" r="3.4" fill="#0b7a75"/><path d="M3.5 21v-4.5a6.5 \
    6.5 0 0 1 11-4.7L19.6 6" fill="none" stroke="#0b7a75" stroke-width="2.6" \
    stroke-linecap="round"/></svg>
    """

  static let style = """
    :root { --ink: #1c1e21; --grey: #6a6f76; --line: #d9dce0; --own: #0b7a75; --bad: #a1260d; }
    html { font: 17px/1.55 "Source Sans 3", "Noto Sans", "Segoe UI", "DejaVu Sans", sans-serif;
      color: var(--ink); }
    body { margin: 0 auto; max-width: 880px; padding: 1.5rem 1.25rem 4rem; }
    header { display: flex; align-items: center; gap: .8rem; margin-bottom: 1.4rem; }
    h1 { font-size: 1.6rem; font-weight: 600; margin: 0; }
    table { width: 100%; border-collapse: collapse; text-align: left; margin-top: 1.6rem; }
    th, td { padding: .45rem 1rem .45rem 0; border-bottom: 1px solid var(--line);
      vertical-align: baseline; width: 50%; }
    button { font: inherit; color: #fff; background: var(--own); border: 0; border-radius: 4px;
      padding: .45rem 1.2rem; cursor: pointer; }
    button:disabled { background: var(--grey); }
    button:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
    .trouble { color: var(--bad); }

    """

  static let script = """
    "use strict";

    // Draws the table again in place; the visitor keeps the name until the page is loaded again.
    async function refresh() {
      const response = await fetch("/");
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      document.querySelector("#records").replaceWith(page.querySelector("#records"));
    }

    new EventSource("/api/notifications").onmessage = refresh;

    document.querySelector("form").addEventListener("submit", async event => {
      event.preventDefault();
      const button = event.target.querySelector("button");
      const name = new FormData(event.target).get("name");
      button.disabled = true;
      await fetch("/api/hello", {
        method: "POST",
        headers: {"Content-Type": "application/json"},
        body: JSON.stringify({name, text: `Hello! I am ${name}.`}),
      });
      button.disabled = false;
      refresh();
    });

    """
}
