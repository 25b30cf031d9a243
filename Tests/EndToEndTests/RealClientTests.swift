import Platform
import Testing

/// Clients that others wrote, where they are installed.
private enum RealClient {
  /// Every kubectl of this machine: the one of the path, and those of other releases beside it.
  static let kubectls: [String] = {
    let found = (Environment["PATH"] ?? "").split(separator: ":").map { "\($0)/kubectl" }
      .first(where: Files.isExecutable)
    guard let found, let real = try? Files.canonical(found) else { return [] }
    let releases = (20...40).map { "\(real).1.\($0)" }.filter(Files.isExecutable)
    return releases.isEmpty ? [found] : releases
  }()

  /// A Python with the `kubernetes` package.
  static let python: String? = [Environment["TRESTLE_PYTHON"], "python3"].compactMap { $0 }
    .first { program in
      let probe = ProcessLaunch("/bin/sh", ["-c", "\(program) -c 'import kubernetes' 2>&1"])
      return (try? probe.run(timeout: .seconds(30)))?.status.isSuccess ?? false
    }
}

extension EndToEnd {
  /// Programs, files and ports of pods, as unmodified clients reach them.
  @Suite(.serialized, .lane, .timeLimit(.minutes(4))) struct RealClientTests {
    let home: Home
    init() throws { home = try Home() }

    @Test(.enabled(if: !RealClient.kubectls.isEmpty, "kubectl is not installed"))
    func every_kubectl_runs_programs_copies_files_and_forwards_ports() async throws {
      try await home.startWeb()
      for kubectl in RealClient.kubectls {
        let port = try freePort()
        let outcome = try await home.shell(
          "east",
          """
          pod=$(oc get pods -l app=web -o 'jsonpath={.items[0].metadata.name}')
          timeout 20 \(kubectl) exec $pod -- sh -c 'echo out; exit 4'; echo code $?
          seq 20000 | timeout 20 \(kubectl) exec -i $pod -- tail -1
          script -qec "timeout 20 \(kubectl) exec -it $pod -- sh -c 'test -t 0 && echo terminal'" \
          /dev/null </dev/null | tr -d '\\r' | sed 's/^^@//'
          mkdir -p up; seq 50000 >up/numbers
          timeout 20 \(kubectl) cp up $pod:/tmp/copied
          timeout 20 \(kubectl) cp $pod:/tmp/copied down >/dev/null
          diff -r up down && echo same; rm -rf up down
          oc exec $pod -- rm -r /tmp/copied
          timeout 30 \(kubectl) port-forward $pod \(port):8080 >out 2>err & forward=$!
          until grep -q '::1' out; do sleep 0.05; done
          seq 20 | xargs -P 10 -I{} curl -sf -o /dev/null http://127.0.0.1:\(port)/; echo all $?
          kill $forward; wait $forward
          grep -c Handling out; cat err
          """)
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(
          lines == [
            "out", "command terminated with exit code 4", "code 4", "20000", "terminal", "same",
            "all 0", "20",
          ], "\(kubectl): \(outcome)")
      }
      try await home.endWeb()
    }

    @Test(
      .enabled(if: RealClient.python != nil, "Python's kubernetes package is not installed"))
    func the_python_client_runs_programs_and_reaches_ports() async throws {
      try await home.startWeb()
      let program = "\(home.path)/client.py"
      try Files.write(program, text: Self.client)
      let python = try #require(RealClient.python)
      let outcome = try await home.shell("east", "timeout 60 \(python) -u \(program)")
      #expect(
        outcome.text.split(separator: "\n").map(String.init) == [
          "both 'out\\nerr\\n'", "shell 'hello\\n' 5", "terminal b'/dev/pts/' 0", "missing 404",
          "page b'HTTP/1.1 200 OK' True None", "closed b'' True",
        ], "\(outcome)")
      try await home.endWeb()
    }

    private func freePort() throws -> Int {
      let listener = try TCPListener(address: "127.0.0.1", port: 0)
      defer { listener.close() }
      return listener.address.port
    }

    private static let client = #"""
      from kubernetes import client, config
      from kubernetes.stream import stream, portforward
      config.load_kube_config()
      api, space = client.CoreV1Api(), "east"
      pods = api.list_namespaced_pod(space, label_selector="app=web").items
      pod = pods[0].metadata.name
      run, ports = api.connect_get_namespaced_pod_exec, api.connect_get_namespaced_pod_portforward
      print("both", repr(stream(run, pod, space, command=["sh", "-c", "echo out; sleep 0.2; echo err >&2"],
        stderr=True, stdin=False, stdout=True, tty=False)))
      shell = stream(run, pod, space, command=["sh"], stderr=True, stdin=True, stdout=True,
        tty=False, _preload_content=False)
      shell.write_stdin("echo hello\n")
      shell.write_stdin("exit 5\n")
      shell.run_forever(timeout=10)
      print("shell", repr(shell.read_stdout()), shell.returncode)
      shell = stream(run, pod, space, command=["tty"], stderr=True, stdin=True, stdout=True,
        tty=True, _preload_content=False)
      shell.run_forever(timeout=10)
      print("terminal", shell.read_stdout().encode()[:9], shell.returncode)
      try:
        stream(run, "nosuch", space, command=["x"], stderr=True, stdin=False, stdout=True)
      except client.rest.ApiException as error:
        print("missing", 404 if "404" in str(error) else error)
      def ask(port):
        forward = portforward(ports, pod, space, ports=str(port))
        socket, answer = forward.socket(port), b""
        socket.setblocking(True)
        socket.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        while piece := socket.recv(65536):
          answer += piece
        return answer, forward.error(port)
      page, error = ask(8080)
      print("page", page[:15], len(page) > 200, error)
      page, error = ask(9)
      print("closed", page, "refused" in error)
      """#
  }
}
