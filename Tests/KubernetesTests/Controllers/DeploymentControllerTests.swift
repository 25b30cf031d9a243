import Documents
import Kubernetes
import Testing

@Suite struct DeploymentControllerTests {
  @Test func a_new_deployment_gets_a_replica_set_with_a_revision_and_pods() throws {
    var cluster = TestCluster(TestCluster.deployment(replicas: 2))
    #expect(cluster.replicaSets == ["1: 2/2/0"])
    let set = try #require(cluster.snapshot.all(.replicaSets).first)
    #expect(set.name == "web-\(set.labels["pod-template-hash"] ?? "")")
    #expect(set.controller?.name == "web")
    let deployment = try #require(cluster.snapshot.object(.deployments, "lab", "web"))
    #expect(deployment.annotations["deployment.kubernetes.io/revision"] == "1")
    #expect(deployment["status", "unavailableReplicas"] == 2)
    #expect(!deployment.holds("Available"))

    cluster.makePodsReady()
    let ready = try #require(cluster.snapshot.object(.deployments, "lab", "web"))
    #expect(ready["status", "readyReplicas"] == 2)
    #expect(ready["status", "unavailableReplicas"] == nil)
    #expect(ready.holds("Available"))
    #expect(ready.condition("Progressing")?["reason"] == "NewReplicaSetAvailable")
    #expect(cluster.events.contains("ScalingReplicaSet: Scaled up replica set \(set.name) to 2"))
  }

  @Test func a_changed_template_brings_the_new_pod_before_the_old_one_goes() {
    var cluster = TestCluster(TestCluster.deployment())
    cluster.makePodsReady()
    cluster.change(.deployments, "web") { deployment in
      deployment["spec", "template", "spec", "containers"] = [
        ["name": "web", "image": "quay.io/lab/web:2"]
      ]
    }
    #expect(cluster.replicaSets == ["1: 1/1/1", "2: 1/1/0"])
    cluster.makePodsReady()
    #expect(cluster.replicaSets == ["1: 0/0/0", "2: 1/1/1"])
  }

  @Test func of_four_pods_three_stay_available_during_an_update() {
    var cluster = TestCluster(TestCluster.deployment(replicas: 4))
    cluster.makePodsReady()
    cluster.change(.deployments, "web") { deployment in
      deployment["spec", "template", "metadata", "annotations", "restarted"] = "now"
    }
    #expect(cluster.replicaSets == ["1: 3/3/3", "2: 2/2/0"])
    cluster.makePodsReady()
    #expect(cluster.replicaSets == ["1: 1/1/1", "2: 4/4/2"])
    cluster.makePodsReady()
    #expect(cluster.replicaSets == ["1: 0/0/0", "2: 4/4/4"])
  }

  @Test func going_back_takes_the_old_replica_set_under_a_new_revision() {
    var cluster = TestCluster(TestCluster.deployment())
    cluster.makePodsReady()
    func setImage(_ tag: String) {
      cluster.change(.deployments, "web") { deployment in
        deployment["spec", "template", "spec", "containers"] = [
          ["name": "web", "image": Value("quay.io/lab/web:\(tag)")]
        ]
      }
      cluster.makePodsReady()
    }
    setImage("2")
    setImage("1")
    #expect(cluster.replicaSets == ["2: 0/0/0", "3: 1/1/1"])
    let deployment = cluster.snapshot.object(.deployments, "lab", "web")
    #expect(deployment?.annotations["deployment.kubernetes.io/revision"] == "3")
  }

  @Test func scaling_changes_the_current_replica_set_alone() {
    var cluster = TestCluster(TestCluster.deployment())
    cluster.makePodsReady()
    cluster.change(.deployments, "web") { $0["spec", "replicas"] = 3 }
    cluster.makePodsReady()
    #expect(cluster.replicaSets == ["1: 3/3/3"])
    cluster.change(.deployments, "web") { $0["spec", "replicas"] = 0 }
    #expect(cluster.replicaSets == ["1: 0/0/0"])
    #expect(cluster.snapshot.all(.pods).isEmpty)
  }

  @Test func what_new_app_makes_waits_for_its_image_stream() throws {
    let trigger =
      #"[{"from":{"kind":"ImageStreamTag","name":"web:latest"},"#
      + #""fieldPath":"spec.template.spec.containers[?(@.name==\"web\")].image"}]"#
    var cluster = TestCluster()
    cluster.store([
      "apiVersion": "image.openshift.io/v1", "kind": "ImageStream",
      "metadata": ["name": "web", "namespace": "lab"],
      "spec": [
        "tags": [
          ["name": "latest", "from": ["kind": "DockerImage", "name": "quay.io/lab/web:1"]]
        ]
      ],
    ])
    cluster.store(
      TestCluster.deployment(
        image: " ", annotations: ["image.openshift.io/triggers": trigger]))
    cluster.settle()
    #expect(cluster.replicaSets == ["1: 1/0/0", "2: 1/1/0"])
    cluster.makePodsReady()
    #expect(cluster.replicaSets == ["1: 0/0/0", "2: 1/1/1"])
    #expect(
      cluster.events.contains { $0.hasPrefix("FailedCreate: Error creating: Pod \"web-") })
    let deployment = try #require(cluster.snapshot.object(.deployments, "lab", "web"))
    let image = deployment["spec", "template", "spec", "containers"]?[0]?["image"]?.string
    #expect(image?.hasPrefix("quay.io/lab/web@sha256:") == true)
    #expect(deployment.condition("ReplicaFailure") == nil)
  }

  @Test func a_recreated_deployment_ends_its_pods_first() {
    var deployment = TestCluster.deployment(replicas: 2)
    deployment["spec", "strategy"] = ["type": "Recreate"]
    var cluster = TestCluster(deployment)
    cluster.makePodsReady()
    cluster.change(.deployments, "web") { deployment in
      deployment["spec", "template", "metadata", "annotations", "restarted"] = "now"
    }
    #expect(cluster.replicaSets == ["1: 0/0/0", "2: 2/2/0"])
  }

  @Test func a_rollout_that_stands_still_too_long_says_so() {
    var cluster = TestCluster(TestCluster.deployment())
    cluster.now = cluster.now + 601
    cluster.settle()
    let deployment = cluster.snapshot.object(.deployments, "lab", "web")
    #expect(deployment?.condition("Progressing")?["reason"] == "ProgressDeadlineExceeded")
    cluster.makePodsReady()
    let ready = cluster.snapshot.object(.deployments, "lab", "web")
    #expect(ready?.holds("Progressing") == true)
  }
}
