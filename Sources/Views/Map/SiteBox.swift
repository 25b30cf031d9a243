import Emulation

/// How much of the map is shown.
enum MapDetail: CaseIterable {
  /// All that there is.
  case everything
  /// What Skupper made for itself is counted only, as long as it is well.
  case folded
  /// No headings either.
  case brief
}

/// What stands in the box of a site, line by line.
struct SiteBox {
  let site: SiteMap.Site
  let map: SiteMap
  let look: Look
  let columns: Int
  let detail: MapDetail

  /// The title in the box's upper edge.
  var title: Line {
    look.text(site.standing.sign(look.glyphs), site.standing.role) + Line(" ")
      + look.text(site.name, .strong)
  }

  /// The line at the lower edge.
  var router: Line {
    guard let router = site.router else { return look.state(.open, "no router") }
    let wordings = router.wordings.map { look.state(router.standing, $0) }
    return wordings.first { $0.width <= columns } ?? wordings[wordings.count - 1]
  }

  /// What stands between.
  var lines: [Line] {
    guard site.answers else { return [look.state(.failed, "does not answer")] }
    var lines = heading(place)
    if site.pods.isEmpty, site.services.isEmpty { return lines + [look.text("no pods yet", .dim)] }
    let pods = site.pods.filter { !isFolded($0) }
    lines += heading("pods") + pods.flatMap { entry($0) }
    lines += folded(site.pods.count { isFolded($0) }, "pod", ", ready")
    let services = site.services.filter { detail == .everything || !$0.isSystem }
    if !services.isEmpty { lines += heading("services") + services.flatMap { entry($0) } }
    lines += folded(site.services.count - services.count, "service")
    let routes = site.routes.filter { detail == .everything || !$0.isSystem }
    if !routes.isEmpty { lines += heading("routes") + routes.map { entry($0) } }
    lines += folded(site.routes.count - routes.count, "route")
    if detail == .brief { lines += brief }
    return lines
  }

  private var place: String {
    let namespace = site.namespace == site.name ? "" : "namespace \(site.namespace)"
    return [site.platform, namespace].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private func heading(_ text: String) -> [Line] {
    detail == .brief || text.isEmpty
      ? [] : [look.text(text, .dim).truncated(to: columns, look.glyphs)]
  }

  private func isFolded(_ pod: SiteMap.Pod) -> Bool {
    detail != .everything && pod.isSystem && pod.standing == .passed
  }

  private func folded(_ count: Int, _ noun: String, _ state: String = "") -> [Line] {
    guard count > 0, detail == .folded else { return [] }
    let text = "and \(counted(count, noun)) of Skupper\(state)"
    return [look.text(text, .dim).truncated(to: columns, look.glyphs)]
  }

  /// One line for all that Skupper made for itself.
  private var brief: [Line] {
    let counts = [
      (site.pods.count { isFolded($0) }, "pod"),
      (site.services.count { $0.isSystem }, "service"),
      (site.routes.count { $0.isSystem }, "route"),
    ].filter { $0.0 > 0 }
    if counts.isEmpty { return [] }
    let words = counts.map { counted($0.0, $0.1) }.joined(separator: ", ")
    let long = look.text("and \(words) of Skupper", .dim)
    let short = look.text("and \(counts.reduce(0) { $0 + $1.0 }) of Skupper", .dim)
    return [long.width <= columns ? long : short.truncated(to: columns, look.glyphs)]
  }

  private func entry(_ pod: SiteMap.Pod) -> [Line] {
    let state = [pod.state, pod.restartWords ?? ""].filter { !$0.isEmpty }
      .joined(separator: ", ")
    let isPlain = pod.ready == pod.containers && pod.containers == 1
    let ready = isPlain ? "" : "\(pod.ready)/\(pod.containers) "
    return entry(
      pod.standing, label(of: pod), tail: tail(of: pod), [ready + state, state],
      role: pod.standing.role)
  }

  /// Pods of one app are told apart by the end of their names.
  private func label(of pod: SiteMap.Pod) -> String {
    site.pods.count { $0.app == pod.app } > 1 ? pod.app + tail(of: pod) : pod.app
  }

  private func tail(of pod: SiteMap.Pod) -> String {
    guard site.pods.count(where: { $0.app == pod.app }) > 1,
      let last = pod.name.split(separator: "-").last, pod.name != pod.app
    else { return "" }
    return "-\(last)"
  }

  private func entry(_ service: SiteMap.Service) -> [Line] {
    let behind = site.backing(of: service, on: map)
    return entry(
      site.standing(of: service, on: map), service.place, tail: "",
      ["\(look.glyphs.arrowRight) \(behind)"], role: .text)
  }

  private func entry(_ route: SiteMap.Route) -> Line {
    (look.text(look.glyphs.link, .dim) + Line(" \(route.host)")).truncated(
      to: columns, look.glyphs)
  }

  /// A sign and a name at the left, and a state at the right, or below where there is no room; of
  /// the state's wordings the longest comes first.
  private func entry(
    _ standing: Standing, _ name: String, tail: String, _ wordings: [String], role: Role
  ) -> [Line] {
    let sign = look.text(standing.sign(look.glyphs), standing.role) + Line(" ")
    let right = look.text(wordings[0], role)
    let room = columns - sign.width - right.width - 1
    if room >= min(Line(name).width, 12) {
      return [sign + shortened(name, tail, to: room).padded(to: room + 1) + right]
    }
    let states = wordings.map { look.text($0, role) }
    let below =
      states.first { $0.width <= columns - 2 }.map { [$0] }
      ?? wordings[wordings.count - 1].split(separator: ",").map { part in
        look.text(String(part.drop { $0 == " " }), role)
      }
    return [sign + shortened(name, tail, to: columns - sign.width)]
      + below.map { (Line("  ") + $0).truncated(to: columns, look.glyphs) }
  }

  /// The name cut in front of its tail.
  private func shortened(_ name: String, _ tail: String, to columns: Int) -> Line {
    let line = Line(name)
    guard line.width > columns, !tail.isEmpty else {
      return line.truncated(to: columns, look.glyphs)
    }
    let head = Line(String(name.dropLast(tail.count)))
    return head.truncated(to: max(1, columns - Line(tail).width), look.glyphs) + Line(tail)
  }
}
