import Documents
import HTTP
import Kubernetes
import Testing

@testable import Sites

@Suite struct APIResourceTests {
  @Test func nobody_without_a_token_that_the_site_knows_gets_in() async throws {
    let site = try APITestServer()
    #expect(await site.send("GET", "/api/v1/pods", token: "secret").status == 200)
    let refused = await site.send("GET", "/api/v1/pods", token: "other")
    #expect(refused.status == 401 && refused["reason"] == "Unauthorized")
    #expect(await site.send("GET", "/version", token: "other").status == 200)
  }

  @Test func a_service_account_may_do_everything_in_its_namespace_only() async throws {
    let site = try APITestServer()
    try site.store.create(["metadata": ["name": "other"]], .namespaces)
    try site.store.create(
      ["metadata": ["name": "default", "namespace": "lab"]], .serviceAccounts)
    let path = "/api/v1/namespaces/lab/serviceaccounts/default/token"
    let token = await site.send("POST", path, [:])["status", "token"]?.string ?? ""
    let own = "/api/v1/namespaces/lab/secrets"
    #expect(await site.send("POST", own, ["metadata": ["name": "s"]], token: token).status == 201)
    let refused = await site.send("GET", "/api/v1/namespaces/other/secrets", token: token)
    #expect(
      refused.message
        == "secrets is forbidden: User \"system:serviceaccount:lab:default\" cannot list resource "
        + "\"secrets\" in API group \"\" in the namespace \"other\"")
    let forged = await site.send("GET", own, token: token.dropLast() + "?")
    #expect(forged.status == 401)
    await site.send("DELETE", "/api/v1/namespaces/lab/serviceaccounts/default")
    #expect(await site.send("GET", own, token: token).status == 401)
  }

  @Test func users_ask_who_they_are_and_what_they_may_do() async throws {
    let site = try APITestServer(openshift: "4.12")
    let review = await site.send(
      "POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", [:])
    #expect(review["status", "userInfo", "username"] == "kubeadmin")
    let user = await site.send("GET", "/apis/user.openshift.io/v1/users/~")
    #expect(user.document.name == "kubeadmin")
    let access = await site.send(
      "POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
      ["spec": ["resourceAttributes": ["resource": "pods", "verb": "list"]]])
    #expect(access.status == 201 && access["status", "allowed"] == true)
  }

  @Test func a_password_is_exchanged_for_a_token() async throws {
    let site = try APITestServer(openshift: "4.12")
    let path = "/oauth/authorize?client_id=openshift-challenging-client&response_type=token"
    #expect(await site.send("GET", path).status == 401)
    let request = await site.server.handle(
      .init("GET", target: path, headers: ["Authorization": "Basic a3ViZWFkbWluOnBhc3N3b3Jk"]))
    #expect(request.status == 302)
    #expect(request.headers["Location"]?.contains("#access_token=secret&") == true)
  }

  @Test func the_version_is_that_of_the_release() async throws {
    let openshift = try APITestServer(openshift: "4.12")
    #expect(await openshift.send("GET", "/version")["gitVersion"] == "v1.25.4+trestle")
    let plain = try APITestServer()
    #expect(await plain.send("GET", "/version/")["gitVersion"] == "v1.31.4+trestle")
    #expect(await plain.send("GET", "/healthz").text == "ok")
    let schemas = await plain.send("GET", "/openapi/v2")
    #expect(schemas.status == 200 && schemas.text.isEmpty)
    #expect(await plain.send("GET", "/openapi/v3").status == 404)
  }

  @Test func discovery_is_answered_in_both_forms() async throws {
    let site = try APITestServer(openshift: "4.12")
    let groups = await site.send("GET", "/apis")["groups"]?.array?.compactMap { $0["name"]?.string }
    #expect(groups?.contains("route.openshift.io") == true)
    let resources = await site.send("GET", "/apis/apps/v1")["resources"]?.array ?? []
    #expect(
      resources.compactMap { $0["name"]?.string } == [
        "deployments", "deployments/scale", "deployments/status", "replicasets",
        "replicasets/scale", "replicasets/status",
      ])
    let accept =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json"
    let aggregated = await site.send("GET", "/apis", accept: accept)
    #expect(
      aggregated.headers["Content-Type"]
        == "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")
    #expect(aggregated["items"]?[0]?["metadata", "name"] == "apps")
    let plain = try APITestServer()
    #expect(await plain.send("GET", "/apis/route.openshift.io/v1").status == 404)
  }

  @Test func a_pod_answers_logs_and_forwards_requests() async throws {
    let site = try APITestServer()
    let path = "/api/v1/namespaces/lab/pods"
    await site.send("POST", path, APITestServer.pod("a"))
    let waiting = await site.send("GET", path + "/a/log")
    #expect(waiting.status == 400)
    #expect(
      waiting.message
        == "container \"web\" in pod \"a\" is waiting to start: ContainerCreating")
    try site.store.modify(.pods, namespace: "lab", name: "a") { pod in
      pod["status", "podIP"] = "127.5.128.1"
      pod["status", "containerStatuses"] = [["name": "web", "state": ["running": [:]]]]
    }
    #expect(await site.send("GET", path + "/a/log").text == "a web\n")
    let other = await site.send("GET", path + "/a/log?container=b")
    #expect(other.message == "container b is not valid for pod a")
    let proxied = await site.send("GET", path + "/a:9090/proxy/status/x?after=1")
    #expect(proxied.text == "a:9090 GET /status/x\n")
    #expect(await site.send("GET", path + "/a/log?previous=true").status == 400)
  }

  @Test func an_evicted_pod_is_deleted() async throws {
    let site = try APITestServer()
    await site.send("POST", "/api/v1/namespaces/lab/pods", APITestServer.pod("a"))
    let evicted = await site.send(
      "POST", "/api/v1/namespaces/lab/pods/a/eviction", ["metadata": ["name": "a"]])
    #expect(evicted.status == 201)
    #expect(await site.send("GET", "/api/v1/namespaces/lab/pods/a").status == 404)
  }

  @Test func a_project_is_a_namespace_seen_by_openshift() async throws {
    let site = try APITestServer(openshift: "4.12")
    let base = "/apis/project.openshift.io/v1"
    let request: Value = ["metadata": ["name": "north"], "displayName": "North"]
    let project = await site.send("POST", base + "/projectrequests", request)
    #expect(project["kind"] == "Project" && project["status", "phase"] == "Active")
    #expect(await site.send("GET", "/api/v1/namespaces/north").status == 200)
    let again = await site.send("POST", base + "/projectrequests", request)
    #expect(again.message == "project.project.openshift.io \"north\" already exists")
    let list = await site.send("GET", base + "/projects")
    #expect(list["kind"] == "ProjectList" && list["items"]?.array?.count == 2)
    let missing = await site.send("GET", base + "/projects/gone")
    #expect(missing.message == "projects.project.openshift.io \"gone\" not found")
    #expect(await site.send("DELETE", base + "/projects/north")["status", "phase"] == "Terminating")
    let late = await site.send("POST", "/api/v1/namespaces/north/pods", APITestServer.pod("a"))
    #expect(late.status == 403)
  }

  @Test func a_route_gets_a_host_of_the_domain() async throws {
    let site = try APITestServer(openshift: "4.12")
    let route: Value = ["metadata": ["name": "web"], "spec": ["to": ["name": "web"]]]
    let path = "/apis/route.openshift.io/v1/namespaces/lab/routes"
    let created = await site.send("POST", path, route)
    #expect(created["spec", "host"] == "web-lab.apps.test")
    #expect(created["spec", "to", "weight"] == 100)
  }

  @Test func openshift_warns_about_pods_without_a_security_context() async throws {
    let site = try APITestServer(openshift: "4.12")
    let path = "/apis/apps/v1/namespaces/lab/deployments"
    let created = await site.send("POST", path, APITestServer.deployment("web"))
    #expect(
      created.headers["Warning"]
        == #"299 - "would violate PodSecurity \"restricted:v1.24\": allowPrivilegeEscalation != "#
        + #"false (container \"web\" must set securityContext.allowPrivilegeEscalation=false), "#
        + #"unrestricted capabilities (container \"web\" must set "#
        + #"securityContext.capabilities.drop=[\"ALL\"]), runAsNonRoot != true (pod or container "#
        + #"\"web\" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "#
        + #"\"web\" must set securityContext.seccompProfile.type to \"RuntimeDefault\" or "#
        + #"\"Localhost\")""#)
    let labelled = await site.send(
      "PATCH", path + "/web", ["metadata": ["labels": ["a": "b"]]],
      type: "application/merge-patch+json")
    #expect(labelled.headers["Warning"] == nil)
    let plain = try APITestServer()
    let silent = await plain.send("POST", path, APITestServer.deployment("web"))
    #expect(silent.headers["Warning"] == nil)
  }

  @Test func images_are_looked_up_in_the_catalogue() async throws {
    let site = try APITestServer(openshift: "4.12")
    let answer = await site.send(
      "POST", "/apis/image.openshift.io/v1/namespaces/lab/imagestreamimports",
      [
        "metadata": ["name": "newapp"],
        "spec": [
          "import": false,
          "images": [
            ["from": ["kind": "DockerImage", "name": "quay.io/lab/database"]],
            ["from": ["kind": "DockerImage", "name": "quay.io/lab/unknown:2"]],
          ],
        ],
      ])
    let images = answer["status", "images"]
    let metadata = images?[0]?["image", "dockerImageMetadata"]
    #expect(metadata?["Config", "ExposedPorts", "5432/tcp"] == [:])
    #expect(metadata?["Config", "Labels", "io.k8s.display-name"] == "Database")
    #expect(metadata?["Created"] == "2026-08-18T08:00:00Z")
    #expect(images?[1]?["status", "reason"] == "NotFound" && images?[1]?["tag"] == "2")
  }

  @Test func an_image_stream_knows_the_images_of_its_tags() async throws {
    let site = try APITestServer(openshift: "4.12")
    let base = "/apis/image.openshift.io/v1/namespaces/lab"
    let stream: Value = [
      "metadata": ["name": "web"],
      "spec": [
        "tags": [["name": "latest", "from": ["kind": "DockerImage", "name": "quay.io/lab/web"]]]
      ],
    ]
    let created = await site.send("POST", base + "/imagestreams", stream)
    let reference = created["status", "tags"]?[0]?["items"]?[0]?["dockerImageReference"]?.string
    #expect(reference?.hasPrefix("quay.io/lab/web@sha256:") == true)
    let tag = await site.send("GET", base + "/imagestreamtags/web:latest")
    #expect(tag["image", "dockerImageReference"]?.string == reference)
    #expect(await site.send("GET", base + "/imagestreamtags/web:old").status == 404)
  }
}
