/// What `skupper init` refuses: each rule is one message.
extension SiteOptions {
  /// An error when the options contradict each other or the cluster.
  /// - Parameter hasRoutes: whether the cluster is an OpenShift one.
  package func check(_ profile: TextProfile, hasRoutes: Bool) throws(SkupperError) {
    if ingress == .route && !hasRoutes {
      throw SkupperError("OpenShift cluster not detected for --ingress type route")
    }
    if ingress == .nodePort && ingressHost.isEmpty && routerIngressHost.isEmpty {
      throw SkupperError(
        "One of --ingress-host or --router-ingress-host option is required when using "
          + "\"--ingress nodeport\"")
    }
    if ingress == .contour && ingressHost.isEmpty {
      throw SkupperError(
        "--ingress-host option is required when using \"--ingress contour-http-proxy\"")
    }
    if let problem = Self.loggingProblem(routerLogging) {
      throw SkupperError("Bad value for --router-logging: \(problem)")
    }
    if serviceSyncTTLSeconds != 0 && serviceSyncTTLSeconds < 60 {
      throw SkupperError("The minimum value for service-sync-site-ttl is 1 minute")
    }
    if profile.hasPrometheus { try checkConsole() }
    if profile.hasTokenStatus {
      if siteName.contains(" ") {
        throw SkupperError("invalid skupper site name: value contains spaces")
      }
      if routers < 0 {
        throw SkupperError("invalid number for routers: value is not positive")
      }
    }
  }

  /// The mode that a word names.
  package static func mode(_ word: String) throws(SkupperError) -> RouterMode {
    guard let mode = RouterMode(rawValue: word) else {
      throw SkupperError(
        "invalid \"--router-mode=\(word)\", it must be one of \"interior, edge\"")
    }
    return mode
  }

  /// The way in that a word names.
  package static func ingress(_ word: String) throws(SkupperError) -> Ingress {
    guard let ingress = Ingress(rawValue: word) else {
      let known = Ingress.allCases.map(\.rawValue).joined(separator: ", ")
      throw SkupperError("invalid ingress type: \(word), it must be one of \(known)")
    }
    return ingress
  }

  private func checkConsole() throws(SkupperError) {
    if flowCollector && !console {
      throw SkupperError(
        "The --enable-flow-collector option must be used with the --enable-console option")
    }
    if console && !["internal", "unsecured", "openshift"].contains(consoleAuthentication) {
      throw SkupperError(
        "the --console-auth option must contain one of these values: "
          + "[internal unsecured openshift]")
    }
    if consoleAuthentication != "internal" && !(consoleUser.isEmpty && consolePassword.isEmpty) {
      throw SkupperError(
        "for the console to work with this user or password, the --console-auth option must be "
          + "set to internal")
    }
  }

  private static func loggingProblem(_ text: String) -> String? {
    let levels = ["trace", "debug", "info", "notice", "warning", "error"]
    for item in text.split(separator: ",") {
      let level = item.split(separator: ":").last ?? ""
      if !levels.contains(String(level)) { return "Invalid logging level \(level)" }
    }
    return nil
  }
}
