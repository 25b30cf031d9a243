import Skupper

/// What `skupper` can be asked, as one table.
extension SkupperCommand {
  /// The whole tree in the shape of a release.
  static func root(_ profile: TextProfile) -> SkupperCommand {
    SkupperCommand(
      group: "skupper", "Connect services of several clusters as if they were in one",
      [
        initialise(profile),
        SkupperCommand("delete", "", "Delete skupper installation", body: deleteSite),
        SkupperCommand(
          "update", "", "Update skupper installation version",
          flags: [
            SkupperFlag("force-restart", type: "", "Restart the site's pods", standard: "false")
          ], body: updateSite),
        SkupperCommand(
          "status", "", "Report the status of the current Skupper site",
          flags: profile.waitsForStatus
            ? [SkupperFlag("verbose", "v", type: "", "More details about the site")]
            : [SkupperFlag("timeout", type: "duration", "Longest wait", standard: "2m0s")],
          body: siteStatus),
        SkupperCommand(
          "version", "", "Report the version of the Skupper CLI and services", body: version),
        token(profile), link(profile),
        SkupperCommand(
          "expose", "[deployment <name>|pods <selector>|statefulset <name>|service <name>]",
          "Expose a set of pods through a Skupper address", flags: exposeFlags(profile),
          body: expose),
        SkupperCommand(
          "unexpose", "[deployment <name>|pods <selector>|statefulset <name>|service <name>]",
          "Unexpose a set of pods previously exposed through a Skupper address",
          flags: [
            SkupperFlag("address", "Skupper address the target was exposed as")
          ], body: unexpose),
        service(profile),
        SkupperCommand(
          group: "network", "Show information about the sites and services of the network",
          [
            SkupperCommand(
              "status", "", "Show information about the current site, and connected sites",
              flags: profile.fullSiteIdentifiers
                ? [SkupperFlag("verbose", "v", type: "", "More details about the network")]
                : [
                  SkupperFlag("site", "s", "Site identifier", standard: "all"),
                  SkupperFlag("timeout", type: "duration", "Longest wait", standard: "2m0s"),
                ], body: networkStatus)
          ]),
        SkupperCommand(
          group: "debug", "Debug skupper installation",
          [
            SkupperCommand(
              "dump", "<filename>", "Collect and store skupper logs, config, etc. to file",
              body: debugDump),
            SkupperCommand("events", "", "Show events of the site", body: debugEvents),
            SkupperCommand(
              "service", "<service-address>", "Check the state of a service",
              body: debugService),
          ]),
        SkupperCommand(
          "revoke-access", "", "Revoke all previously granted access to the site.",
          body: revokeAccess),
        SkupperCommand(
          "completion", "", "Output shell completion code for bash", body: completion),
        SkupperCommand(
          "gateway", "", "Manage skupper gateway definitions", body: gateway),
      ])
  }

  private static func token(_ profile: TextProfile) -> SkupperCommand {
    let create = SkupperCommand(
      "create", "<output-token-file>", "Create a token",
      flags: [
        SkupperFlag("name", "Provide a specific identity for the token", standard: "skupper"),
        SkupperFlag(
          "token-type", "t", "Type of token to create. Valid options are 'claim' or 'cert'",
          standard: "claim"),
        SkupperFlag("password", "p", "A password for the claim (only valid for claims)"),
        SkupperFlag(
          "expiry", type: "duration", "Expiration time for claim (only valid for claims)",
          standard: "15m0s"),
        SkupperFlag(
          "uses", type: "int", "Number of uses for which claim will be valid", standard: "1"),
      ], body: createToken)
    let status = SkupperCommand(
      "status", "<token-file>", "Show the status of a token", isHidden: !profile.hasTokenStatus,
      body: tokenStatus)
    return SkupperCommand(group: "token", "Manage skupper tokens", [create, status])
  }

  private static func link(_ profile: TextProfile) -> SkupperCommand {
    var statusFlags = [
      SkupperFlag(
        "wait", type: "int", "The number of seconds to wait for links to be up", standard: "0"),
      SkupperFlag(
        "verbose", profile.waitsForStatus ? "v" : nil, type: "", "More details about a link"),
    ]
    if !profile.waitsForStatus {
      statusFlags.append(
        SkupperFlag("timeout", type: "duration", "Longest wait", standard: "2m0s"))
    }
    if profile.incomingLinks == .onRequest {
      statusFlags.append(
        SkupperFlag("show-incoming-links", type: "", "Show links from other sites too"))
    }
    return SkupperCommand(
      group: "link", "Manage skupper links definitions",
      [
        SkupperCommand(
          "create", "<input-token-file>", "Links to another skupper site",
          flags: [
            SkupperFlag(
              "cost", type: "int32", "Specify a cost for this link.", standard: "1"),
            SkupperFlag("name", "Provide a specific name for the link"),
          ], body: createLink),
        SkupperCommand("delete", "<name>", "Remove specified link", body: deleteLink),
        SkupperCommand(
          "status", "<link-name>",
          "Check whether a link to another Skupper site is \(profile.linkVerb)",
          flags: statusFlags, body: linkStatus),
      ])
  }

  private static func service(_ profile: TextProfile) -> SkupperCommand {
    var statusFlags = [
      SkupperFlag("show-labels", type: "", "Show labels", standard: "false")
    ]
    if profile.namesPortsInService {
      statusFlags.append(SkupperFlag("verbose", "v", type: "", "More details about services"))
    }
    let target = [
      SkupperFlag("target-port", type: "strings", "The port of the target"),
      SkupperFlag("tls-trust", "Name of a secret with the certificate of the target's authority"),
      SkupperFlag(
        "publish-not-ready-addresses", type: "", "Send to pods that are not ready too"),
      SkupperFlag("target-namespace", "The namespace of the target"),
    ]
    return SkupperCommand(
      group: "service", "Manage skupper service definitions",
      [
        SkupperCommand(
          "create", "<name> <port...>", "Create a skupper service",
          flags: [
            SkupperFlag("protocol", "The protocol: tcp, http or http2", standard: "tcp"),
            SkupperFlag("mapping", "The protocol, by its older name"),
            SkupperFlag("aggregate", "How to put answers together: json or multipart"),
            SkupperFlag("event-channel", type: "", "Send to all targets, expect no answer"),
            SkupperFlag("enable-ingress", "Where to make a service for the address: Always, Never"),
            SkupperFlag("enable-tls", type: "", "Encrypt to the targets too"),
            SkupperFlag("generate-tls-secrets", type: "", "Encrypt to the targets too"),
          ], body: createService),
        SkupperCommand("delete", "<name>", "Delete a skupper service", body: deleteService),
        SkupperCommand(
          "bind", "<service-name> <target-type> <target-name>", "Bind a target to a service",
          flags: target, body: bindService),
        SkupperCommand(
          "unbind", "<service-name> <target-type> <target-name>",
          "Unbind a target from a service", body: unbindService),
        SkupperCommand(
          "label", "<service> [labels...]", "Manage service labels", body: labelService),
        SkupperCommand(
          "status", "", "List services exposed over the service network", flags: statusFlags,
          body: serviceStatus),
      ])
  }

  private static func exposeFlags(_ profile: TextProfile) -> [SkupperFlag] {
    [
      SkupperFlag("protocol", "The protocol: tcp, http or http2", standard: "tcp"),
      SkupperFlag("address", "The Skupper address to expose"),
      SkupperFlag("port", type: "strings", "The ports to expose on"),
      SkupperFlag("target-port", type: "strings", "The ports of the target"),
      SkupperFlag("headless", type: "", "Expose through a headless service (statefulset only)"),
      SkupperFlag("enable-tls", type: "", "Encrypt to the targets too"),
      SkupperFlag("generate-tls-secrets", type: "", "Encrypt to the targets too"),
      SkupperFlag("tls-cert", "Name of a secret with the target's certificate"),
      SkupperFlag("tls-trust", "Name of a secret with the certificate of the target's authority"),
      SkupperFlag("aggregate", "How to put answers together: json or multipart"),
      SkupperFlag("event-channel", type: "", "Send to all targets, expect no answer"),
      SkupperFlag(
        "enable-ingress-from-target-site", "Where to make a service for the address"),
      SkupperFlag(
        "publish-not-ready-addresses", type: "", "Send to pods that are not ready too"),
      SkupperFlag("target-namespace", "The namespace of the target"),
      SkupperFlag("bridge-image", "An image for the router's bridge"),
      SkupperFlag("proxy-cpu", "CPU for the proxies (with headless)"),
      SkupperFlag("proxy-memory", "Memory for the proxies (with headless)"),
    ]
  }
}
