import Emulation

/// What the map shows between two sites: a link, or the way from those who use an address to what
/// serves it.
struct MapArrow {
  /// The place of the site that it starts at.
  var from: Int
  /// The place of the site that it leads to; nothing while that is not known.
  var to: Int?
  /// Whether something can pass.
  var isSolid: Bool
  /// What it says, the longest wording first.
  var words: [Line]
  /// More that is worth a line of its own.
  var reason: Line?
  /// The look of its line.
  var style: Style

  /// Whether it leads from one site to another.
  var isBetweenSites: Bool { to != nil && to != from }
}

extension SiteMap {
  /// The links, then the addresses with who uses them.
  func arrows(_ look: Look) -> (links: [MapArrow], addresses: [MapArrow]) {
    (links.compactMap { arrow($0, look) }, addressArrows(look))
  }

  private func place(_ name: String) -> Int? { sites.firstIndex { $0.name == name } }

  private func arrow(_ link: Link, _ look: Look) -> MapArrow? {
    guard let from = place(link.from) else { return nil }
    let isUp = link.state == .connected
    let short = look.state(link.standing, "\(link.name) \(link.state.rawValue)")
    let long = link.details.isEmpty ? short : short + Line(", \(link.details)")
    return MapArrow(
      from: from, to: link.to.flatMap(place), isSolid: isUp, words: [long, short],
      reason: isUp ? nil : link.reason.map { look.text($0) },
      style: look.theme[link.state == .failed ? .bad : .border])
  }

  private func addressArrows(_ look: Look) -> [MapArrow] {
    var arrows: [MapArrow] = []
    var shown: Set<Flow> = []
    for address in addresses {
      if address.targets.isEmpty {
        for place in address.listeners.prefix(1).compactMap(place) {
          let words = look.state(.waiting, "\(address.place), no target yet")
          arrows.append(note(words, at: place, look))
        }
        continue
      }
      let count = arrows.count
      for target in address.targets {
        let users = address.listeners.filter { !address.targets.contains($0) }
        let flows = flows.filter { $0.address == address.name && $0.to == target }
        shown.formUnion(flows)
        for user in users + flows.map(\.from).filter({ !users.contains($0) }) {
          let flow = flows.first { $0.from == user }
          guard let from = place(user), let to = place(target) else { continue }
          if address.cutOff.contains(user) {
            arrows.append(cut(address, from, to, look))
          } else {
            arrows.append(arrow(address.place, address.name, flow, from, to, look))
          }
        }
      }
      if count == arrows.count, let place = address.targets.lazy.compactMap(place).first {
        arrows.append(note(look.state(.open, "\(address.place), not used yet"), at: place, look))
      }
    }
    for flow in flows where !shown.contains(flow) {
      guard let from = place(flow.from), let to = place(flow.to) else { continue }
      arrows.append(arrow(flow.address, flow.address, flow, from, to, look))
    }
    return arrows
  }

  private func arrow(
    _ long: String, _ short: String, _ flow: Flow?, _ from: Int, _ to: Int, _ look: Look
  ) -> MapArrow {
    let counts = flow?.counts ?? ""
    let isMoving = flow.map { $0.isActive || $0.open > 0 } ?? false
    func words(_ name: String, _ parts: [String]) -> Line {
      let signs = MapSigns(look.glyphs)
      let mark = isMoving ? look.text("\(signs.flow) ", .good) : Line()
      let rest = parts.filter { !$0.isEmpty }.joined(separator: ", ")
      return mark + look.text(name, .strong) + Line(rest.isEmpty ? "" : " \(rest)")
    }
    let open = flow.map { $0.open > 0 ? "\($0.open) open" : counts } ?? ""
    return MapArrow(
      from: from, to: to, isSolid: true,
      words: [
        words(long, [counts, flow?.speed ?? ""]), words(long, [counts]), words(long, [open]),
        words(short, [open]),
      ], style: look.theme[isMoving ? .good : .border])
  }

  /// A way that nothing passes.
  private func cut(_ address: Address, _ from: Int, _ to: Int, _ look: Look) -> MapArrow {
    MapArrow(
      from: from, to: to, isSolid: false,
      words: [address.place, address.name].map { look.state(.failed, "\($0) not reached") },
      style: look.theme[.bad])
  }

  private func note(_ words: Line, at place: Int, _ look: Look) -> MapArrow {
    MapArrow(
      from: place, to: place, isSolid: false, words: [words], style: look.theme[.border])
  }
}
