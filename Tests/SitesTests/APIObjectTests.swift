import Documents
import HTTP
import Kubernetes
import Testing

@testable import Sites

@Suite struct APIObjectTests {
  private let pods = "/api/v1/namespaces/lab/pods"
  private let deployments = "/apis/apps/v1/namespaces/lab/deployments"

  @Test func a_created_object_carries_what_the_server_sets() async throws {
    let site = try APITestServer()
    let answer = await site.send("POST", deployments, APITestServer.deployment("web"))
    #expect(answer.status == 201)
    #expect(answer["metadata", "namespace"] == "lab")
    #expect(answer["metadata", "generation"] == 1)
    #expect(answer["metadata", "creationTimestamp"] == "2027-01-15T08:00:00Z")
    #expect(answer["metadata", "uid"]?.string?.count == 36)
    #expect(answer["spec", "replicas"] == 1)
    #expect(answer["spec", "strategy", "rollingUpdate", "maxSurge"] == "25%")
    #expect(answer["spec", "template", "spec", "terminationGracePeriodSeconds"] == 30)
  }

  @Test func a_name_is_made_from_a_prefix() async throws {
    let site = try APITestServer()
    var pod = APITestServer.pod("")
    pod["metadata"] = ["generateName": "web-"]
    let name = await site.send("POST", pods, pod).document.name
    #expect(name.hasPrefix("web-") && name.count == 9)
  }

  @Test func errors_are_worded_as_clients_expect() async throws {
    let site = try APITestServer()
    await site.send("POST", pods, APITestServer.pod("a"))
    let again = await site.send("POST", pods, APITestServer.pod("a"))
    #expect(again.status == 409 && again.message == "pods \"a\" already exists")
    let missing = await site.send("GET", deployments + "/x")
    #expect(missing.status == 404 && missing.message == "deployments.apps \"x\" not found")
    let nowhere = await site.send("POST", "/api/v1/namespaces/gone/pods", APITestServer.pod("a"))
    #expect(nowhere.status == 404 && nowhere.message == "namespaces \"gone\" not found")
    #expect(await site.send("GET", "/apis/none/v1/things").status == 404)
    #expect(await site.send("GET", "/api/v1/namespaces/gone/pods")["items"] == [])
    let bad = await site.send("POST", pods, APITestServer.pod("Not_A_Name"))
    #expect(bad.status == 422 && bad["reason"] == "Invalid")
    #expect(await site.send("PUT", pods, APITestServer.pod("a")).status == 405)
  }

  @Test func a_deployment_needs_a_selector_that_matches_its_template() async throws {
    let site = try APITestServer()
    var deployment = APITestServer.deployment("web")
    deployment["spec", "template", "metadata", "labels"] = ["app": "other"]
    let answer = await site.send("POST", deployments, deployment)
    #expect(
      answer.message
        == "Deployment.apps \"web\" is invalid: spec.template.metadata.labels: Invalid value: "
        + "{\"app\":\"other\"}: `selector` does not match template `labels`")
  }

  @Test func lists_are_in_the_order_of_names_and_select() async throws {
    let site = try APITestServer()
    for name in ["b", "c", "a"] {
      await site.send("POST", pods, APITestServer.pod(name, labels: ["app": name]))
    }
    func names(_ query: String) async -> [String] {
      await site.send("GET", pods + query)["items"]?.array?.map(\.name) ?? []
    }
    #expect(await names("") == ["a", "b", "c"])
    #expect(await names("?labelSelector=app%20in%20(a,c)") == ["a", "c"])
    #expect(await names("?fieldSelector=metadata.name=b,status.phase=Pending") == ["b"])
  }

  @Test func an_update_of_an_old_version_is_refused() async throws {
    let site = try APITestServer()
    var object = await site.send("POST", deployments, APITestServer.deployment("web")).document
    object["spec", "replicas"] = 2
    let updated = await site.send("PUT", deployments + "/web", object)
    #expect(updated.status == 200 && updated["metadata", "generation"] == 2)
    let stale = await site.send("PUT", deployments + "/web", object)
    #expect(stale.status == 409)
    #expect(
      stale.message
        == "Operation cannot be fulfilled on deployments.apps \"web\": the object has been "
        + "modified; please apply your changes to the latest version and try again")
  }

  @Test func an_update_without_a_change_keeps_the_version() async throws {
    let site = try APITestServer()
    let object = await site.send("POST", deployments, APITestServer.deployment("web")).document
    let updated = await site.send("PUT", deployments + "/web", object)
    #expect(updated.document == object)
  }

  @Test func status_is_written_by_its_own_path_alone() async throws {
    let site = try APITestServer()
    var object = await site.send("POST", deployments, APITestServer.deployment("web")).document
    object["status"] = ["readyReplicas": 9]
    object["spec", "replicas"] = 5
    let status = await site.send("PUT", deployments + "/web/status", object)
    #expect(status["status", "readyReplicas"] == 9 && status["spec", "replicas"] == 1)
    #expect(status["metadata", "generation"] == 1)
    var main = status.document
    main["status"] = ["readyReplicas": 0]
    main["spec", "replicas"] = 5
    let updated = await site.send("PUT", deployments + "/web", main)
    #expect(updated["status", "readyReplicas"] == 9 && updated["spec", "replicas"] == 5)
  }

  @Test func each_kind_of_patch_changes_an_object() async throws {
    let site = try APITestServer()
    await site.send("POST", deployments, APITestServer.deployment("web"))
    let path = deployments + "/web"
    let merged = await site.send(
      "PATCH", path, ["metadata": ["labels": ["tier": "front"]]],
      type: "application/merge-patch+json")
    #expect(merged.document.labels["tier"] == "front")
    let strategic = await site.send(
      "PATCH", path,
      [
        "spec": [
          "template": [
            "spec": ["containers": [["name": "web", "env": [["name": "A", "value": "1"]]]]]
          ]
        ]
      ], type: "application/strategic-merge-patch+json")
    let container = strategic["spec", "template", "spec", "containers"]?[0]
    #expect(container?["image"] == "quay.io/lab/web" && container?["env"]?[0]?["name"] == "A")
    let json = await site.send(
      "PATCH", path, [["op": "replace", "path": "/spec/replicas", "value": 4]],
      type: "application/json-patch+json")
    #expect(json["spec", "replicas"] == 4)
    let other = await site.send("PATCH", path, [:], type: "text/yaml")
    #expect(other.status == 415)
  }

  @Test func scale_is_read_and_written_as_a_document_of_its_own() async throws {
    let site = try APITestServer()
    await site.send("POST", deployments, APITestServer.deployment("web"))
    let scaled = await site.send(
      "PATCH", deployments + "/web/scale", ["spec": ["replicas": 3]],
      type: "application/merge-patch+json")
    #expect(scaled["kind"] == "Scale" && scaled["spec", "replicas"] == 3)
    #expect(scaled["status", "selector"] == "app=web")
    #expect(await site.send("GET", deployments + "/web")["spec", "replicas"] == 3)
  }

  @Test func a_dry_run_stores_nothing() async throws {
    let site = try APITestServer()
    let answer = await site.send("POST", pods + "?dryRun=All", APITestServer.pod("a"))
    #expect(answer.status == 201 && answer["metadata", "uid"] != nil)
    #expect(await site.send("GET", pods + "/a").status == 404)
  }

  @Test func a_deleted_object_is_gone_and_a_scheduled_pod_gets_time() async throws {
    let site = try APITestServer()
    await site.send("POST", pods, APITestServer.pod("a"))
    let gone = await site.send("DELETE", pods + "/a")
    #expect(gone["status"] == "Success" && gone["details", "name"] == "a")
    var scheduled = APITestServer.pod("b")
    scheduled["spec", "nodeName"] = "node"
    await site.send("POST", pods, scheduled)
    let marked = await site.send("DELETE", pods + "/b", ["gracePeriodSeconds": 5])
    #expect(marked["metadata", "deletionTimestamp"] == "2027-01-15T08:00:05Z")
    #expect(await site.send("GET", pods + "/b").status == 200)
    await site.send("DELETE", pods + "/b", ["gracePeriodSeconds": 0])
    #expect(await site.send("GET", pods + "/b").status == 404)
  }

  @Test func a_collection_is_deleted_by_selection() async throws {
    let site = try APITestServer()
    for name in ["a", "b"] {
      await site.send("POST", pods, APITestServer.pod(name, labels: ["app": name]))
    }
    await site.send("DELETE", pods + "?labelSelector=app=a")
    #expect(await site.send("GET", pods)["items"]?.array?.map(\.name) == ["b"])
  }

  @Test func a_table_is_answered_where_it_is_wanted() async throws {
    let site = try APITestServer()
    await site.send("POST", pods, APITestServer.pod("a"))
    site.time.pass(90)
    let accept = "application/json;as=Table;g=meta.k8s.io;v=v1,application/json"
    let list = await site.send("GET", pods, accept: accept)
    #expect(list["kind"] == "Table" && list["rows"]?[0]?["cells"]?[2] == "Pending")
    #expect(list["rows"]?[0]?["cells"]?[4] == "90s")
    #expect(await site.send("GET", pods + "/a", accept: accept)["kind"] == "Table")
    #expect(await site.send("GET", pods + "/a")["kind"] == "Pod")
  }

  @Test func a_service_gets_an_address_and_keeps_it() async throws {
    let site = try APITestServer()
    let service: Value = [
      "metadata": ["name": "web"],
      "spec": ["ports": [["port": 80]], "selector": ["app": "web"], "type": "LoadBalancer"],
    ]
    let path = "/api/v1/namespaces/lab/services"
    let created = await site.send("POST", path, service)
    let address = created["spec", "clusterIP"]?.string ?? ""
    #expect(address.hasPrefix("127.5."))
    #expect(created["spec", "ports"]?[0]?["targetPort"] == 80)
    let nodePort = created["spec", "ports"]?[0]?["nodePort"]?.integer ?? 0
    #expect((30_000..<32_768).contains(nodePort))
    let patched = await site.send(
      "PATCH", path + "/web", ["spec": ["clusterIP": "127.5.9.9"]],
      type: "application/merge-patch+json")
    #expect(patched.status == 422)
    #expect(await site.send("GET", path + "/web")["spec", "clusterIP"] == .string(address))
  }

  @Test func a_secret_takes_texts_and_keeps_bytes() async throws {
    let site = try APITestServer()
    let secret: Value = ["metadata": ["name": "s"], "stringData": ["a": "hello"]]
    let created = await site.send("POST", "/api/v1/namespaces/lab/secrets", secret)
    #expect(created["data", "a"] == "aGVsbG8=" && created["stringData"] == nil)
    #expect(created["type"] == "Opaque")
  }

  @Test func what_an_applied_document_no_longer_says_is_removed() async throws {
    let site = try APITestServer()
    let path = deployments + "/web?fieldManager=kubectl"
    var document = APITestServer.deployment("web")
    document["metadata", "labels"] = ["a": "1", "b": "2"]
    let type = "application/apply-patch+yaml"
    #expect(await site.send("PATCH", path, document, type: type).status == 201)
    document["metadata", "labels"] = ["a": "1"]
    let second = await site.send("PATCH", path, document, type: type)
    #expect(second.status == 200 && second.document.labels == ["a": "1"])
    let nameless = await site.send("PATCH", deployments + "/web", document, type: type)
    #expect(nameless.status == 422)
  }

  @Test func two_managers_who_disagree_conflict_unless_one_insists() async throws {
    let site = try APITestServer()
    let type = "application/apply-patch+yaml"
    var document = APITestServer.deployment("web")
    document["spec", "replicas"] = 2
    await site.send("PATCH", deployments + "/web?fieldManager=one", document, type: type)
    document["spec", "replicas"] = 3
    let path = deployments + "/web?fieldManager=two"
    let refused = await site.send("PATCH", path, document, type: type)
    #expect(
      refused.message
        == "Apply failed with 1 conflict: conflict with \"one\" using apps/v1: .spec.replicas")
    let forced = await site.send("PATCH", path + "&force=true", document, type: type)
    #expect(forced["spec", "replicas"] == 3)
  }
}
