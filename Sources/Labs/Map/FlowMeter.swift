import Platform
import Skupper
import Views

/// Turns what routers count into what happens now: how fast bytes pass, and whether anything does.
struct FlowMeter {
  private struct Path: Hashable {
    var address: String
    var from: String
    var to: String
  }

  private struct Count {
    var open = 0
    var total = 0
    var octets = 0
  }

  private struct Reading {
    var count: Count
    /// When the span began over which bytes are counted, and how many there were then.
    var spanStart: MonotonicTime
    var spanOctets: Int
    var bytesPerSecond = 0
    /// When something was last seen to happen.
    var lastActive: MonotonicTime?
  }

  /// After so long without anything a flow rests.
  static let calm = Duration.milliseconds(1500)
  /// Speeds are measured over no less.
  private static let span = Duration.milliseconds(400)
  private static let longestSpan = Duration.seconds(1)

  private var readings: [Path: Reading] = [:]
  private var sitesSeen: Set<String> = []

  /// When a flow that is active now comes to rest if nothing happens; nothing when none is.
  private(set) var nextCalm: MonotonicTime?

  /// The flows between sites at a moment.
  mutating func measure(_ sites: [SiteObservation], at now: MonotonicTime) -> [SiteMap.Flow] {
    let counts = counts(of: sites)
    readings = readings.filter { counts[$0.key] != nil }
    for (path, count) in counts {
      readings[path] = reading(of: path, count, at: now)
    }
    sitesSeen = Set(sites.filter { $0.router != nil }.map(\.name))
    nextCalm = readings.values.compactMap(\.lastActive).min().map { $0 + Self.calm }
    return readings.map { path, reading in
      SiteMap.Flow(
        path.address, from: path.from, to: path.to, open: reading.count.open,
        total: reading.count.total, bytesPerSecond: reading.bytesPerSecond,
        isActive: reading.lastActive != nil)
    }.sorted { ($0.address, $0.from, $0.to) < ($1.address, $1.from, $1.to) }
  }

  private func reading(of path: Path, _ count: Count, at now: MonotonicTime) -> Reading {
    // What a router had counted before it was first asked did not happen just now.
    let known = sitesSeen.contains(path.from) ? Count() : count
    var reading =
      readings[path] ?? Reading(count: known, spanStart: now, spanOctets: known.octets)
    if count.octets < reading.spanOctets {
      // The router was started anew.
      reading = Reading(count: Count(), spanStart: now, spanOctets: 0)
    }
    let isChanged =
      count.octets != reading.count.octets || count.total != reading.count.total
      || count.open != reading.count.open
    reading.count = count
    if isChanged { reading.lastActive = now }
    // Bytes after a long silence have not taken all of it.
    let elapsed = min(now - reading.spanStart, Self.longestSpan)
    if elapsed >= Self.span {
      let bytes = Double(count.octets - reading.spanOctets)
      reading.bytesPerSecond = Self.rounded(Int(bytes / elapsed.seconds))
      (reading.spanStart, reading.spanOctets) = (now, count.octets)
    }
    if let last = reading.lastActive, now - last >= Self.calm {
      reading.lastActive = nil
      reading.bytesPerSecond = 0
    }
    return reading
  }

  private func counts(of sites: [SiteObservation]) -> [Path: Count] {
    let names = NetworkNames(sites)
    var counts: [Path: Count] = [:]
    for site in sites {
      for flow in site.router?.flows ?? [] {
        guard let to = names[flow.site] else { continue }
        let address = flow.address.split(separator: ":").first.map(String.init) ?? flow.address
        var count = counts[Path(address: address, from: site.name, to: to)] ?? Count()
        count.open += flow.open
        count.total += flow.total
        count.octets += flow.octets
        counts[Path(address: address, from: site.name, to: to)] = count
      }
    }
    return counts
  }

  /// Two digits are as much as a glance takes in.
  private static func rounded(_ number: Int) -> Int {
    var scale = 1
    while number / scale >= 100 { scale *= 10 }
    return number / scale * scale
  }
}
