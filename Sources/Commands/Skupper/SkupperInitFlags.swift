import Skupper

/// The flags of `skupper init`, and the options that they make.
extension SkupperCommand {
  static func initialise(_ profile: TextProfile) -> SkupperCommand {
    SkupperCommand(
      "init", "", "Initialise skupper installation", flags: initFlags(profile),
      body: initialiseSite)
  }

  private static func initFlags(_ profile: TextProfile) -> [SkupperFlag] {
    var flags = [
      SkupperFlag("site-name", "Provide a specific name for this site"),
      SkupperFlag("ingress", "How other sites reach this one"),
      SkupperFlag("ingress-host", "The host of the ingress"),
      SkupperFlag("router-ingress-host", "The host of the ingress to the router"),
      SkupperFlag("controller-ingress-host", "The host of the ingress to the controller"),
      SkupperFlag("router-mode", "Skupper router-mode", standard: "interior"),
      SkupperFlag("labels", type: "strings", "Labels to add to all objects"),
      SkupperFlag("annotations", type: "strings", "Annotations to add to the site"),
      SkupperFlag("ingress-annotations", type: "strings", "Annotations to add to ingresses"),
      SkupperFlag("router-service-annotations", type: "strings", "Annotations of the service"),
      SkupperFlag("controller-service-annotation", type: "strings", "Annotations of the service"),
      SkupperFlag("router-logging", "Logging settings for the router"),
      SkupperFlag("router-debug-mode", "Debug mode of the router"),
      SkupperFlag(
        "enable-console", type: "", "Enable the console",
        standard: String(profile.consoleByDefault)),
      SkupperFlag(
        "console-auth", "Who may enter the console: 'openshift', 'internal', 'unsecured'",
        standard: profile.consoleAuthentication),
      SkupperFlag("console-user", "The console's user (with internal)"),
      SkupperFlag("console-password", "The console's password (with internal)"),
      SkupperFlag("console-ingress", "How people reach the console"),
      SkupperFlag("enable-rest-api", type: "", "Enable REST API", standard: "false"),
      SkupperFlag(
        "create-network-policy", type: "", "Create a network policy", standard: "false"),
      SkupperFlag(
        "enable-service-sync", type: "", "Participate in service synchronisation",
        standard: "true"),
      SkupperFlag("service-sync-site-ttl", type: "duration", "Time to live of a site's services"),
      SkupperFlag("routers", type: "int", "Number of routers", standard: "0"),
      SkupperFlag("timeout", type: "duration", "Longest wait", standard: "2m0s"),
      SkupperFlag("run-as-user", type: "int", "The user of the pods"),
      SkupperFlag("run-as-group", type: "int", "The group of the pods"),
    ]
    if profile.hasFlowCollector {
      flags += [
        SkupperFlag(
          "enable-flow-collector", type: "", "Collect flows for the console", standard: "false"),
        SkupperFlag("flow-collector-record-ttl", type: "duration", "How long flows are kept"),
      ]
    }
    if profile.hasPrometheus {
      flags += [
        SkupperFlag("router-data-connection-count", "Data connections of a link"),
        SkupperFlag("enable-cluster-permissions", type: "", "Ask for cluster permissions"),
        SkupperFlag("enable-skupper-events", type: "", "Record events", standard: "true"),
      ]
    }
    for family in tuningFamilies(profile) {
      for option in tuningOptions {
        flags.append(SkupperFlag("\(family)-\(option)", "The \(family)'s \(option)"))
      }
    }
    flags.append(SkupperFlag("router-load-balancer-ip", "The load balancer's address"))
    return flags
  }

  static func tuningFamilies(_ profile: TextProfile) -> [String] {
    ["router", "controller", "config-sync"] + (profile.hasFlowCollector ? ["flow-collector"] : [])
      + (profile.hasPrometheus ? ["prometheus-server"] : [])
  }

  static let tuningOptions = [
    "cpu", "memory", "cpu-limit", "memory-limit", "node-selector", "pod-affinity",
    "pod-antiaffinity",
  ]
}

extension SiteOptions {
  /// The options that a call of `init` asks for.
  init(_ call: SkupperCall, hasRoutes: Bool) throws(SkupperError) {
    let named = call.text("site-name")
    self.init(siteName: named.isEmpty ? try call.namespace() : named)
    mode = try Self.mode(call.text("router-mode"))
    let way = call.text("ingress")
    ingress = way.isEmpty ? (hasRoutes ? .route : .loadBalancer) : try Self.ingress(way)
    ingressHost = call.text("ingress-host")
    routerIngressHost = call.text("router-ingress-host")
    controllerIngressHost = call.text("controller-ingress-host")
    labels = try pairs(call.flags.all("labels"), of: "labels")
    annotations = try pairs(call.flags.all("annotations"), of: "annotations")
    routerLogging = call.text("router-logging")
    routerDebugMode = call.text("router-debug-mode")
    console = call.isSet("enable-console")
    flowCollector = call.isSet("enable-flow-collector")
    consoleAuthentication = call.text("console-auth")
    consoleUser = call.text("console-user")
    consolePassword = call.text("console-password")
    restAPI = call.isSet("enable-rest-api")
    networkPolicy = call.isSet("create-network-policy")
    serviceSync = call.isSet("enable-service-sync")
    if call.flags.isGiven("service-sync-site-ttl") {
      serviceSyncTTLSeconds = try call.seconds("service-sync-site-ttl")
    }
    routers = try call.number("routers")
    for family in SkupperCommand.tuningFamilies(call.profile) {
      for option in SkupperCommand.tuningOptions {
        let text = call.text("\(family)-\(option)")
        if !text.isEmpty { tuning["\(family)-\(option)"] = text }
      }
    }
    if call.flags.isGiven("flow-collector-record-ttl") {
      let ttl = try call.seconds("flow-collector-record-ttl")
      if ttl < 60 {
        throw SkupperError("The minimum value for flow-collector-record-ttl is 1 minute")
      }
      tuning["flow-collector-record-ttl"] = "\(ttl)s"
    }
    if try call.seconds("timeout") <= 0 { throw SkupperError("invalid timeout value") }
  }

  private func pairs(_ items: [String], of flag: String) throws(SkupperError)
    -> [String: String]
  {
    var pairs: [String: String] = [:]
    for item in items {
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard !parts[0].isEmpty else {
        throw .usage("invalid value \"\(item)\" for \"--\(flag)\": it must be key=value")
      }
      pairs[String(parts[0])] = parts.count == 2 ? String(parts[1]) : ""
    }
    return pairs
  }
}
