/// A page as HTML that works without a script; the script only saves reloading.
enum PortalHTML {
  static func document(_ page: PortalPage) -> String {
    let kind: String
    var bar = ""
    switch page.setting {
    case .sheet: kind = "sheet"
    case .person(let role, let name):
      kind = "person"
      bar = """
        <header><a class="home" href="/">\(icon)<span>Patient Portal</span></a>\
        <nav class="who"><span>\(role) \(escape(name))</span> <a href="/">Log out</a></nav></header>

        """
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Patient Portal</title>
      <link rel="icon" href="/static/icon.svg">
      <link rel="stylesheet" href="/static/portal.css">
      <script src="/static/portal.js" defer></script>
      </head>
      <body class="\(kind)">
      \(bar)\(tabs(page.tabs))<main>
      \(page.blocks.map(block).joined(separator: "\n"))
      </main>
      </body>
      </html>

      """
  }

  private static func tabs(_ tabs: [PortalPage.Tab]) -> String {
    guard !tabs.isEmpty else { return "" }
    let links = tabs.map { tab in
      let current = tab.isSelected ? " aria-current=\"page\"" : ""
      return "<a href=\"\(escape(tab.link.target))\"\(current)>\(escape(tab.link.text))</a>"
    }
    return "<nav class=\"tabs\">\(links.joined(separator: "\n"))</nav>\n"
  }

  private static func block(_ block: PortalPage.Block) -> String {
    switch block {
    case .heading(let text): return "<h1>\(escape(text))</h1>"
    case .text(let text): return "<p>\(escape(text))</p>"
    case .trouble(let text): return "<p class=\"trouble\" role=\"alert\">\(escape(text))</p>"
    case .button(let link): return "<p>\(button(link))</p>"
    case .lists(let lists):
      let columns = lists.map { list in
        let items = list.links.map { "<li>\(anchor($0))</li>" }.joined(separator: "\n")
        return "<section><h2>\(escape(list.title))</h2>\n<ul>\n\(items)\n</ul></section>"
      }
      return "<div class=\"columns\">\n\(columns.joined(separator: "\n"))\n</div>"
    case .table(let columns, let rows):
      let head = columns.map { "<th>\(escape($0))</th>" }.joined()
      let body = rows.map { "<tr>\($0.map { "<td>\(cell($0))</td>" }.joined())</tr>" }
      return """
        <table>
        <thead><tr>\(head)</tr></thead>
        <tbody>
        \(body.joined(separator: "\n"))
        </tbody>
        </table>
        """
    case .form(let form): return self.form(form)
    }
  }

  private static func cell(_ cell: PortalPage.Cell) -> String {
    switch cell {
    case .text(let text): escape(text)
    case .link(let link): anchor(link)
    case .button(let link): button(link)
    }
  }

  private static func form(_ form: PortalPage.Form) -> String {
    let fields = form.fields.map { field -> String in
      let name = escape(field.name)
      let value = escape(field.value)
      guard field.kind != .hidden else {
        return "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
      }
      let input: String
      switch field.kind {
      case .date, .time:
        let type = field.kind == .date ? "date" : "time"
        input =
          "<input id=\"\(name)\" type=\"\(type)\" name=\"\(name)\" value=\"\(value)\" required>"
      case .fixed: input = "<input id=\"\(name)\" value=\"\(value)\" readonly>"
      default:
        input = "<input id=\"\(name)\" data-unsent value=\"\(value)\" inputmode=\"numeric\">"
      }
      return """
        <div class="field"><label for="\(name)">\(escape(field.label))</label>\(input)\
        <small>\(escape(field.help))</small></div>
        """
    }
    return """
      <form method="post" action="\(escape(form.action))" data-interface="\(escape(form.interface))" \
      data-next="\(escape(form.next))">
      \(fields.joined(separator: "\n"))
      <input type="hidden" name="next" value="\(escape(form.next))">
      <p><button type="submit">\(escape(form.submit))</button></p>
      </form>
      """
  }

  private static func anchor(_ link: PortalPage.Link) -> String {
    "<a href=\"\(escape(link.target))\">\(escape(link.text))</a>"
  }

  private static func button(_ link: PortalPage.Link) -> String {
    "<a class=\"button\" href=\"\(escape(link.target))\">\(escape(link.text))</a>"
  }

  private static func escape(_ text: String) -> String { WebText.escape(text) }

  static let icon = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24" \
    aria-hidden="true"><rect x="2" y="6" width="20" height="15" rx="2.5" fill="#1f6feb"/>\
    <path d="M8.5 6V4.6A1.6 1.6 0 0 1 10.1 3h3.8a1.6 1.6 0 0 1 1.6 1.6V6" fill="none" \
    stroke="#1f6feb" stroke-width="1.8"/><path d="M12 9.6v7.8M8.1 13.5h7.8" stroke="#fff" \
    stroke-width="2.4" stroke-linecap="round"/></svg>
    """
}
