import Documents

/// What the console's page shows of its records, as HTML: the same tables that its script makes.
struct ConsoleTables {
  private let all: [String: [Value]]

  init(_ records: ConsoleRecords) {
    var all: [String: [Value]] = [:]
    for name in ["sites", "links", "addresses", "processgroups", "processes"] {
      if case .several(let found) = records.answer([name]) { all[name] = found }
    }
    self.all = all
  }

  private func records(_ name: String) -> [Value] { all[name] ?? [] }

  /// `2 sites, 1 link, 0 services.`
  var summary: String {
    func count(_ name: String, _ word: String) -> String {
      let count = records(name).count
      return "\(count) \(word)\(count == 1 ? "" : "s")"
    }
    return "\(count("sites", "site")), \(count("links", "link")), \(count("addresses", "service"))."
  }

  /// The sites, where their links lead, and what serves in them.
  var map: String {
    records("sites").map { site in
      let identity = text(site["identity"])
      let links = records("links").filter { text($0["sourceSiteId"]) == identity }
        .map { "→ \(siteName($0["destinationSiteId"]))" }
      let servers = records("processes").filter {
        text($0["parent"]) == identity && text($0["processBinding"]) == "bound"
      }.map { "\(text($0["groupName"])) serves \(text($0["addresses"]))" }
      let lines = ["namespace \(text(site["nameSpace"]))"] + links + servers
      return "<li><strong>\(WebText.escape(text(site["name"])))</strong>"
        + lines.map { "<span>\(WebText.escape($0))</span>" }.joined() + "</li>"
    }.joined()
  }

  var sites: String {
    table(
      "sites", "No sites yet.",
      [
        ("Name", "name"), ("Namespace", "nameSpace"), ("Version", "siteVersion"),
        ("Platform", "platform"),
      ])
  }

  var links: String {
    table(
      "links", "No links yet.",
      [
        ("From", "sourceSiteId"), ("To", "destinationSiteId"), ("Kind", "mode"),
        ("Cost", "linkCost"),
      ])
  }

  var services: String {
    table(
      "addresses", "No services are exposed.",
      [
        ("Address", "name"), ("Protocol", "protocol"), ("Listeners", "listenerCount"),
        ("Servers", "connectorCount"),
      ])
  }

  var components: String {
    table(
      "processgroups", "No components yet.", [("Name", "name"), ("Processes", "processCount")])
  }

  var processes: String {
    table(
      "processes", "No processes yet.",
      [
        ("Name", "name"), ("Component", "groupName"), ("Site", "parentName"),
        ("Serves", "addresses"),
      ])
  }

  private func table(
    _ name: String, _ empty: String, _ columns: [(title: String, member: String)]
  ) -> String {
    let records = records(name)
    if records.isEmpty { return "<p>\(empty)</p>" }
    let head = columns.map { "<th>\($0.title)</th>" }.joined()
    let rows = records.map { record in
      let cells = columns.map { column in
        let value = record[column.member]
        return column.member.hasSuffix("SiteId") ? siteName(value) : text(value)
      }
      return "<tr>" + cells.map { "<td>\(WebText.escape($0))</td>" }.joined() + "</tr>"
    }
    return "<table><thead><tr>\(head)</tr></thead><tbody>\(rows.joined())</tbody></table>"
  }

  private func siteName(_ identity: Value?) -> String {
    let site = records("sites").first { text($0["identity"]) == text(identity) }
    return site.map { text($0["name"]) } ?? text(identity)
  }

  private func text(_ value: Value?) -> String {
    value?.array?.map(text).joined(separator: ", ") ?? value?.scalarText ?? ""
  }
}
