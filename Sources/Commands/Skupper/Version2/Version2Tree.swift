import Skupper

/// What `skupper` of version 2 can be asked, as one table.
extension SkupperCommand {
  /// The whole tree in the shape of a release.
  static func version2(_ profile: TextProfile, _ texts: Version2Texts) -> SkupperCommand {
    SkupperCommand(
      group: "skupper", "Connect services of several clusters as if they were in one",
      [
        site(texts), tokens, links, services(.listener, texts), services(.connector, texts), system,
        SkupperCommand(
          group: "debug", "Debug the site",
          [
            SkupperCommand(
              "dump", "<filename>", "Store objects and logs of the site in an archive",
              body: debugDump)
          ]),
        SkupperCommand("version", "", "Print the version of the command") {
          (call) throws(SkupperError) in
          call.print("\(call.profile.siteVersion)\n")
        },
        SkupperCommand("manifest", "", "Print the versions of the components") {
          (call) throws(SkupperError) in call.print(Version2.manifest(call.profile))
        },
        SkupperCommand(
          "completion", "", "Output shell completion code for bash", body: completion),
      ])
  }

  private static func site(_ texts: Version2Texts) -> SkupperCommand {
    let access = [
      SkupperFlag(
        "enable-link-access", type: "", "Let other sites link to this one", standard: "false"),
      SkupperFlag("link-access-type", "How they reach it [route|loadbalancer|default]"),
      SkupperFlag("service-account", "The account under which the router runs"),
      SkupperFlag("enable-ha", type: "", "Run two routers", standard: "false"),
    ]
    return SkupperCommand(
      group: "site", "Manage the site of a namespace",
      [
        SkupperCommand(
          "create", "<name>", "Create a new site",
          flags: access + [timeout("3m0s"), wait(texts.siteWait)], body: createSite),
        SkupperCommand(
          "update", "[name]", "Change the settings of a site",
          flags: access + [timeout("30s"), wait("ready")], body: updateVersion2Site),
        SkupperCommand("status", "", "Show how the site is", body: version2SiteStatus),
        SkupperCommand(
          "delete", "[name]", "Delete a site",
          flags: [
            SkupperFlag(
              "all", type: "", "Delete everything of Skupper in the namespace too",
              standard: "false"), timeout("60s"), waitForEnd,
          ], body: deleteVersion2Site),
        SkupperCommand(
          "generate", "<name>", "Print the site as a resource", flags: access + [output],
          body: generateSite),
      ])
  }

  private static var tokens: SkupperCommand {
    SkupperCommand(
      group: "token", "Manage access tokens",
      [
        SkupperCommand(
          "issue", "<file>", "Write a token with which another site can link to this one",
          flags: [
            SkupperFlag(
              "redemptions-allowed", "r", type: "int", "How often the token can be redeemed",
              standard: "1"),
            SkupperFlag(
              "expiration-window", "e", type: "duration", "For how long it can be redeemed",
              standard: "15m0s"),
            cost, timeout("60s"),
          ], body: issueToken),
        SkupperCommand(
          "redeem", "<file>", "Link to the site that issued a token", flags: [timeout("60s")],
          body: redeemToken),
      ])
  }

  private static var links: SkupperCommand {
    let credentials = SkupperFlag("tls-credentials", "The Secret with the link's certificate")
    return SkupperCommand(
      group: "link", "Manage links to other sites",
      [
        SkupperCommand(
          "generate", "", "Print a link to this site as resources for another one",
          flags: [
            credentials, cost, output, timeout("60s"),
            SkupperFlag(
              "generate-credential", type: "", "Make the certificate as well", standard: "true"),
          ], body: generateLink),
        SkupperCommand(
          "update", "<name>", "Change a link",
          flags: [credentials, cost, timeout("60s"), wait("ready")],
          body: updateLink),
        SkupperCommand("status", "[name]", "Show how links are", flags: [output], body: showLinks),
        SkupperCommand(
          "delete", "<name>", "Delete a link", flags: [timeout("60s"), waitForEnd],
          body: deleteVersion2Link),
      ])
  }

  private static func services(_ kind: ServiceKind, _ texts: Version2Texts) -> SkupperCommand {
    let what = kind.rawValue
    let flags =
      [
        SkupperFlag("routing-key", "The key by which connectors and listeners find each other"),
        SkupperFlag(
          "host",
          kind == .listener
            ? "The name of the service" : "The host of the server, without a selector"),
        SkupperFlag("tls-credentials", "The Secret with certificates for TLS"),
        SkupperFlag("type", "The kind of traffic [tcp]", standard: "tcp"),
      ]
      + (kind == .listener
        ? []
        : [
          SkupperFlag("selector", "s", "The labels of the server's pods"),
          SkupperFlag("workload", "A resource whose pods serve, as in deployment/backend"),
          SkupperFlag(
            "include-not-ready", type: "", "Use pods that are not ready too", standard: "false"),
        ])
    return SkupperCommand(
      group: what, "Manage \(what)s",
      [
        SkupperCommand(
          "create", "<name> <port>", "Create a \(what)",
          flags: flags + [timeout("60s"), wait(texts.serviceWait)]
        ) { (call) throws(SkupperError) in try ServiceCommand(kind, call).create() },
        SkupperCommand(
          "update", "<name>", "Change a \(what)",
          flags: flags + [
            SkupperFlag("port", type: "int", "The port"), timeout("60s"), wait("configured"),
          ]
        ) { (call) throws(SkupperError) in try ServiceCommand(kind, call).update() },
        SkupperCommand("status", "[name]", "Show how \(what)s are", flags: [output]) {
          (call) throws(SkupperError) in try ServiceCommand(kind, call).status()
        },
        SkupperCommand("delete", "<name>", "Delete a \(what)", flags: [timeout("60s"), waitForEnd])
        { (call) throws(SkupperError) in try ServiceCommand(kind, call).delete() },
        SkupperCommand(
          "generate", "<name> <port>", "Print a \(what) as a resource", flags: flags + [output]
        ) { (call) throws(SkupperError) in try ServiceCommand(kind, call).generate() },
      ])
  }

  private static var system: SkupperCommand {
    SkupperCommand(
      group: "system", "Manage sites on the platforms podman, docker and linux",
      [
        "start", "stop", "reload", "install", "uninstall", "generate-bundle", "apply", "delete",
        "setup", "teardown",
      ].map { name in
        SkupperCommand(
          name, "", "Works on podman, docker and linux only",
          flags: [SkupperFlag("file", "f", "A file of resources")],
          isHidden: ["setup", "teardown"].contains(name)
        ) { (call) throws(SkupperError) in
          throw SkupperError(
            "\"skupper system \(name)\" works on the platforms podman, docker and linux; this site "
              + "runs on kubernetes")
        }
      })
  }

  private static let cost = SkupperFlag(
    "cost", "What traffic over the link costs, compared with other ways", standard: "1")
  private static let output = SkupperFlag("output", "o", "Print resources [json, yaml]")
  private static let waitForEnd = SkupperFlag(
    "wait", type: "", "Wait until it is gone", standard: "true")

  private static func timeout(_ standard: String) -> SkupperFlag {
    SkupperFlag("timeout", type: "duration", "The longest wait", standard: standard)
  }

  private static func wait(_ standard: String) -> SkupperFlag {
    SkupperFlag("wait", "What to wait for [ready, configured, none]", standard: standard)
  }
}
