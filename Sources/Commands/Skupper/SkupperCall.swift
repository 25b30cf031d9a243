import Documents
import HTTP
import Kubernetes
import KubernetesClient
import Platform
import Skupper

/// One call of a `skupper` command: what was asked, in which surroundings.
final class SkupperCall {
  let flags: ParsedFlags
  let environment: [String: String]
  let printer: Printer
  let profile: TextProfile
  private let standards: [SkupperFlag]
  private let warnings = WarningPrinter()
  private var madeClient: KubernetesClient?
  private var chosenNamespace: String?

  init(
    flags: ParsedFlags, standards: [SkupperFlag], environment: [String: String],
    printer: Printer, profile: TextProfile
  ) {
    self.flags = flags
    self.standards = standards
    self.environment = environment
    self.printer = printer
    self.profile = profile
  }

  var words: [String] { flags.positionals }

  /// The time that expiries are counted from.
  var now: Timestamp { Timestamp(seconds: Int(WallTime.now().seconds)) }

  func print(_ text: String) { printer.out(text) }

  /// A flag's value, or what it is without one.
  func text(_ flag: String) -> String {
    flags[flag] ?? standards.first { $0.flag.name == flag }?.standard ?? ""
  }

  /// Whether a truth is set, by the call or by itself.
  func isSet(_ flag: String) -> Bool { text(flag) == "true" }

  /// A flag that is a whole number.
  func number(_ flag: String) throws(SkupperError) -> Int {
    let text = text(flag)
    guard let number = Int(text) else {
      throw .usage(
        "invalid argument \"\(text)\" for \"--\(flag)\" flag: strconv.ParseInt: parsing "
          + "\"\(text)\": invalid syntax")
    }
    return number
  }

  /// A flag that is a duration, in seconds.
  func seconds(_ flag: String) throws(SkupperError) -> Int {
    let text = text(flag)
    guard let seconds = Duration.seconds(in: text) else {
      throw .usage(
        "invalid argument \"\(text)\" for \"--\(flag)\" flag: time: invalid duration \"\(text)\"")
    }
    return seconds
  }

  /// Refuses platforms that there are not.
  /// - Parameter path: the command's name and the names of the groups above it.
  func checkPlatform(_ path: [String]) throws(SkupperError) {
    let chosen = flags["platform"] ?? environment["SKUPPER_PLATFORM"] ?? ""
    let others = profile.version2 == nil ? ["podman"] : ["podman", "docker", "linux"]
    if ["", "kubernetes"].contains(chosen) { return }
    guard others.contains(chosen) else {
      throw profile.version2 == nil
        ? SkupperError("invalid platform: \(chosen)")
        : .usage("platform \"\(chosen)\" not supported")
    }
    if profile.version2 != nil, path.suffix(2) == ["token", "issue"] {
      throw SkupperError("command not supported by the selected platform")
    }
    throw SkupperError(
      "the platform \(chosen) is not available here; every site of a lab runs on kubernetes")
  }
}

/// The cluster.
extension SkupperCall {
  /// The client for the call's context and namespace.
  func client() throws(SkupperError) -> KubernetesClient {
    if let madeClient { return madeClient }
    let configuration: Kubeconfig
    do {
      configuration = try KubeconfigFiles.load(
        explicit: flags["kubeconfig"], environment: environment
      ).merged
    } catch {
      throw SkupperError(
        error.text.hasPrefix("error: ") ? String(error.text.dropFirst(7)) : error.text)
    }
    guard let context = flags["context"] ?? configuration.currentContext else {
      throw SkupperError(
        "invalid configuration: no configuration has been provided. Please point to an "
          + "existing, valid kubeconfig file.")
    }
    let namespace =
      flags["namespace"] ?? configuration.context(context)?.namespace ?? "default"
    chosenNamespace = namespace
    let warnings = warnings
    let printer = printer
    let client = try asked { () throws(ClientError) in
      try KubernetesClient(
        try Trust.access(configuration, context: context, environment), namespace: namespace,
        restartPatience: SiteRestart.patience(environment)
      ) { text in
        if warnings.isNew(text) { printer.err("Warning: \(text)\n") }
      }
    }
    madeClient = client
    return client
  }

  /// The namespace that the call is about.
  func namespace() throws(SkupperError) -> String {
    _ = try client()
    return chosenNamespace ?? "default"
  }

  /// Whether the cluster knows routes, which makes it an OpenShift one.
  func hasRoutes() throws(SkupperError) -> Bool {
    let client = try client()
    do {
      try client.request("GET", "/apis/route.openshift.io/v1")
      return true
    } catch  where error.isNotFound {
      return false
    } catch {
      throw SkupperError(error.description)
    }
  }

  /// Runs a request; its failure becomes the command's.
  @discardableResult
  func asked<Result>(_ body: () throws(ClientError) -> Result) throws(SkupperError) -> Result {
    do {
      return try body()
    } catch {
      throw SkupperError(error.description)
    }
  }

  func find(_ type: ResourceType, _ name: String) throws(SkupperError) -> Value? {
    let client = try client()
    return try asked { () throws(ClientError) in try client.find(type, name) }
  }

  func list(_ type: ResourceType, labels: String? = nil) throws(SkupperError) -> [Value] {
    let client = try client()
    return try asked { () throws(ClientError) in try client.list(type, labels: labels) }
  }

  /// Makes an object unless it is there or the cluster has no such type; tells whether it made one.
  @discardableResult
  func ensure(_ object: Value) throws(SkupperError) -> Bool {
    let client = try client()
    guard
      let type = ResourceType.with(
        apiVersion: object["apiVersion"]?.string ?? "", kind: object["kind"]?.string ?? "")
    else { return false }
    do {
      try client.create(type, object)
      return true
    } catch  where error.isAlreadyExists || error.status?.message == StatusError.unknownPath.message
    {
      return false
    } catch {
      throw SkupperError(error.description)
    }
  }
}

/// The site.
extension SkupperCall {
  /// The site of the namespace; nothing when there is none.
  func site() throws(SkupperError) -> SiteIdentity? {
    guard let object = try find(.configMaps, ObjectName.site), !object.isBeingDeleted else {
      return nil
    }
    var site = SiteIdentity(
      site: object, profile: profile, platform: environment["TRESTLE_PLATFORM"] ?? "kubernetes")
    site.registry = registry
    return site
  }

  /// Where a site's images come from.
  var registry: String { environment["SKUPPER_IMAGE_REGISTRY"] ?? "quay.io/skupper" }

  /// The site with all that status commands look at; nothing when there is none.
  func view() throws(SkupperError) -> SiteView? {
    guard let site = try site() else { return nil }
    let client = try client()
    let secrets = try list(.secrets, labels: Label.type)
    var view = SiteView(site: site, links: secrets.compactMap(Link.init(secret:)))
    view.definitions = ServiceDefinition.all(in: try find(.configMaps, ObjectName.services))
    view.router = try routerStatus(client, namespace: site.namespace)
    let access = try entrance(of: site)
    view.consoleURL = access.consoleURL
    view.routerHost = access.interRouter?.host ?? ""
    return view
  }

  /// How the site is reached from outside.
  func entrance(of site: SiteIdentity) throws(SkupperError) -> SiteEntrance {
    let isByRoute = site.options.ingress == .route
    return SiteEntrance(
      site: site, routes: isByRoute ? try list(.routes) : [],
      services: isByRoute ? [] : try list(.services),
      lowPorts: environment["TRESTLE_NET_LOWPORTS"].flatMap { Int($0) } ?? 0)
  }

  /// What a ready router of the site tells; nothing while there is none.
  func routerStatus(_ client: KubernetesClient, namespace: String) throws(SkupperError)
    -> RouterStatus?
  {
    let pods = try list(.pods, labels: "\(Label.component)=router")
    for pod in pods where pod.holds("Ready") && !pod.isBeingDeleted {
      let path =
        "/api/v1/namespaces/\(namespace)/pods/\(pod.name):\(SitePort.routerHTTP)/proxy/status"
      if let document = try? client.request("GET", path), let status = RouterStatus(document) {
        return status
      }
    }
    return nil
  }
}
