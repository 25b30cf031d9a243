import Documents
import Platform
import Testing

extension EndToEnd {
  /// Runs beside each other, and in surroundings with less than a root's.
  @Suite(
    .serialized, .lane,
    .enabled(if: Trestle.hasSeed, "the shared tracks are not beside the project"))
  struct SideBySideTests {
    let home: Home
    init() throws { home = try Home() }

    @Test func two_runs_at_the_same_time_both_pass() async throws {
      let other = try Home()
      async let first = home.run("test", Trestle.seed, "--lab", Trestle.seedLab)
      async let second = other.run("test", Trestle.seed, "--lab", Trestle.seedLab)
      let outcomes = try await [first, second]
      for outcome in outcomes { #expect(outcome.status == 0, "\(outcome)") }
      try await home.expectNothingLeft()
      try await other.expectNothingLeft()
    }

    @Test func two_runs_of_one_user_both_pass() async throws {
      async let first = home.run("test", Trestle.seed, "--lab", Trestle.seedLab)
      async let second = home.run("test", Trestle.lab)
      let outcomes = try await [first, second]
      for outcome in outcomes { #expect(outcome.status == 0, "\(outcome)") }
      try await home.expectNothingLeft()
    }

    @Test(.enabled(if: Ordinary.isPossible, "only root can become an ordinary user without a word"))
    func an_ordinary_user_without_privileges_passes() async throws {
      let outcome = try await Ordinary(home).test()
      #expect(outcome.status == 0, "\(outcome)")
      try await home.expectNothingLeft()
    }

    /// In a user name space of its own, whose limit of further ones is none: whatever would make
    /// one there is told that there is no room.
    @Test(.enabled(if: Ordinary.hasNamespaces, "this machine lets nobody limit user name spaces"))
    func a_container_without_user_name_spaces_is_enough() async throws {
      let script = """
        echo 0 > /proc/sys/user/max_user_namespaces
        if unshare --user true 2>/dev/null; then echo 'There is room.'; exit 9; fi
        exec "$@"
        """
      let run = home.launch(["test", Trestle.seed, "--lab", Trestle.seedLab])
      var launch = ProcessLaunch(
        "unshare",
        ["--user", "--map-root-user", "bash", "-c", script, "bash", run.program] + run.arguments,
        environment: home.environment, directory: Trestle.root)
      launch.grouping = .session
      let outcome = try await home.run(launch)
      #expect(outcome.status == 0, "\(outcome)")
      try await home.expectNothingLeft()
    }
  }
}

/// The user nobody, with copies of the executable and the track where that user can read them.
struct Ordinary {
  let home: Home

  static var isPossible: Bool { Files.isExecutable("/usr/bin/setpriv") && isRoot }

  /// Whether a user name space can be made and told to have no further ones.
  static var hasNamespaces: Bool {
    let probe = ProcessLaunch(
      "unshare",
      [
        "--user", "--map-root-user", "sh", "-c",
        "echo 0 > /proc/sys/user/max_user_namespaces",
      ])
    return (try? probe.run(timeout: .seconds(5)))?.status.isSuccess == true
  }

  private static var isRoot: Bool {
    let status = (try? Files.readText("/proc/self/status")) ?? ""
    return status.split(separator: "\n").contains { $0.hasPrefix("Uid:\t0\t") }
  }

  init(_ home: Home) { self.home = home }

  /// Tests the seed as that user.
  func test() async throws -> Trestle.Outcome {
    let script = """
      set -e
      cd "$TRESTLE_HOME"
      if [ ! -d product ]; then
        mkdir product state
        cp -L "$(readlink -f "$1")" product/trestle
        cp -L "$(dirname "$(readlink -f "$1")")"/libtrestle-net.so product/
        cp "$2" seed.md
        cp "$3" lab.yml
        chmod -R a+rX . && chmod a+rx . && chown 65534:65534 state
      fi
      """
    var prepare = ProcessLaunch(
      "/bin/bash", ["-c", script, "bash", Trestle.executable, Trestle.seed, Trestle.seedLab],
      environment: home.environment)
    prepare.grouping = .session
    let prepared = try await home.run(prepare)
    try #require(prepared.status == 0, "\(prepared)")
    var environment = home.environment
    environment["TRESTLE_HOME"] = "\(home.path)/state"
    environment["HOME"] = "\(home.path)/state"
    let command = ["\(home.path)/product/trestle", "test", "seed.md", "--lab", "lab.yml"]
    var launch = ProcessLaunch(
      "/usr/bin/setpriv",
      ["--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs", "--bounding-set=-all"]
        + command,
      environment: environment, directory: home.path)
    launch.grouping = .session
    return try await home.run(launch)
  }
}
