/// What `skupper status` says.
extension SiteView {
  /// The sentences about the site, and where its console is.
  package var statusText: String {
    if profile.waitsForStatus && router == nil { return "Status pending...\n" }
    var text = "Skupper is enabled for namespace \"\(site.namespace)\""
    if site.options.siteName != site.namespace {
      text += " with site name \"\(site.options.siteName)\""
    }
    if profile.showsMode { text += " in \(site.options.mode.rawValue) mode" }
    text += "."
    text += connections + exposed + "\n"
    return text + console
  }

  /// What `skupper status` says where no site is.
  package static func notEnabled(namespace: String) -> String {
    "Skupper is not enabled in namespace '\(namespace)'\n"
  }

  private var connections: String {
    guard let router else { return " Status pending..." }
    let total = router.otherSites.count
    let indirect = total - router.directSites.intersection(router.otherSites.map(\.id)).count
    switch total {
    case 0: return " It is not connected to any other sites."
    case 1: return " It is connected to 1 other site."
    default:
      let tail = indirect > 0 ? " (\(indirect) indirectly)" : ""
      return " It is connected to \(total) other sites\(tail)."
    }
  }

  private var exposed: String {
    let count = definitions.count
    switch count {
    case 0: return " It has no exposed services."
    case 1: return " It has 1 exposed service."
    default: return " It has \(count) exposed services."
    }
  }

  private var console: String {
    guard site.options.hasConsole(profile), let consoleURL else { return "" }
    var text = "The site console url is:\(profile.consoleSpacing)\(consoleURL)\n"
    if site.options.effectiveConsoleAuthentication == "internal" {
      text +=
        "The credentials for internal console-auth mode are held in secret: "
        + "'\(ObjectName.consoleUsers)'\n"
      if profile.name == "1.5" { text += "\n" }
    }
    return text
  }

  /// What `skupper status -v` says: two columns.
  package var verboseStatusText: String {
    let others = router?.otherSites ?? []
    let direct = router?.directSites.intersection(others.map(\.id)).count ?? 0
    var rows = [
      ("kubernetes", site.namespace), ("mode", site.options.mode.rawValue),
      ("site name", site.options.siteName), ("policies", "disabled"),
    ]
    if router == nil { rows.append(("status", "pending")) }
    rows += [
      ("total connections", String(others.count)), ("direct connections", String(direct)),
      ("indirect connections", String(others.count - direct)),
      ("exposed services", String(definitions.count)),
    ]
    if site.options.hasConsole(profile), let consoleURL {
      rows.append(("site console url", consoleURL))
      if site.options.effectiveConsoleAuthentication == "internal" {
        rows.append(("credentials", "secret: '\(ObjectName.consoleUsers)'"))
      }
    }
    let width = (rows.map { $0.0.count }.max() ?? 0) + 2
    return rows.map { key, value in
      "\(key):" + String(repeating: " ", count: width - key.count - 1) + "\(value) \n"
    }.joined()
  }
}
