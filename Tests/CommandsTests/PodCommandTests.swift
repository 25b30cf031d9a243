import Documents
import Kubernetes
import Testing

@testable import Commands

/// What the words of commands for pods mean.
@Suite struct PodCommandTests {
  private let pod = PodTarget(
    pod: [
      "metadata": ["name": "web-1"],
      "spec": [
        "containers": [["name": "web", "ports": [["name": "http", "containerPort": 8080]]]]
      ],
    ], named: ["metadata": ["name": "web-1"]], type: .pods)

  private var service: PodTarget {
    PodTarget(
      pod: pod.pod,
      named: [
        "metadata": ["name": "web"],
        "spec": [
          "clusterIP": "127.10.200.1",
          "ports": [
            ["port": 80, "targetPort": "http"], ["port": 81, "targetPort": 9000, "name": "more"],
            ["port": 82, "targetPort": "none"],
          ],
        ],
      ], type: .services)
  }

  @Test(arguments: [
    ("8080", 8080, 8080), ("80:8080", 80, 8080), (":8080", 0, 8080), ("0:8080", 0, 8080),
    ("1:http", 1, 8080),
  ])
  func a_pod_s_ports(word: String, local: Int, remote: Int) throws {
    #expect(try PortForward.pair(word, pod) == PortForward.Pair(local: local, remote: remote))
  }

  @Test(arguments: [("80", 80, 8080), ("8080:81", 8080, 9000), ("5:more", 5, 9000)])
  func a_service_s_ports_lead_to_its_pods_(word: String, local: Int, remote: Int) throws {
    #expect(
      try PortForward.pair(word, service) == PortForward.Pair(local: local, remote: remote))
  }

  @Test(arguments: [
    ("x", "error parsing remote port 'x': strconv.ParseUint: parsing \"x\": invalid syntax"),
    ("x:80", "error parsing local port 'x': strconv.ParseUint: parsing \"x\": invalid syntax"),
    (
      "70000",
      "error parsing remote port '70000': strconv.ParseUint: parsing \"70000\": "
        + "value out of range"
    ),
    ("1:2:3", "invalid port format '1:2:3'"), ("80:0", "remote port must be > 0"),
  ])
  func a_word_that_is_no_port(word: String, message: String) {
    let error = #expect(throws: CommandError.self) { try PortForward.pair(word, pod) }
    #expect(error?.text == "error: \(message)")
  }

  @Test func a_service_without_that_port_says_so() {
    for (word, message) in [
      ("99", "Service web does not have a service port 99"),
      ("82", "Pod 'web-1' does not have a named port 'none'"),
    ] {
      let error = #expect(throws: CommandError.self) { try PortForward.pair(word, service) }
      #expect(error?.text == "error: \(message)")
    }
  }

  @Test(
    arguments: [
      ("web:/a", nil, "web", "/a"), ("lab/web:/a:b", "lab", "web", "/a:b"),
      ("/plain/path", nil, nil, "/plain/path"),
    ] as [(String, String?, String?, String)])
  func a_place_is_here_or_in_a_pod(
    text: String, namespace: String?, pod: String?, path: String
  ) throws {
    let place = try Copy.Place(text)
    #expect(place.namespace == namespace && place.pod == pod && place.path == path)
  }

  @Test(arguments: ["a/b/c:/x", "/b:/x", ":x"]) func a_place_in_no_pod(text: String) {
    #expect(throws: CommandError.self) { try Copy.Place(text) }
  }

  @Test func a_shell_s_command_keeps_its_flags() throws {
    let flags = try ParsedFlags(
      ["-c", "web", "pod", "ls", "-l", "--", "-c"], Exec.shellFlags, stopsAtWords: true)
    #expect(flags["container"] == "web")
    #expect(flags.positionals == ["pod", "ls", "-l", "--", "-c"])
  }

  @Test func a_program_s_end_becomes_the_command_s() throws {
    try ProgramStream.check(["status": "Success"])
    let failed = #expect(throws: CommandError.self) {
      try ProgramStream.check([
        "status": "Failure", "reason": "NonZeroExitCode",
        "details": ["causes": [["reason": "ExitCode", "message": "7"]]],
      ])
    }
    #expect(failed?.text == "command terminated with exit code 7" && failed?.exitCode == 7)
    let refused = #expect(throws: CommandError.self) {
      try ProgramStream.check(["status": "Failure", "message": "no such program"])
    }
    #expect(refused?.text == "error: no such program" && refused?.exitCode == 1)
  }
}
