/// Which release's wording and shape a site and its commands have. Profiles are data: a release is
/// a row of this table, and texts ask the row, never the version.
package struct TextProfile: Sendable, Equatable {
  /// How a list of links is set.
  package enum LinkListing: Sendable, Equatable { case bare, dashed, tabbed }

  /// When links from other sites are listed.
  package enum IncomingLinks: Sendable, Equatable { case never, always, onRequest }

  /// How `init` reports that it waits for the address of a load balancer.
  package enum LoadBalancerWait: Sendable, Equatable { case plain, seconds, once }

  package var name: String
  package var siteVersion: String
  package var routerVersion: String
  package var consoleByDefault = false
  package var loadBalancerWait = LoadBalancerWait.seconds
  package var waitsForStatus = false
  package var showsMode = true
  package var consoleSpacing = "  "
  package var linkVerb = "connected"
  package var listing = LinkListing.dashed
  package var incomingLinks = IncomingLinks.always
  package var namesPortsInService = false
  package var showsTargetNamespace = false
  package var claimsAtRouter = false
  package var hasFlowCollector = true
  package var hasPrometheus = false
  package var consoleAuthentication = "internal"
  package var collectorTTLMinutes = 15
  package var hasTokenStatus = false
  package var tellsClaimExpiration = false
  package var sayNotEnabledOnStatus = false
  package var fullSiteIdentifiers = false
  /// The program beside the router that hands it its configuration.
  package var adaptor = "config-sync"
  /// The ConfigMap that keeps the router's configuration.
  package var configurationName = ObjectName.configuration
  /// What the commands of version 2 say; nothing for version 1, which has others.
  package var version2: Version2Texts?
}

extension TextProfile {
  package static let v1_0 = TextProfile(
    name: "1.0", siteVersion: "1.0.2", routerVersion: "2.0.2", consoleByDefault: true,
    loadBalancerWait: .plain, linkVerb: "active", listing: .bare, incomingLinks: .never,
    hasFlowCollector: false, consoleAuthentication: "", collectorTTLMinutes: 0)
  package static let v1_2 = TextProfile(
    name: "1.2", siteVersion: "1.2.0", routerVersion: "2.2.0", consoleByDefault: true,
    linkVerb: "active", hasFlowCollector: false, consoleAuthentication: "",
    collectorTTLMinutes: 0)
  package static let v1_3 = TextProfile(
    name: "1.3", siteVersion: "1.3.0", routerVersion: "2.3.2", consoleAuthentication: "",
    collectorTTLMinutes: 30)
  package static let v1_4 = TextProfile(
    name: "1.4", siteVersion: "1.4.3", routerVersion: "2.4.3", listing: .tabbed,
    incomingLinks: .onRequest, showsTargetNamespace: true, hasPrometheus: true)
  package static let v1_5 = TextProfile(
    name: "1.5", siteVersion: "1.5.5", routerVersion: "2.5.3", loadBalancerWait: .once,
    waitsForStatus: true, showsMode: false, listing: .tabbed, namesPortsInService: true,
    showsTargetNamespace: true, claimsAtRouter: true, hasPrometheus: true,
    fullSiteIdentifiers: true)
  package static let v1_8 = TextProfile(
    name: "1.8", siteVersion: "1.8.8", routerVersion: "2.7.6", loadBalancerWait: .once,
    waitsForStatus: true, showsMode: false, consoleSpacing: " ", listing: .tabbed,
    namesPortsInService: true, showsTargetNamespace: true, claimsAtRouter: true,
    hasPrometheus: true, hasTokenStatus: true, tellsClaimExpiration: true,
    sayNotEnabledOnStatus: true, fullSiteIdentifiers: true)

  /// The profiles of version 1, oldest first.
  package static let all = [v1_0, v1_2, v1_3, v1_4, v1_5, v1_8]

  /// The oldest release that may join a network.
  package static let minimumSiteVersion = "0.8.0"

  /// The row for a release such as `1.3` or `1.3.0`: the newest row of its version that is not
  /// younger than it. Without a release, and for one of a version that there is not, the row of 1.3.
  package static func named(_ release: String?) -> TextProfile {
    guard let release, let wanted = SiteVersion(release) else { return v1_3 }
    let rows = (all + ofVersion2).filter { SiteVersion($0.name)?.major == wanted.major }
    return rows.first { $0.name == release }
      ?? rows.last { row in SiteVersion(row.name).map { $0.minor <= wanted.minor } ?? false }
      ?? rows.first ?? v1_3
  }
}

/// A site's version, as far as two of them can be compared.
package struct SiteVersion: Comparable, Sendable {
  package var major: Int
  package var minor: Int
  package var patch: Int

  /// Reads `1.3.0`, `v1.3` and `1.3.0-rc1`; nothing for texts without two numbers.
  package init?(_ text: String) {
    let trimmed = text.hasPrefix("v") ? text.dropFirst() : text[...]
    let numbers = trimmed.split(separator: ".", maxSplits: 2).map { part in
      Int(part.prefix { $0.isASCII && $0.isNumber })
    }
    guard numbers.count >= 2, let major = numbers[0], let minor = numbers[1] else { return nil }
    self.major = major
    self.minor = minor
    self.patch = numbers.count > 2 ? numbers[2] ?? 0 : 0
  }

  package static func < (left: SiteVersion, right: SiteVersion) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }
}
