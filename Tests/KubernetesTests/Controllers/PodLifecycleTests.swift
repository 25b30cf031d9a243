import Documents
import Kubernetes
import Testing

@Suite struct PodLifecycleTests {
  static let now = Timestamp(seconds: 1_700_000_000)

  static func lifecycle(_ container: Value, policy: String = "Always") -> PodLifecycle {
    let facts = SiteFacts(
      block: 7, domain: "apps.example.test", isOpenShift: false,
      images: [ImageDescription(repository: "web", command: ["web"])])
    let pod: Value = [
      "apiVersion": "v1", "kind": "Pod",
      "metadata": ["name": "one", "namespace": "lab", "uid": "u1"],
      "spec": ["restartPolicy": Value(policy), "containers": [container]],
    ]
    return PodLifecycle(pod: pod, address: "127.7.128.1", facts: facts)
  }

  static let web: Value = ["name": "web", "image": "web:1"]

  private func reason(_ lifecycle: inout PodLifecycle) -> String? {
    let status = lifecycle.status(now: Self.now)
    let state = status["containerStatuses"]?[0]?["state"]
    return state?["waiting", "reason"]?.string ?? state?["terminated", "reason"]?.string
      ?? (state?["running"] == nil ? nil : "Running")
  }

  private func pauses(_ actions: [PodLifecycle.Action]) -> [Int] {
    actions.compactMap { if case .wait(_, let seconds) = $0 { seconds } else { nil } }
  }

  @Test func a_pod_goes_from_pending_by_way_of_its_process_to_running_and_ready() {
    var pod = Self.lifecycle(Self.web)
    #expect(
      pod.handle(.begin, now: Self.now) == [
        .event(
          .normal, reason: "Pulled",
          message: "Container image \"web:1\" already present on machine", container: "web"),
        .start("web"),
      ])
    #expect(reason(&pod) == "ContainerCreating")
    #expect(pod.status(now: Self.now)["phase"] == "Pending")
    _ = pod.handle(.started("web", identifier: "cri-o://1"), now: Self.now)
    let status = pod.status(now: Self.now)
    #expect(status["phase"] == "Running")
    #expect(status["podIP"] == "127.7.128.1")
    #expect(status["containerStatuses"]?[0]?["ready"] == true)
    #expect(Value(status: status).holds("Ready"))
  }

  @Test func an_unknown_image_is_an_error_and_then_a_pause_that_grows() {
    var pod = Self.lifecycle(["name": "web", "image": "nowhere/web"])
    _ = pod.handle(.begin, now: Self.now)
    #expect(reason(&pod) == "ErrImagePull")
    #expect(pod.status(now: Self.now)["phase"] == "Pending")
    var seen: [Int] = []
    for _ in 0..<6 {
      seen += pauses(pod.handle(.due(.pull("web")), now: Self.now))
      #expect(reason(&pod) == "ImagePullBackOff")
      _ = pod.handle(.due(.pull("web")), now: Self.now)
      #expect(reason(&pod) == "ErrImagePull")
    }
    #expect(seen == [10, 20, 40, 80, 160, 300])
  }

  @Test func a_container_that_ends_starts_again_at_once_and_then_after_growing_pauses() {
    var pod = Self.lifecycle(Self.web)
    _ = pod.handle(.begin, now: Self.now)
    _ = pod.handle(.started("web", identifier: "1"), now: Self.now)
    let first = pod.handle(.exited("web", code: 0, signal: 9), now: Self.now)
    #expect(first.contains(.start("web")))
    var status = pod.status(now: Self.now)["containerStatuses"]?[0]
    #expect(status?["restartCount"] == 1)
    #expect(status?["lastState", "terminated", "exitCode"] == 137)
    var seen: [Int] = []
    for _ in 0..<7 {
      _ = pod.handle(.started("web", identifier: "2"), now: Self.now)
      seen += pauses(pod.handle(.exited("web", code: 1, signal: nil), now: Self.now))
      #expect(reason(&pod) == "CrashLoopBackOff")
      #expect(pod.handle(.due(.restart("web")), now: Self.now).contains(.start("web")))
    }
    #expect(seen == [10, 20, 40, 80, 160, 300, 300])
    status = pod.status(now: Self.now)["containerStatuses"]?[0]
    #expect(status?["restartCount"] == 8)
  }

  @Test func a_long_good_run_makes_earlier_ends_forgotten() {
    var pod = Self.lifecycle(Self.web)
    _ = pod.handle(.begin, now: Self.now)
    for _ in 0..<3 {
      _ = pod.handle(.started("web", identifier: "1"), now: Self.now)
      let later = Self.now + PodLifecycleTests.longRun
      let actions = pod.handle(.exited("web", code: 1, signal: nil), now: later)
      #expect(actions.contains(.start("web")))
    }
  }

  static let longRun = 700

  @Test func readiness_follows_the_probe() {
    var container = Self.web
    container["readinessProbe"] = [
      "httpGet": ["path": "/", "port": 8080], "periodSeconds": 10, "failureThreshold": 2,
    ]
    var pod = Self.lifecycle(container)
    _ = pod.handle(.begin, now: Self.now)
    let started = pod.handle(.started("web", identifier: "1"), now: Self.now)
    #expect(started.contains(.wait(.probe("web", .readiness), seconds: 0)))
    #expect(
      pod.handle(.due(.probe("web", .readiness)), now: Self.now) == [.probe("web", .readiness)])
    func ready() -> Bool { Value(status: pod.status(now: Self.now)).holds("Ready") }
    func probe(_ succeeded: Bool) -> [PodLifecycle.Action] {
      pod.handle(
        .probed("web", .readiness, succeeded: succeeded, message: "refused"), now: Self.now)
    }
    #expect(
      probe(false) == [
        .event(
          .warning, reason: "Unhealthy", message: "Readiness probe failed: refused",
          container: "web"),
        .wait(.probe("web", .readiness), seconds: 1),
      ])
    #expect(!ready())
    #expect(probe(true) == [.wait(.probe("web", .readiness), seconds: 10)])
    #expect(ready())
    _ = probe(false)
    #expect(ready())
    _ = probe(false)
    #expect(!ready())
  }

  @Test func a_container_that_is_not_alive_is_ended_and_started_again() {
    var container = Self.web
    container["livenessProbe"] = ["tcpSocket": ["port": 8080], "failureThreshold": 1]
    var pod = Self.lifecycle(container)
    _ = pod.handle(.begin, now: Self.now)
    _ = pod.handle(.started("web", identifier: "1"), now: Self.now)
    let actions = pod.handle(
      .probed("web", .liveness, succeeded: false, message: "refused"), now: Self.now)
    #expect(actions.contains(.terminate("web")))
    #expect(actions.contains(.wait(.end("web"), seconds: 30)))
    #expect(pod.handle(.exited("web", code: 0, signal: 15), now: Self.now).contains(.start("web")))
  }

  @Test func ending_a_pod_asks_first_and_insists_after_the_grace() {
    var pod = Self.lifecycle(Self.web)
    _ = pod.handle(.begin, now: Self.now)
    _ = pod.handle(.started("web", identifier: "1"), now: Self.now)
    #expect(
      pod.handle(.terminate(grace: 30), now: Self.now) == [
        .event(
          .normal, reason: "Killing", message: "Stopping container web", container: "web"),
        .terminate("web"), .wait(.endOfGrace, seconds: 30),
      ])
    #expect(!Value(status: pod.status(now: Self.now)).holds("Ready"))
    #expect(pod.handle(.due(.endOfGrace), now: Self.now) == [.kill("web")])
    #expect(pod.handle(.exited("web", code: 0, signal: 9), now: Self.now) == [.finished])
  }

  @Test func a_pod_without_processes_ends_at_once() {
    var pod = Self.lifecycle(["name": "web", "image": "nowhere/web"])
    _ = pod.handle(.begin, now: Self.now)
    #expect(pod.handle(.terminate(grace: 30), now: Self.now) == [.finished])
    #expect(pod.handle(.due(.pull("web")), now: Self.now) == [])
  }

  @Test(arguments: [(0, "Succeeded"), (3, "Failed")])
  func a_pod_that_runs_once_keeps_its_result(code: Int, phase: String) {
    var pod = Self.lifecycle(Self.web, policy: "Never")
    _ = pod.handle(.begin, now: Self.now)
    _ = pod.handle(.started("web", identifier: "1"), now: Self.now)
    #expect(pod.handle(.exited("web", code: code, signal: nil), now: Self.now) == [])
    #expect(pod.status(now: Self.now)["phase"]?.string == phase)
  }

  @Test func a_restarted_site_starts_what_ran_with_one_more_restart() {
    var pod = Self.lifecycle(Self.web)
    _ = pod.handle(.begin, now: Self.now)
    _ = pod.handle(.started("web", identifier: "1"), now: Self.now)
    var document = pod.pod
    document["status"] = pod.status(now: Self.now)
    var resumed = PodLifecycle(pod: document, address: "127.7.128.1", facts: Self.facts)
    #expect(resumed.handle(.begin, now: Self.now).contains(.start("web")))
    #expect(resumed.restarts(of: "web") == 1)
  }

  static let facts = SiteFacts(
    block: 7, domain: "apps.example.test", isOpenShift: false,
    images: [ImageDescription(repository: "web", command: ["web"])])

  @Test func containers_of_the_beginning_run_one_after_the_other() {
    var pod = PodLifecycle(
      pod: [
        "apiVersion": "v1", "kind": "Pod",
        "metadata": ["name": "one", "namespace": "lab", "uid": "u1"],
        "spec": [
          "initContainers": [["name": "first", "image": "web"]], "containers": [Self.web],
        ],
      ], address: "127.7.128.1", facts: Self.facts)
    #expect(pod.handle(.begin, now: Self.now).contains(.start("first")))
    _ = pod.handle(.started("first", identifier: "1"), now: Self.now)
    #expect(reason(&pod) == "PodInitializing")
    let next = pod.handle(.exited("first", code: 0, signal: nil), now: Self.now)
    #expect(next.contains(.start("web")))
    #expect(Value(status: pod.status(now: Self.now)).holds("Initialized"))
  }

  @Test func a_missing_volume_is_told_once_and_tried_again() {
    var pod = Self.lifecycle(Self.web)
    let first = pod.handle(.lacks("secret \"key\" not found"), now: Self.now)
    #expect(first.count == 2)
    #expect(
      pod.handle(.lacks("secret \"key\" not found"), now: Self.now)
        == [.wait(.preparation, seconds: 1)])
    #expect(pod.handle(.begin, now: Self.now).contains(.start("web")))
  }
}

extension Value {
  fileprivate init(status: Value) { self = ["status": status] }
}
