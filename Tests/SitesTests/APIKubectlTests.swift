import Documents
import Kubernetes
import Platform
import Testing

@testable import Sites

@Suite(
  .serialized, .timeLimit(.minutes(3)),
  .enabled(if: Kubectl.program != nil, "kubectl is not installed"))
struct APIKubectlTests {
  @Test func tables_and_errors_are_printed_as_from_a_cluster() async throws {
    try await Kubectl.serving { kubectl in
      let site = kubectl.site
      let empty = try await kubectl.run("get pods")
      #expect(empty.error == "No resources found in lab namespace.\n" && empty.status == 0)
      var pod = APITestServer.pod("web-1")
      pod["metadata", "namespace"] = "lab"
      try site.store.create(pod, .pods)
      site.time.pass(200)
      let pods = try await kubectl.run("get po")
      #expect(
        pods.output
          == "NAME    READY   STATUS    RESTARTS   AGE\nweb-1   0/1     Pending   0          3m20s\n"
      )
      let missing = try await kubectl.run("get deploy x")
      #expect(missing.error == "Error from server (NotFound): deployments.apps \"x\" not found\n")
      #expect(missing.status == 1)
      let unknown = try await kubectl.run("get gizmos")
      #expect(unknown.error == "error: the server doesn't have a resource type \"gizmos\"\n")
      let all = try await kubectl.run("get all -o name")
      #expect(all.output == "pod/web-1\n")
    }
  }

  @Test func objects_are_created_changed_and_deleted() async throws {
    try await Kubectl.serving { kubectl in
      func says(_ words: String, more: [String] = [], _ output: String) async throws {
        let result = try await kubectl.run(words, more: more)
        #expect(result.output == output && result.error.isEmpty, "\(words): \(result)")
      }
      try await says("create namespace north", "namespace/north created\n")
      try await says(
        "create deployment web --image quay.io/lab/web --port 8080",
        "deployment.apps/web created\n")
      try await says("label deployment web tier=front", "deployment.apps/web labeled\n")
      try await says("annotate deployment web a=b", "deployment.apps/web annotated\n")
      try await says("scale deployment/web --replicas 3", "deployment.apps/web scaled\n")
      try await says("set env deployment/web A=1", "deployment.apps/web env updated\n")
      try await says("set env deployment/web A-", "deployment.apps/web env updated\n")
      try await says(
        "patch deployment web -p {\"spec\":{\"paused\":true}}", "deployment.apps/web patched\n")
      try await says(
        "patch deployment web -p {\"spec\":{\"paused\":true}}",
        "deployment.apps/web patched (no change)\n")
      try await says("expose deployment web --port 80", "service/web exposed\n")
      try await says(
        "create secret generic s --from-literal a=b", "secret/s created\n")
      try await says("create configmap c --from-literal a=b", "configmap/c created\n")
      try await says("create serviceaccount sa", "serviceaccount/sa created\n")
      let stored = try kubectl.site.store.get(.deployments, namespace: "lab", name: "web")
      #expect(stored["spec", "replicas"] == 3 && stored["spec", "paused"] == true)
      #expect(stored["spec", "template", "spec", "containers"]?[0]?["env"]?.isEmpty ?? true)
      try await says("delete deployment web", "deployment.apps \"web\" deleted\n")
      try await says(
        "delete service,secret --all", more: ["-o", "name"], "service/web\nsecret/s\n")
    }
  }

  @Test func a_manifest_is_applied_again_and_again() async throws {
    try await Kubectl.serving { kubectl in
      var manifest = APITestServer.deployment("web")
      let created = try await kubectl.run("apply", input: manifest)
      #expect(created.output == "deployment.apps/web created\n", "\(created.error)")
      let same = try await kubectl.run("apply", input: manifest)
      #expect(same.output == "deployment.apps/web unchanged\n", "\(same.error)")
      manifest["spec", "replicas"] = 2
      let changed = try await kubectl.run("apply", input: manifest)
      #expect(changed.output == "deployment.apps/web configured\n" && changed.error.isEmpty)
      let diff = try await kubectl.run("diff", input: manifest)
      #expect(diff.status == 0 && diff.output.isEmpty, "\(diff)")
      let server = try await kubectl.run("apply --server-side --force-conflicts", input: manifest)
      #expect(server.output == "deployment.apps/web serverside-applied\n", "\(server.error)")
    }
  }

  @Test func changes_are_watched_and_waited_for() async throws {
    try await Kubectl.serving { kubectl in
      let store = kubectl.site.store
      var pod = APITestServer.pod("a")
      pod["metadata", "namespace"] = "lab"
      try store.create(pod, .pods)
      let watch = try kubectl.start("get pods -w")
      try await watch.prints("Pending")
      let wait = try kubectl.start("wait pod/a --for=condition=Ready --timeout=20s")
      try store.modify(.pods, namespace: "lab", name: "a") { pod in
        pod["status", "phase"] = "Running"
        pod.setCondition(Condition("Ready", true), now: kubectl.site.time.now)
      }
      try await watch.prints("Running")
      try await wait.prints("pod/a condition met")
      let gone = try kubectl.start("wait pod/a --for=delete --timeout=20s")
      try store.delete(.pods, namespace: "lab", name: "a")
      #expect(await gone.process.wait() == .exited(0))
      _ = await watch.process.terminate()
    }
  }

  @Test func an_object_is_described() async throws {
    try await Kubectl.serving { kubectl in
      try kubectl.site.store.create(
        [
          "metadata": ["name": "web", "namespace": "lab"],
          "spec": ["ports": [["port": 80]], "selector": ["app": "web"]],
        ], .services)
      let service = try await kubectl.run("describe service web")
      #expect(service.output.contains("Selector:"), "\(service.error)")
      let namespace = try await kubectl.run("describe namespace lab")
      #expect(namespace.output.contains("Status:       Active"), "\(namespace.error)")
    }
  }

  @Test(.enabled(if: Kubectl.program(minor: 33) != nil, "no kubectl 1.33 lies beside kubectl"))
  func a_newer_client_sends_binary_bodies() async throws {
    try await Kubectl.serving { kubectl in
      let created = try await kubectl.run(
        "create deployment web --image quay.io/lab/web --replicas 0 --port 8080", minor: 33)
      #expect(created.output == "deployment.apps/web created\n", "\(created.error)")
      let stored = try kubectl.site.store.get(.deployments, namespace: "lab", name: "web")
      #expect(stored["spec", "replicas"] == 0)
      #expect(stored["spec", "strategy", "type"] == "RollingUpdate")
      let container = stored["spec", "template", "spec", "containers"]?[0]
      #expect(container?["ports"]?[0]?["containerPort"] == 8080)
      let secret = try await kubectl.run("create secret generic s --from-literal a=b", minor: 33)
      #expect(secret.output == "secret/s created\n", "\(secret.error)")
      let data = try kubectl.site.store.get(.secrets, namespace: "lab", name: "s")["data", "a"]
      #expect(data == "Yg==")
      let rights = try await kubectl.run("auth can-i create pods", minor: 33)
      #expect(rights.output == "yes\n", "\(rights.error)")
    }
  }

  @Test func an_openshift_site_has_routes_and_warns() async throws {
    try await Kubectl.serving(openshift: "4.12") { kubectl in
      let created = try await kubectl.run("create deployment web --image quay.io/lab/web")
      #expect(created.output == "deployment.apps/web created\n")
      #expect(created.error.hasPrefix("Warning: would violate PodSecurity \"restricted:v1.24\""))
      let route: Value = [
        "apiVersion": "route.openshift.io/v1", "kind": "Route", "metadata": ["name": "web"],
        "spec": ["to": ["kind": "Service", "name": "web"]],
      ]
      let applied = try await kubectl.run("apply", input: route)
      #expect(applied.output == "route.route.openshift.io/web created\n", "\(applied.error)")
      let table = try await kubectl.run("get routes")
      #expect(
        table.lines.first == [
          "NAME", "HOST/PORT", "PATH", "SERVICES", "PORT", "TERMINATION", "WILDCARD",
        ])
      #expect(table.lines.last == ["web", "web-lab.apps.test", "web", "<all>", "None"])
      let projects = try await kubectl.run("get projects")
      #expect(projects.lines.last == ["lab", "Active"])
    }
  }
}
