import Documents
import Kubernetes
import Platform
import Skupper
import Synchronization
import Testing

@testable import Commands

@Suite struct SkupperCommandTests {
  private static func file(_ name: String) throws -> (folder: String, path: String) {
    let folder = try Files.makeTemporaryDirectory(prefix: "trestle-skupper-")
    return (folder, "\(folder)/\(name)")
  }

  @Test func init_makes_the_lab_s_public_site_and_says_so() async throws {
    try await SkupperCluster.run { cluster, terminal in
      let first = await terminal.skupper(
        "init --enable-console --enable-flow-collector --console-auth unsecured")
      #expect(first.code == 0 && first.err == "", "\(first)")
      #expect(
        first.out
          == "Skupper is now installed in namespace 'public'.  "
          + "Use 'skupper status' to get more information.\n")
      #expect(cluster.names("services") == ["skupper", "skupper-router", "skupper-router-local"])
      #expect(cluster.names("deployments") == ["skupper-router", "skupper-service-controller"])
      #expect(
        cluster.names("routes") == ["claims", "skupper", "skupper-edge", "skupper-inter-router"])
      #expect(
        cluster.names("secrets") == [
          "skupper-claims-server", "skupper-console-certs", "skupper-local-ca",
          "skupper-local-client", "skupper-local-server", "skupper-service-ca",
          "skupper-service-client", "skupper-site-ca", "skupper-site-server",
        ])
      #expect(cluster.names("rolebindings") == ["skupper-router", "skupper-service-controller"])
      let uid = cluster.object("configmaps/skupper-site")?.uid
      #expect(cluster.object("deployments/skupper-router")?.owners.first?.uid == uid)
      #expect(await terminal.skupper("init").out == first.out, "a second init succeeds")
    }
  }

  @Test func status_tells_a_pending_site_a_missing_one_and_a_linked_one() async throws {
    try await SkupperCluster.run { cluster, terminal in
      #expect(
        await terminal.skupper("status")
          == .init(code: 0, out: "Skupper is not enabled in namespace 'public'\n", err: ""))
      _ = await terminal.skupper("init")
      #expect(
        await terminal.skupper("status").out
          == "Skupper is enabled for namespace \"public\" in interior mode. Status pending... "
          + "It has no exposed services.\n")
      cluster.put("/api/v1/namespaces/public/pods/skupper-router-x", Self.routerPod)
      cluster.router.withLock { $0 = Self.status(cluster, linked: true) }
      #expect(
        await terminal.skupper("status").out
          == "Skupper is enabled for namespace \"public\" in interior mode. It is connected to "
          + "1 other site. It has no exposed services.\n")
    }
  }

  @Test func a_token_goes_from_one_site_to_another() async throws {
    let (folder, path) = try Self.file("secret.token")
    defer { try? Files.remove(folder) }
    try await SkupperCluster.run { cluster, terminal in
      _ = await terminal.skupper("init")
      let made = await terminal.skupper("token create \(path)")
      #expect(made == .init(code: 0, out: "Token written to \(path) \n", err: ""))
      let text = try Files.readText(path)
      #expect(text.contains("skupper.io/url: https://claims-public.apps.test:443/"))
      let record = cluster.names("secrets").first { $0.split(separator: "-").count == 5 }
      #expect(text.hasSuffix("  name: \(record ?? "")\n"))
      #expect(
        await terminal.skupper("link create \(path)").err
          == "Error: Failed to create link: Can't create connection to self with token\n")

      _ = await terminal.skupper("init --ingress none --router-mode edge", in: "private")
      let linked = await terminal.skupper("link create \(path)", in: "private")
      #expect(
        linked.out == """
          Site configured to link to https://claims-public.apps.test:443/\(record ?? "") (name=link1)
          Check the status of the link using 'skupper link status'.

          """, "\(linked)")
      #expect(
        await terminal.skupper("link status", in: "private").out == """

          Links created from this site:
          -------------------------------
          Link link1 not connected

          Current links from other sites that are connected:
          ----------------------------------------
          There are no connected links

          """)
      #expect(
        await terminal.skupper("link create \(path)", in: "private").err
          == "Error: Failed to create link: Already connected to "
          + "\"\(cluster.object("public/configmaps/skupper-site")?.uid ?? "")\".\n")
      #expect(
        await terminal.skupper("link delete link1", in: "private").out
          == "Link 'link1' has been removed\n")
      #expect(
        await terminal.skupper("link delete link1", in: "private")
          == .init(
            code: 1, out: "", err: "Error: Failed to remove link: No such link \"link1\"\n"))
      #expect(
        await terminal.skupper("token create \(path)", in: "private").err
          == "Error: Failed to create token: Edge configuration cannot accept connections\n")
    }
  }

  @Test func what_cannot_be_read_or_written_is_named_as_the_system_does() async throws {
    try await SkupperCluster.run { _, terminal in
      let missing = await terminal.skupper("link create /nowhere/token")
      #expect(missing.code == 1)
      #expect(
        missing.err.hasPrefix(
          "Error: Could not read connection token: open /nowhere/token: no such file or "
            + "directory\nUsage:\n  skupper link create <input-token-file> [flags]\n"),
        "\(missing)")
      #expect(
        await terminal.skupper("link create /nowhere/token", profile: "1.2").err
          == "Error: Could not read connection token: open /nowhere/token: no such file or "
          + "directory\n")
      #expect(
        await terminal.skupper("token create x").err
          == "Error: Failed to create token: Policy validation error: Skupper is not enabled in "
          + "namespace 'public'\n")
      _ = await terminal.skupper("init")
      #expect(
        await terminal.skupper("token create /nowhere/token").err
          == "Error: Failed to create token: Could not write to file /nowhere/token: open "
          + "/nowhere/token: no such file or directory\n")
    }
  }

  @Test func expose_and_unexpose_change_the_site_s_services() async throws {
    try await SkupperCluster.run { cluster, terminal in
      #expect(
        await terminal.skupper("expose deployment/db --port 1").err
          == "Error: Skupper is not installed in Namespace: 'public`\n")
      _ = await terminal.skupper("init")
      cluster.put("/apis/apps/v1/namespaces/public/deployments/db", Self.deployment)
      let exposed = await terminal.skupper(
        "expose deployment/db --address database --protocol tcp --port 5432")
      #expect(exposed == .init(code: 0, out: "deployment db exposed as database\n", err: ""))
      #expect(
        cluster.object("configmaps/skupper-services")?["data", "database"]?.string
          == #"{"address":"database","protocol":"tcp","ports":[5432],"targets":[{"name":"db","#
          + #""selector":"app=db","targetPorts":{"5432":5432}}]}"#)
      #expect(
        await terminal.skupper("service status").out == """
          Services exposed through Skupper:
          ╰─ database (tcp port 5432)
             ╰─ Targets:
                ╰─ app=db name=db

          """)
      #expect(
        await terminal.skupper("unexpose deployment db --address database").out
          == "deployment db unexposed\n")
      #expect(await terminal.skupper("service status").out == "No services defined\n")
      #expect(
        await terminal.skupper("unexpose deployment db").err
          == "Error: Unable to unbind skupper service: Could not find entry for service "
          + "interface db\n")
      #expect(
        await terminal.skupper("expose deployment nothing --port 1").err
          == "Error: Unable to create skupper service: Could not read deployment nothing: "
          + "deployments.apps \"nothing\" not found\n")
    }
  }

  @Test func services_are_made_bound_and_deleted_without_a_word() async throws {
    try await SkupperCluster.run { cluster, terminal in
      _ = await terminal.skupper("init")
      cluster.put("/apis/apps/v1/namespaces/public/deployments/db", Self.deployment)
      let silent = SkupperTerminal.Outcome(code: 0, out: "", err: "")
      #expect(await terminal.skupper("service create database 5432") == silent)
      #expect(await terminal.skupper("service bind database deployment db") == silent)
      #expect(await terminal.skupper("service label database team=data") == silent)
      #expect(
        await terminal.skupper("service label database").out
          == "database labels:\n╰─ team=data\n")
      #expect(await terminal.skupper("service unbind database deployment db") == silent)
      #expect(
        await terminal.skupper("service status").out
          == "Services exposed through Skupper:\n╰─ database (tcp port 5432)\n")
      #expect(
        await terminal.skupper("service create database:1").err
          == "Error: Service database already defined\n")
      #expect(await terminal.skupper("service delete database") == silent)
      #expect(
        await terminal.skupper("service delete database").err
          == "Error: Service database not defined\n")
    }
  }

  @Test func delete_takes_everything_with_it() async throws {
    try await SkupperCluster.run { cluster, terminal in
      _ = await terminal.skupper("init")
      #expect(
        await terminal.skupper("delete").out == "Skupper is now removed from 'public'.\n")
      for kind in ["configmaps", "deployments", "services", "secrets", "routes"] {
        #expect(cluster.names(kind) == [], "\(kind)")
      }
      #expect(
        await terminal.skupper("delete").err
          == "Error: Skupper not installed in 'public': configmaps \"skupper-site\" not found\n")
    }
  }

  @Test func revoking_access_makes_a_new_authority_and_voids_tokens() async throws {
    let (folder, path) = try Self.file("t")
    defer { try? Files.remove(folder) }
    try await SkupperCluster.run { cluster, terminal in
      _ = await terminal.skupper("init")
      _ = await terminal.skupper("token create \(path) --name first")
      let before = cluster.object("secrets/skupper-site-ca")?["data", "tls.crt"]
      #expect(cluster.object("secrets/first") != nil)
      #expect(
        await terminal.skupper("revoke-access") == .init(code: 0, out: "", err: ""))
      #expect(cluster.object("secrets/first") == nil)
      let after = cluster.object("secrets/skupper-site-ca")?["data", "tls.crt"]
      #expect(after != nil && after != before)
      let server = cluster.object("secrets/skupper-site-server")?["data", "ca.crt"]
      #expect(server == after)
    }
  }

  @Test func version_lists_what_runs() async throws {
    try await SkupperCluster.run { _, terminal in
      #expect(
        await terminal.skupper("version").out == """
          client version                 1.3.0
          transport version              not-found
          controller version             not-found
          config-sync version            not-found
          flow-collector version         not-found

          """)
    }
  }

  private static let routerPod: Value = [
    "kind": "Pod", "apiVersion": "v1",
    "metadata": [
      "name": "skupper-router-x", "namespace": "public",
      "labels": ["skupper.io/component": "router"],
    ],
    "status": ["conditions": [["type": "Ready", "status": "True"]]],
  ]

  private static let deployment: Value = [
    "apiVersion": "apps/v1", "kind": "Deployment",
    "metadata": ["name": "db", "namespace": "public"],
    "spec": ["selector": ["matchLabels": ["app": "db"]]],
  ]

  private static func status(_ cluster: SkupperCluster, linked: Bool) -> Value {
    let id = cluster.object("configmaps/skupper-site")?.uid ?? ""
    return [
      "revision": 1, "id": "public-x", "mode": "interior", "site": ["id": Value(id)],
      "sites": [
        ["id": Value(id), "name": "public", "namespace": "public", "neighbours": ["other"]],
        ["id": "other", "name": "private", "namespace": "private", "neighbours": [Value(id)]],
      ],
      "links": [],
    ]
  }
}

@Suite struct SkupperUsageTests {
  @Test func an_unknown_command_suggests_near_ones() {
    #expect(
      SkupperTerminal.run("statsu")
        == .init(
          code: 1, out: "",
          err: "Error: unknown command \"statsu\" for \"skupper\"\n\nDid you mean this?\n"
            + "\tstatus\n\nRun 'skupper --help' for usage.\n"))
  }

  @Test func an_unknown_flag_is_followed_by_the_usage() {
    let outcome = SkupperTerminal.run("link delete --force x")
    #expect(outcome.code == 1)
    #expect(
      outcome.err == """
        Error: unknown flag: --force
        Usage:
          skupper link delete <name> [flags]

        Flags:
          -h, --help   help for delete

        Global Flags:
          -c, --context string      The kubeconfig context to use
              --kubeconfig string   Path to the kubeconfig file to use
          -n, --namespace string    The Kubernetes namespace to use
              --platform string     The platform type to use [kubernetes, podman]


        """)
  }

  @Test(arguments: [
    (
      "expose", "expose target and name must be specified (e.g. 'skupper expose deployment <name>')"
    ),
    (
      "expose thing x",
      "target type must be one of: [deployment, statefulset, pods, service, deploymentconfig]"
    ),
    ("expose deployment/x y", "extra argument: y"),
    ("expose deployment x y", "illegal argument: y"),
    ("expose service x", "--address option is required for target type 'service'"),
    (
      "expose deployment x --headless",
      "The headless option is only supported for statefulsets"
    ),
    ("service create x", "Name and port(s) must be specified"),
    ("service create x y", "y is not a valid port"),
    ("token create", "accepts 1 arg(s), received 0"),
  ])
  func a_wrong_call_shows_the_usage(line: String, message: String) {
    let outcome = SkupperTerminal.run(line)
    #expect(outcome.code == 1)
    #expect(outcome.err.hasPrefix("Error: \(message)\nUsage:\n  skupper "), "\(outcome)")
  }

  @Test func wrong_values_are_refused_without_a_cluster() {
    #expect(
      SkupperTerminal.run("token create f -t gold").err
        == "Error: invalid token type. Specify cert or claim\n")
    #expect(
      SkupperTerminal.run("status --platform moon").err == "Error: invalid platform: moon\n")
    #expect(
      SkupperTerminal.run("status", environment: ["KUBECONFIG": "/nowhere"]).err
        == "Error: invalid configuration: no configuration has been provided. Please point to an "
        + "existing, valid kubeconfig file.\n")
  }

  @Test func help_lists_the_commands_of_the_release() {
    let help = SkupperTerminal.run("--help")
    #expect(help.code == 0)
    #expect(help.out.contains("\nAvailable Commands:\n  completion "))
    #expect(help.out.contains("  unexpose      Unexpose a set of pods"))
    #expect(SkupperTerminal.run("link").out.contains("  status      Check whether a link"))
    let flags = SkupperTerminal.run("init --help").out.split(separator: "\n").map { line in
      line.split(separator: " ").joined(separator: " ")
    }
    #expect(flags.contains("--router-mode string Skupper router-mode (default \"interior\")"))
  }

  @Test func global_flags_may_stand_anywhere() {
    #expect(
      SkupperTerminal.run("-n west link --context x delete").err.hasPrefix(
        "Error: accepts 1 arg(s), received 0\n"))
  }
}
