import Emulation

extension SiteMap {
  /// The map for those who don't see pictures: a sentence of summary, then tables of sites, links,
  /// addresses, services, routes and pods. Where there is no room for columns, a row is a sentence.
  package func text(columns: Int, look: Look = Look()) -> [Line] {
    var lines = look.text(summary, .strong).wrapped(to: columns)
    for table in tables(look) where !table.rows.isEmpty {
      lines += [Line(), look.text(table.title, .heading)]
      lines += table.lines(columns: max(1, columns), look)
    }
    return lines
  }

  private func tables(_ look: Look) -> [MapTable] {
    [siteTable(look), linkTable(look), addressTable(look), serviceTable(look), routeTable]
      + [podTable(look)]
  }

  private func siteTable(_ look: Look) -> MapTable {
    MapTable(
      title: "Sites", header: ["site", "state", "platform", "namespace", "router"],
      rows: sites.map { site in
        let word =
          site.answers
          ? (site.standing == .passed ? "ready" : "\(site.unreadyPods) not ready") : "no answer"
        return [
          Line(site.name), look.state(site.standing, word), Line(site.platform),
          Line(site.namespace),
          site.router.map { look.state($0.standing, $0.words) } ?? look.state(.open, "none"),
        ]
      })
  }

  private func linkTable(_ look: Look) -> MapTable {
    MapTable(
      title: "Links", header: ["link", "from", "to", "state", "details"],
      rows: links.map { link in
        let details = [link.details, link.reason ?? ""].filter { !$0.isEmpty }
        return [
          Line(link.name), Line(link.from), Line(link.to ?? "not known"),
          look.state(link.standing, link.state.rawValue), Line(details.joined(separator: "; ")),
        ]
      })
  }

  private func addressTable(_ look: Look) -> MapTable {
    MapTable(
      title: "Service network", header: ["address", "served at", "usable at", "connections"],
      rows: addresses.map { address in
        let uses = flows.filter { $0.address == address.name }.map { flow in
          let counts = [flow.counts, flow.speed ?? ""].filter { !$0.isEmpty }
          return "\(flow.from) to \(flow.to): \(counts.joined(separator: ", "))"
        }
        return [
          Line(address.place),
          address.targets.isEmpty
            ? look.state(.waiting, "no target yet") : Line(address.targets.joined(separator: ", ")),
          Line(address.listeners.joined(separator: ", ")),
          Line(uses.isEmpty ? "none yet" : uses.joined(separator: "; ")),
        ]
      })
  }

  private func serviceTable(_ look: Look) -> MapTable {
    MapTable(
      title: "Services", header: ["service", "site", "behind it"],
      rows: sites.flatMap { site in
        site.services.map { service in
          let behind = site.backing(of: service, on: self)
          return [
            Line(service.place), Line(site.name),
            look.state(site.standing(of: service, on: self), behind),
          ]
        }
      })
  }

  private var routeTable: MapTable {
    MapTable(
      title: "Routes", header: ["route", "site", "host"],
      rows: sites.flatMap { site in
        site.routes.map { [Line($0.name), Line(site.name), Line($0.host)] }
      })
  }

  private func podTable(_ look: Look) -> MapTable {
    MapTable(
      title: "Pods", header: ["pod", "site", "ready", "state", "restarts"],
      rows: sites.flatMap { site in
        site.pods.map { pod in
          [
            Line(pod.name), Line(site.name), Line("\(pod.ready)/\(pod.containers)"),
            look.state(pod.standing, pod.state), Line("\(pod.restarts)"),
          ]
        }
      })
  }
}

extension SiteMap.Site {
  fileprivate var unreadyPods: Int { pods.count { $0.standing != .passed } }
}

extension Look {
  /// A sign and a word for how something stands.
  func state(_ standing: Standing, _ word: String) -> Line {
    text(standing.sign(glyphs), standing.role) + Line(" \(word)")
  }
}

/// A table of the map's text.
private struct MapTable {
  let title: String
  let header: [String]
  let rows: [[Line]]

  func lines(columns: Int, _ look: Look) -> [Line] {
    let widths = header.indices.map { column in
      rows.reduce(header[column].count) { max($0, $1[column].width) }
    }
    let natural = widths.reduce(0, +) + 3 * (header.count - 1)
    guard natural > columns, columns < 60 else {
      return TableLayout(
        [header.map { Line($0) }] + rows, header.map { _ in .left }, look.theme, look.glyphs
      ).lines(columns: columns)
    }
    return rows.flatMap { row in
      let rest = zip(header, row).dropFirst().filter { $0.1.width > 0 }
      let sentence = rest.enumerated().reduce(row[0].adding(look.theme[.strong])) { line, cell in
        line + Line("\(cell.offset == 0 ? ": " : ", ")\(cell.element.0) ") + cell.element.1
      }
      return sentence.wrapped(to: columns)
    }
  }
}
