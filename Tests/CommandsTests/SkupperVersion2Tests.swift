import Documents
import Kubernetes
import Platform
import Skupper
import Synchronization
import Testing

@testable import Commands

@Suite struct SkupperVersion2Tests {
  private static func file(_ name: String, _ text: String? = nil) throws -> (
    folder: String, path: String
  ) {
    let folder = try Files.makeTemporaryDirectory(prefix: "trestle-skupper-")
    if let text { try Files.write("\(folder)/\(name)", text: text) }
    return (folder, "\(folder)/\(name)")
  }

  /// A cluster that knows version 2, whose controller makes everything ready at once.
  private static func run(
    _ body: @escaping @Sendable (SkupperCluster, SkupperTerminal) async throws -> Void
  ) async throws {
    try await SkupperCluster.run { cluster, terminal in
      cluster.reaction.withLock { reaction in
        reaction = { object in
          var object = object
          guard object["apiVersion"]?.string == Version2.apiVersion else { return object }
          object["metadata", "generation"] = 1
          object["status", "status"] = "Ready"
          object["status", "message"] = "OK"
          object["status", "conditions"] = .array(
            ["Configured", "Ready"].map {
              ["type": Value($0), "status": "True", "observedGeneration": 1]
            })
          if object["spec", "linkAccess"] != nil {
            object["status", "endpoints"] = [["name": "edge", "host": "h", "port": "1"]]
          }
          if object["kind"] == "AccessGrant" {
            object["status", "url"] = "https://grants.test:443/uid"
            object["status", "code"] = "sesame"
            object["status", "ca"] = "CA"
          }
          if object["kind"] == "AccessToken" {
            let isGood = object["spec", "code"] == "sesame"
            object["status", "redeemed"] = Value(isGood)
            if !isGood {
              object["status", "message"] = "Controller got failed response: 404 (Not Found) x"
              object["status", "conditions"] = [
                ["type": "Redeemed", "status": "False", "reason": "Error"]
              ]
            }
          }
          return object
        }
      }
      try await body(cluster, terminal)
    }
  }

  private static func type(
    _ terminal: SkupperTerminal, _ line: String, in namespace: String = "west",
    profile: String = "2.2"
  ) async -> String {
    let outcome = await terminal.skupper(line, in: namespace, profile: profile)
    return "\(outcome.code) \(outcome.out)\(outcome.err)"
  }

  @Test func a_site_is_made_listed_changed_and_deleted() async throws {
    try await Self.run { cluster, terminal in
      #expect(
        await Self.type(terminal, "site status")
          == "0 There is no existing Skupper site resource\n")
      #expect(
        await Self.type(terminal, "site create west --enable-link-access")
          == "0 Waiting for status...\nSite \"west\" is ready.\n")
      #expect(cluster.object("sites/west")?["spec"] == ["linkAccess": "default"])
      #expect(
        await Self.type(terminal, "site create west")
          == "2 There is already a site created for this namespace\n")
      #expect(
        await Self.type(terminal, "site status")
          == "0 NAME\tSTATUS\tMESSAGE\nwest\tReady\tOK\n")
      #expect(
        await Self.type(terminal, "site update --enable-link-access=false --wait none") == "0 ")
      #expect(cluster.object("sites/west")?["spec", "linkAccess"] == nil)
      #expect(
        await Self.type(terminal, "site delete")
          == "0 Waiting for deletion to complete...\nSite \"west\" is deleted\n")
      #expect(
        await Self.type(terminal, "site delete")
          == "2 there is no existing Skupper site resource to delete\n")
    }
  }

  @Test func the_previews_say_what_the_examples_show() async throws {
    let (folder, path) = try Self.file("token")
    defer { try? Files.remove(folder) }
    try await Self.run { cluster, terminal in
      #expect(
        await Self.type(terminal, "site create west --enable-link-access", profile: "2.0-preview")
          == "0 Waiting for status...\n"
          + "Site \"west\" is configured. Check the status to see when it is ready\n")
      #expect(
        await Self.type(terminal, "listener create backend 8080", profile: "2.0-preview")
          == "0 Waiting for create to complete...\nListener \"backend\" is ready\n")
      _ = await Self.type(terminal, "token issue \(path)", profile: "2.0-preview")
      _ = await Self.type(terminal, "site create east", in: "east", profile: "2.0-preview")
      let redeemed = await Self.type(
        terminal, "token redeem \(path)", in: "east", profile: "2.0-preview")
      #expect(redeemed.hasSuffix("You can now safely delete \(path)\n"), "\(redeemed)")
    }
  }

  @Test func wrong_input_ends_with_2_and_is_told_on_standard_output() async throws {
    try await Self.run { _, terminal in
      let outcome = await terminal.skupper(
        "site create My/site --link-access-type pigeon --timeout 5s", in: "west", profile: "2.2")
      #expect(outcome.code == 2 && outcome.err == "")
      let lines = outcome.out.split(separator: "\n")
      #expect(lines.count == 4, "\(outcome)")
      #expect(lines.first?.hasPrefix("site name is not valid: value does not match") == true)
      let second =
        "link access type is not valid: value pigeon not allowed. It should be one of this "
        + "options: [route loadbalancer default]"
      #expect(lines.dropFirst().first.map(String.init) == second)
      #expect(
        lines.last == "timeout is not valid: duration must not be less than 10s; got 5s")
      #expect(
        await Self.type(terminal, "listener create backend")
          == "2 listener name and port must be configured\n")
      #expect(
        await Self.type(terminal, "connector delete nobody")
          == "2 connector nobody does not exist in namespace west\n")
      let unknown = await terminal.skupper("site create west --speed", in: "west", profile: "2.2")
      #expect(unknown.code == 1 && unknown.err.hasPrefix("Error: unknown flag: --speed\nUsage:"))
    }
  }

  @Test func a_token_is_issued_and_redeemed_and_a_spent_one_is_refused() async throws {
    let (folder, path) = try Self.file("token")
    defer { try? Files.remove(folder) }
    try await Self.run { cluster, terminal in
      #expect(
        await Self.type(terminal, "token issue \(path)")
          == "2 A site must exist in namespace west before a token can be created\n")
      _ = await Self.type(terminal, "site create west")
      #expect(
        await Self.type(terminal, "token issue \(path)").hasPrefix(
          "2 You must enable link access for this site before you can create a token.\n"))
      _ = await Self.type(terminal, "site update --enable-link-access")
      let issued = await Self.type(terminal, "token issue \(path) --cost 3")
      let grant = cluster.names("accessgrants").first ?? ""
      #expect(
        issued == "0 Waiting for token status ...\n"
          + Version2.issued(grant, file: path, redemptions: 1, seconds: 900))
      #expect(
        try Files.readText(path) == """
          apiVersion: skupper.io/v2alpha1
          kind: AccessToken
          metadata:
            name: \(grant)
          spec:
            ca: CA
            code: sesame
            linkCost: 3
            url: https://grants.test:443/uid

          """)
      _ = await Self.type(terminal, "site create east", in: "east")
      #expect(
        await Self.type(terminal, "token redeem \(path)", in: "east")
          == "0 Waiting for token status ...\nToken \"\(grant)\" has been redeemed\n")
      _ = await Self.type(terminal, "site create north", in: "north")
      try Files.write(path, text: try Files.readText(path).replacing("sesame", with: "spent"))
      #expect(
        await Self.type(terminal, "token redeem \(path)", in: "north")
          == "1 Waiting for token status ...\nToken \"\(grant)\" redeem not ready yet: "
          + "Controller got failed response: 404 (Not Found) x\n\n")
    }
  }

  @Test func a_token_of_version_1_is_told_apart() async throws {
    let (folder, path) = try Self.file(
      "token",
      "kind: Secret\nmetadata: {name: x, labels: {skupper.io/type: token-claim}}\n")
    defer { try? Files.remove(folder) }
    try await Self.run { _, terminal in
      _ = await Self.type(terminal, "site create east", in: "east")
      let refused = await Self.type(terminal, "token redeem \(path)", in: "east")
      #expect(refused.hasPrefix("2 ") && refused.contains("cannot be linked"), "\(refused)")
      let missing = await Self.type(terminal, "token redeem \(path)x", in: "east")
      #expect(
        missing == "2 token file does not exist: stat \(path)x: no such file or directory\n")
    }
  }

  @Test func services_are_made_from_names_labels_and_workloads() async throws {
    try await Self.run { cluster, terminal in
      #expect(
        await Self.type(terminal, "connector create backend 8080")
          == "0 Waiting for create to complete...\nConnector \"backend\" is configured.\n")
      #expect(
        cluster.object("connectors/backend")?["spec"] == [
          "port": 8080, "routingKey": "backend", "selector": "app=backend", "type": "tcp",
        ])
      cluster.put(
        "/apis/apps/v1/namespaces/west/deployments/web",
        [
          "metadata": ["name": "web"],
          "spec": ["selector": ["matchLabels": ["app": "web", "tier": "1"]]],
        ])
      _ = await Self.type(terminal, "connector create web 80 --workload deployment/web")
      #expect(cluster.object("connectors/web")?["spec", "selector"] == "app=web,tier=1")
      #expect(
        await Self.type(terminal, "connector create x 80 --workload deployment/none").hasPrefix(
          "2 failed trying to get Deployment specified by workload"))
      _ = await Self.type(terminal, "connector update backend --host db.example --wait none")
      #expect(cluster.object("connectors/backend")?["spec", "host"] == "db.example")
      #expect(cluster.object("connectors/backend")?["spec", "selector"] == nil)
      _ = await Self.type(terminal, "listener create api 80 --host backend --routing-key k")
      #expect(
        await Self.type(terminal, "listener status")
          == "0 NAME\tSTATUS\tROUTING-KEY\tHOST\tPORT\tMATCHING-CONNECTOR\tMESSAGE\n"
          + "api\tReady\tk\t\tbackend\t80\tfalse\t\t\tOK\n")
      #expect(
        await Self.type(terminal, "listener delete api")
          == "0 Waiting for deletion to complete...\nListener \"api\" deleted\n")
    }
  }

  @Test func resources_are_printed_without_a_cluster() {
    let printed = SkupperTerminal.run(
      "listener generate backend 8080", environment: ["TRESTLE_SKUPPER_PROFILE": "2.2"])
    #expect(
      printed.out == """
        apiVersion: skupper.io/v2alpha1
        kind: Listener
        metadata:
          name: backend
        spec:
          host: backend
          port: 8080
          routingKey: backend
          type: tcp

        """)
    let site = SkupperTerminal.run(
      "site generate west --enable-link-access -o json",
      environment: ["TRESTLE_SKUPPER_PROFILE": "2.2"])
    #expect(
      (try? JSON.parse(site.out))?["spec", "linkAccess"] == "default", "\(site)")
  }

  @Test func a_cluster_without_the_types_is_told_how_to_get_them() async throws {
    try await SkupperCluster.run { cluster, terminal in
      cluster.hasVersion2.withLock { $0 = false }
      for line in ["site create west", "site status", "listener status", "link status"] {
        let outcome = await Self.type(terminal, line)
        #expect(outcome == "2 \(Version2.missingTypes)\n", "\(line)")
      }
    }
  }

  @Test func the_release_tells_its_versions_and_what_it_has_no_use_for() {
    func type(_ line: String, _ profile: String = "2.2") -> String {
      let outcome = SkupperTerminal.run(line, environment: ["TRESTLE_SKUPPER_PROFILE": profile])
      return "\(outcome.code) \(outcome.out)\(outcome.err)"
    }
    #expect(type("version") == "0 2.2.1\n")
    #expect(type("version", "2.0") == "0 2.0.1\n")
    #expect(type("manifest").hasPrefix("0 COMPONENT\t\tVERSION\nrouter\t\t\t3.5.1\n"))
    #expect(type("init").hasPrefix("1 Error: unknown command \"init\" for \"skupper\"\n"))
    #expect(
      type("token issue t -p podman") == "1 command not supported by the selected platform\n")
    #expect(type("site create w -p docker").hasPrefix("1 the platform docker is not available"))
    #expect(type("site create w -p moon").hasPrefix("1 Error: platform \"moon\" not supported\n"))
    #expect(type("system start").hasPrefix("1 \"skupper system start\" works on the platforms"))
    #expect(type("--help").contains("  connector   Manage connectors\n"))
    #expect(!type("--help", "1.8").contains("connector"))
  }
}
