/// What a site is told before it starts: `site.json` in its folder.
import Documents
import Kubernetes
import Platform

package struct SiteConfiguration: Hashable, Sendable {
  /// The site's name within its session.
  package var name: String
  /// What marks all processes of the session, in TRESTLE_SESSION.
  package var session: String
  /// The second number of the site's addresses: 127.BLOCK.0.0/16.
  package var block: Int
  /// The namespace that the site's people begin in.
  package var namespace: String
  package var isOpenShift: Bool
  /// What follows a route's name in its host.
  package var domain: String
  /// Which release's wording programs print, by product.
  package var profiles: [String: String]
  /// The images that can be had in the site.
  package var images: [ImageDescription]
  /// The folder of the names that all sites of the session know.
  package var dns: String
  /// Who the site's person is.
  package var user: String
  package var apiPort: Int
  /// Whether services of type LoadBalancer get an address before somebody adds a pool of them.
  package var handsOutAddresses = true
  /// Whether the namespace is there from the start; else somebody makes it.
  package var makesNamespace = true
  /// After how many seconds services of type LoadBalancer get an address; nothing for never.
  package var loadBalancerDelay: Int?
  /// Whether there are all projects of a real cluster from the start, or the few that matter.
  package var hasAllProjects = false

  /// Describes a site.
  package init(
    name: String, session: String, block: Int, namespace: String = "default",
    isOpenShift: Bool = true, domain: String? = nil, profiles: [String: String] = [:],
    images: [ImageDescription] = [], dns: String, user: String = "kubeadmin", apiPort: Int = 6443
  ) {
    self.name = name
    self.session = session
    self.block = block
    self.namespace = namespace
    self.isOpenShift = isOpenShift
    self.domain = domain ?? "apps.\(name).example"
    self.profiles = profiles
    self.images = images
    self.dns = dns
    self.user = user
    self.apiPort = apiPort
    // A cluster within one laptop has nothing that would hand out addresses.
    loadBalancerDelay = self.domain.hasSuffix("crc.testing") ? nil : 0
  }

  /// Reads a configuration; says which member is missing or wrong.
  package init(document: Value) throws(SiteError) {
    func text(_ key: String) throws(SiteError) -> String {
      guard let text = document[key]?.string, !text.isEmpty else {
        throw SiteError(.configuration, "site.json needs a text named \"\(key)\"")
      }
      return text
    }
    guard let block = document["block"]?.integer, (1...254).contains(block) else {
      throw SiteError(.configuration, "site.json needs a \"block\" from 1 to 254")
    }
    self.init(
      name: try text("name"), session: try text("session"), block: block,
      namespace: document["namespace"]?.string ?? "default",
      isOpenShift: document["platform"]?.string != "kubernetes",
      domain: document["domain"]?.string,
      profiles: document["profiles"]?.object?.strings ?? [:],
      images: (document["images"]?.array ?? []).compactMap { ImageDescription($0) },
      dns: try text("dns"), user: document["user"]?.string ?? "kubeadmin",
      apiPort: document["apiPort"]?.integer ?? 6443)
    handsOutAddresses = document["handsOutAddresses"]?.bool ?? true
    makesNamespace = document["makesNamespace"]?.bool ?? true
    if let delay = document["loadBalancerDelay"] { loadBalancerDelay = delay.integer }
    hasAllProjects = document["hasAllProjects"]?.bool ?? false
  }

  /// The configuration as `site.json` holds it.
  package var document: Value {
    [
      "name": Value(name), "session": Value(session), "block": Value(block),
      "namespace": Value(namespace), "platform": isOpenShift ? "openshift" : "kubernetes",
      "domain": Value(domain), "profiles": Value(profiles),
      "images": .array(images.map(\.value)), "dns": Value(dns), "user": Value(user),
      "apiPort": Value(apiPort), "handsOutAddresses": .bool(handsOutAddresses),
      "makesNamespace": .bool(makesNamespace),
      "loadBalancerDelay": loadBalancerDelay.map { Value($0) } ?? .null,
      "hasAllProjects": .bool(hasAllProjects),
    ]
  }

  /// Reads `site.json` in a folder.
  package static func read(directory: String) throws(SiteError) -> SiteConfiguration {
    let path = "\(directory)/site.json"
    let document: Value
    do {
      document = try JSON.parse(try Files.read(path))
    } catch {
      throw SiteError(.configuration, "\(path) could not be read: \(error)")
    }
    return try SiteConfiguration(document: document)
  }

  /// Writes `site.json` into a folder, which is made.
  package func write(directory: String) throws(SiteError) {
    do {
      try Files.makeDirectory(directory, mode: 0o700)
      try Files.write("\(directory)/site.json", text: document.json(indent: 2), mode: 0o600)
    } catch {
      throw SiteError(.files, "\(error)")
    }
  }
}

extension SiteConfiguration {
  /// The address of the node: API, ingress, node ports.
  package var nodeAddress: String { "127.\(block).0.1" }

  /// The host that people know the API by, from the domain of the routes: `apps-crc.testing`
  /// belongs to `api.crc.testing`.
  package var apiHost: String {
    for prefix in ["apps.", "apps-"] where domain.hasPrefix(prefix) {
      return "api.\(domain.dropFirst(prefix.utf8.count))"
    }
    return "api.\(domain)"
  }

  /// The address of the API as people write it.
  package var apiURL: String { "https://\(apiHost):\(apiPort)" }

  /// Whether services of type LoadBalancer get an address.
  package var hasLoadBalancer: Bool { handsOutAddresses && loadBalancerDelay != nil }

  /// The name of the cluster in configuration files, as `oc login` makes it.
  package var clusterName: String {
    "\(String(apiHost.map { $0 == "." ? "-" : $0 })):\(apiPort)"
  }
}

/// Why a site could not do something.
package struct SiteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of failure it is.
  package enum Code: Hashable, Sendable {
    case configuration, files, network, certificates, start
    /// The site's process ended before it could say how it stands.
    case killed
  }

  package let code: Code
  package let description: String

  /// A failure with a sentence that says what, why and what to do.
  package init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
