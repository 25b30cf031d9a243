import Documents
import Kubernetes

/// What status commands look at: the objects of a site and, once its router answers, the network.
package struct SiteView: Sendable {
  package var site: SiteIdentity
  package var definitions: [String: ServiceDefinition]
  package var links: [Link]
  /// Nothing while no router is ready.
  package var router: RouterStatus?
  /// Where people open the console; nothing when they cannot.
  package var consoleURL: String?
  /// Where the router can be reached from outside.
  package var routerHost: String
  package var pods: [Value]

  package init(
    site: SiteIdentity, definitions: [String: ServiceDefinition] = [:], links: [Link] = [],
    router: RouterStatus? = nil, consoleURL: String? = nil, routerHost: String = "",
    pods: [Value] = []
  ) {
    self.site = site
    self.definitions = definitions
    self.links = links
    self.router = router
    self.consoleURL = consoleURL
    self.routerHost = routerHost
    self.pods = pods
  }

  var profile: TextProfile { site.profile }

  /// How a link is doing, in one word's stead: nothing when it is up, else why not, if known.
  package func problem(of link: Link) -> LinkProblem? {
    if link.isClaim { return LinkProblem(reason: link.reason) }
    guard let live = router?.links.first(where: { $0.isOutgoing && $0.name == link.name }) else {
      return LinkProblem(reason: link.reason)
    }
    if live.state == .connected { return nil }
    return LinkProblem(reason: live.reason ?? link.reason)
  }
}

/// Why a link is not up.
package struct LinkProblem: Sendable, Equatable {
  package var reason: String?
}
