import Documents
import Kubernetes
import KubernetesClient
import Platform
import Sites
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct PodTests {
  @Test func a_deployment_runs_and_its_service_answers_by_name() async throws {
    try await SiteBench.run { bench in
      try await bench.deploy("web", image: "lab/web")
      try await bench.expose("web", port: 80)
      let pod = try await bench.pod("web", is: "Ready")
      try await eventually("the service answers") {
        let answer = try await bench.onHost("curl", "-s", "http://web:80/")
        return (answer == "\(pod.name) saw 127.\(bench.configuration.block).0.10\n", answer)
      }
      try await eventually("the log tells of it") {
        let log = try await bench.log(pod)
        return (log.hasPrefix("listening\nasked for /\n"), log)
      }
      let events = try await bench.list(.events).map { $0["reason"]?.string ?? "" }
      for reason in ["ScalingReplicaSet", "SuccessfulCreate", "Scheduled", "Pulled", "Started"] {
        #expect(events.contains(reason))
      }
    }
  }

  @Test func a_deleted_pod_is_replaced_and_a_killed_container_starts_again() async throws {
    try await SiteBench.run { bench in
      try await bench.deploy("loop", image: "lab/loop")
      let first = try await bench.pod("loop", is: "Ready")
      try await bench.delete(.pods, first.name)
      let second = try await bench.pod("loop", is: "Ready") { $0.name != first.name }
      try await eventually("the first pod is gone") {
        let names = try await bench.pods("loop").map(\.name)
        return (names == [second.name], "\(names)")
      }
      let processes = ProcessTable.find(environment: "TRESTLE_POD=\(second.uid)")
      let main = try #require(processes.min { $0.pid < $1.pid })
      _ = Signal.kill.send(to: main.pid)
      let again = try await bench.pod("loop", is: "Ready") { pod in
        pod["status", "containerStatuses"]?[0]?["restartCount"] == 1
      }
      #expect(again.name == second.name)
      let last = again["status", "containerStatuses"]?[0]?["lastState", "terminated"]
      #expect(last?["exitCode"] == 137)
    }
  }

  @Test func an_unknown_image_and_a_broken_program_say_so() async throws {
    try await SiteBench.run { bench in
      try await bench.deploy("lost", image: "nowhere.example/lost:1")
      try await bench.deploy("crash", image: "lab/crash")
      try await bench.pod("lost", is: "ErrImagePull")
      try await bench.pod("lost", is: "ImagePullBackOff")
      let pod = try await bench.pod("crash", is: "CrashLoopBackOff")
      #expect(try await bench.log(pod) == "broken\n")
      let messages = try await bench.list(.events).map { $0["message"]?.string ?? "" }
      #expect(messages.contains("Back-off pulling image \"nowhere.example/lost:1\""))
      #expect(messages.contains { $0.hasPrefix("Back-off restarting failed container crash") })
    }
  }

  @Test func variables_and_volumes_reach_the_container_and_follow_changes() async throws {
    try await SiteBench.run { bench in
      try await bench.create(
        .secrets,
        ["metadata": ["name": "key"], "stringData": ["word": "open"], "data": [:]])
      try await bench.expose("data-base", port: 5432)
      let program = """
        echo "$DATA_BASE_SERVICE_PORT $WORD $(cat $TRESTLE_ROOT/etc/key/word)"
        while [ "$(cat $TRESTLE_ROOT/etc/key/word)" != sesame ]; do sleep 0.05; done
        echo changed; sleep 60
        """
      try await bench.create(
        .pods,
        [
          "metadata": ["name": "reader", "labels": ["app": "reader"]],
          "spec": [
            "containers": [
              [
                "name": "reader", "image": "lab/loop", "command": ["sh", "-c", Value(program)],
                "env": [
                  [
                    "name": "WORD",
                    "valueFrom": ["secretKeyRef": ["name": "key", "key": "word"]],
                  ]
                ],
                "volumeMounts": [["name": "key", "mountPath": "/etc/key"]],
              ]
            ],
            "volumes": [["name": "key", "secret": ["secretName": "key"]]],
          ],
        ])
      let pod = try await bench.pod("reader", is: "Ready")
      func logHas(_ line: String) async throws {
        try await eventually("the log has \(line)") {
          let log = try await bench.log(pod)
          return (log.contains("\(line)\n"), log)
        }
      }
      try await logHas("5432 open open")
      try await bench.patch(.secrets, "key", ["stringData": ["word": "sesame"]])
      try await logHas("changed")
    }
  }

  @Test func a_pod_waits_for_a_secret_that_does_not_exist_yet() async throws {
    try await SiteBench.run { bench in
      try await bench.create(
        .pods,
        [
          "metadata": ["name": "waits", "labels": ["app": "waits"]],
          "spec": [
            "containers": [["name": "waits", "image": "lab/loop"]],
            "volumes": [["name": "key", "secret": ["secretName": "key"]]],
          ],
        ])
      try await bench.pod("waits", is: "ContainerCreating")
      try await bench.create(.secrets, ["metadata": ["name": "key"], "data": [:]])
      try await bench.pod("waits", is: "Ready")
    }
  }

  @Test func readiness_decides_whether_the_service_answers() async throws {
    try await SiteBench.run { bench in
      try await bench.deploy(
        "web", image: "lab/web",
        container: ["readinessProbe": ["exec": ["command": ["test", "-e", "tmp/ready"]]]])
      try await bench.expose("web", port: 8080)
      let pod = try await bench.pod("web", is: "Running")
      #expect(
        try await bench.onHost(
          "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "http://web:8080/")
          == "000")
      let root =
        "\(bench.directory)/pods/lab_\(pod.name)_\(pod.uid)/web/root"
      try Files.write("\(root)/tmp/ready", text: "")
      try await bench.pod("web", is: "Ready")
      try await eventually("the service answers") {
        let answer = try await bench.onHost("curl", "-s", "http://web.lab.svc:8080/")
        return (answer.hasPrefix(pod.name), answer)
      }
    }
  }

  @Test func a_restarted_site_has_its_objects_and_starts_its_pods_again() async throws {
    try await SiteBench.run { bench in
      try await bench.deploy("loop", image: "lab/loop")
      let before = try await bench.pod("loop", is: "Ready")
      let again = try await bench.restarted()
      do {
        let after = try await again.pod("loop", is: "Ready") { pod in
          pod["status", "containerStatuses"]?[0]?["restartCount"] == 1
        }
        #expect(after.name == before.name)
        #expect(after["status", "podIP"] == before["status", "podIP"])
      } catch {
        await again.site.stop(within: .milliseconds(200))
        throw error
      }
      await again.site.stop(within: .milliseconds(200))
    }
  }

  @Test func a_site_whose_block_was_taken_goes_on_in_another() async throws {
    try await SiteBench.run { bench in
      try await bench.deploy("web", image: "lab/web")
      try await bench.expose("web", port: 80)
      let before = try await bench.pod("web", is: "Ready")
      let lease = try BlockLease.claim()
      defer { lease.release() }
      let moved = try await bench.restarted(in: lease.block)
      do {
        let prefix = "127.\(lease.block)."
        let after = try await moved.pod("web", is: "Ready") { pod in
          pod["status", "podIP"]?.string?.hasPrefix(prefix) == true
        }
        #expect(after.name == before.name)
        try await eventually("the service answers in its new place") {
          let answer = try await moved.onHost("curl", "-s", "http://web/")
          return (answer == "\(after.name) saw \(prefix)0.10\n", answer)
        }
      } catch {
        await moved.site.stop(within: .milliseconds(200))
        throw error
      }
      await moved.site.stop(within: .milliseconds(200))
    }
  }
}
