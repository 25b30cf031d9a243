import Platform
import Testing

extension EndToEnd {
  /// Going into pods and through to them, as learners type it.
  @Suite(.serialized, .lane, .timeLimit(.minutes(4))) struct ReachTests {
    let home: Home
    init() throws { home = try Home() }

    @Test func programs_run_in_a_container_with_its_environment() async throws {
      try await home.startWeb()
      let both = try await home.shell(
        "east", "oc exec deploy/web -- sh -c 'echo out; echo err >&2; exit 7'")
      #expect(both.status == 7)
      #expect(both.output.contains("out\n") && both.output.contains("err\n"), "\(both)")
      #expect(both.text.hasSuffix("command terminated with exit code 7"))
      let pod = try await home.must(
        "east", "oc get pods -l app=web -o 'jsonpath={.items[0].metadata.name}'")
      #expect(try await home.must("east", "oc exec \(pod) -- printenv HOSTNAME") == pod)
      #expect(
        try await home.must(
          "east", "oc rsh \(pod) cat /var/run/secrets/kubernetes.io/serviceaccount/namespace")
          == "east")
      #expect(
        try await home.must("east", "seq 100000 | oc exec -i \(pod) -- sort -rn | head -1")
          == "100000")
      #expect(
        try await home.must("east", "oc exec \(pod) -- grep SigBlk /proc/self/status")
          .hasSuffix("0000000000000000"), "no signal is blocked")
      let missing = try await home.shell("east", "oc exec \(pod) -- nosuch")
      #expect(missing.status == 1)
      #expect(
        missing.text == "error: Internal error occurred: error executing command in container: "
          + "exec: \"nosuch\": executable file not found in $PATH")
      let terminal = try await home.must(
        "east",
        "script -qec \"stty rows 33 cols 99; oc exec -it \(pod) -- sh -c 'tty; sleep 0.3; stty size'\" /dev/null"
      )
      #expect(terminal.contains("/dev/pts/") && terminal.contains("33 99"), "\(terminal)")
      try await home.endWeb()
    }

    @Test func what_somebody_runs_in_a_container_ends_with_it() async throws {
      try await home.startWeb()
      let outcome = try await home.shell(
        "east",
        """
        oc exec deploy/web -- sh -c 'sleep 1234 & exec sleep 1235' & exec=$!
        until oc exec deploy/web -- pgrep -f 'sleep 123[4]' >/dev/null; do :; done
        oc delete pod -l app=web --grace-period=1
        wait $exec; echo ended $?
        """)
      #expect(outcome.output.contains("ended "), "\(outcome)")
      try await eventually("nothing sleeps any more") {
        !home.processes.contains { $0.command.first == "sleep" }
      }
      try await home.endWeb()
    }

    @Test func a_forwarded_port_takes_many_connections_until_the_pod_ends() async throws {
      try await home.startWeb()
      let port = try PortProbe.free()
      let outcome = try await home.shell(
        "east",
        """
        oc port-forward deployment/web \(port):8080 >out 2>err & forward=$!
        until grep -q '::1' out; do sleep 0.05; done
        seq 60 | xargs -P 20 -I{} curl -sf -o page{} http://127.0.0.1:\(port)/
        echo first $?
        md5sum page* | cut -c1-32 | sort -u | wc -l
        rm -f page*
        oc port-forward deployment/web \(port):8080; echo busy $?
        oc delete pod -l app=web --wait=false >/dev/null
        wait $forward; echo forward $?
        sort -u out; cat err
        """)
      let lines = outcome.output.split(separator: "\n").map(String.init)
      #expect(
        lines.filter { !$0.contains("Listeners failed") } == [
          "first 0", "1",
          "error: unable to listen on any of the requested ports: [{\(port) 8080}]", "busy 1",
          "forward 1", "Forwarding from 127.0.0.1:\(port) -> 8080",
          "Forwarding from [::1]:\(port) -> 8080", "Handling connection for \(port)",
          "error: lost connection to pod",
        ], "\(outcome)")
      #expect(outcome.output.contains("127.0.0.1:\(port): bind: address already in use"))
      try await home.endWeb()
    }

    @Test func an_interrupt_ends_forwarding_and_frees_the_port() async throws {
      try await home.startWeb()
      let port = try PortProbe.free()
      let outcome = try await home.shell(
        "east",
        """
        oc expose deployment/web --port 80 --target-port 8080
        oc port-forward svc/web \(port):80 >out 2>&1 & forward=$!
        until grep -q '::1' out; do sleep 0.05; done
        curl -sf -o /dev/null http://localhost:\(port)/ && echo answered
        kill -INT $forward; kill -TERM $forward; wait $forward
        curl -s http://127.0.0.1:\(port)/; echo refused $?
        cat out
        """)
      #expect(outcome.output.contains("answered\nrefused 7\n"), "\(outcome)")
      #expect(outcome.output.contains("Forwarding from 127.0.0.1:\(port) -> 8080\n"))
      try await home.endWeb()
    }

    @Test func files_and_folders_are_copied_both_ways_and_stay_the_same() async throws {
      try await home.startWeb()
      let outcome = try await home.must(
        "east",
        """
        mkdir work; cd work; mkdir -p tree/deep/'with blank'; head -c 3000000 /dev/urandom >tree/big
        echo small >tree/deep/'with blank'/small; chmod 700 tree/deep/'with blank'/small
        : >tree/empty
        pod=$(oc get pods -l app=web -o 'jsonpath={.items[0].metadata.name}')
        oc cp tree $pod:/tmp
        oc cp $pod:/tmp/tree back
        diff -r tree back && stat -c %a back/deep/*/small
        oc cp tree/big $pod:/tmp/renamed; oc cp $pod:/tmp/renamed .; cmp tree/big renamed && echo equal
        oc exec $pod -- find /tmp -type f | sort
        ls
        """)
      let expected = """
        700
        equal
        tmp/renamed
        tmp/tree/big
        tmp/tree/deep/with blank/small
        tmp/tree/empty
        back
        renamed
        tree
        """
      #expect(outcome == expected)
      for (command, words) in [
        ("oc cp /nosuch x:/y", "error: /nosuch doesn't exist in local filesystem"),
        ("oc cp a b", "error: one of src or dest must be a remote file specification"),
        ("oc cp nopod:/a b", "Error from server (NotFound): pods \"nopod\" not found"),
      ] {
        let failed = try await home.shell("east", command)
        #expect(failed.status == 1 && failed.text.hasPrefix(words), "\(command): \(failed)")
      }
      try await home.endWeb()
    }

    @Test func objects_are_edited_and_containers_set() async throws {
      try await home.startWeb()
      func edit(_ editor: String) async throws -> Trestle.Outcome {
        try await home.shell("east", "export KUBE_EDITOR=\"\(editor)\"; oc edit deployment/web")
      }
      #expect(try await edit("true").text == "Edit cancelled, no changes made.")
      #expect(try await edit("cp /dev/null").text == "Edit cancelled, saved file was empty.")
      let edited = try await edit("sed -i 's/replicas: 1/replicas: 2/'")
      #expect(edited.status == 0 && edited.text == "deployment.apps/web edited")
      #expect(
        try await home.must("east", "oc get deployment web -o 'jsonpath={.spec.replicas}'") == "2")
      // The first attempt is refused, the file is opened again, and the second one is taken.
      let second = try await edit(
        "sed -i -e 's/replicas: -1/replicas: 3/' -e 's/replicas: 2/replicas: -1/'")
      #expect(
        second.status == 0 && second.text.hasSuffix("deployment.apps/web edited"), "\(second)")
      #expect(second.output.contains("is invalid"), "\(second)")
      let never = try await edit("sed -i 's/replicas: 3/replicas: -1/'")
      #expect(never.status == 1, "\(never)")
      #expect(never.output.contains("error: Edit cancelled, no valid changes were saved."))
      #expect(never.text.contains("A copy of your changes has been stored to \""))
      let set = try await home.shell(
        "east",
        """
        exec 2>/dev/null
        oc set resources deployment/web --limits=cpu=200m,memory=512Mi --requests=cpu=100m
        oc set probe deployment/web --readiness --get-url=http://:8080/ --period-seconds=2
        oc get deployment web -o 'jsonpath={.spec.template.spec.containers[0].resources.limits.memory}'
        oc get deployment web -o 'jsonpath={.spec.template.spec.containers[0].readinessProbe.httpGet.port}'
        oc set probe deployment/web --readiness --remove
        oc get deployment web -o 'jsonpath={.spec.template.spec.containers[0].readinessProbe}'
        """)
      #expect(
        set.text == """
          deployment.apps/web resource requirements updated
          deployment.apps/web probes updated
          512Mi8080deployment.apps/web probes updated
          """, "\(set)")
      try await home.endWeb()
    }

    @Test func attaching_shows_what_a_container_prints_from_now_on() async throws {
      let outcome = try await home.run("up", "east")
      try #require(outcome.status == 0, "\(outcome)")
      try await home.must("east", "oc apply -f - <<'EOF'\n\(Self.talker)\nEOF")
      try await home.must("east", "oc wait pod/talker --for=condition=Ready --timeout=20s")
      let attached = try await home.shell(
        "east", "(echo one; echo two) | timeout 20 oc attach -i talker")
      #expect(attached.status == 0, "\(attached)")
      #expect(attached.output.contains("heard one\nheard two\n"), "\(attached)")
      try await home.endWeb()
    }

    private static let talker = """
      apiVersion: v1
      kind: Pod
      metadata: {name: talker}
      spec:
        restartPolicy: Never
        containers:
        - name: talker
          image: quay.io/redhatintegration/patient-portal-frontend
          stdin: true
          command: [sh, -c, 'for i in 1 2; do read line; echo heard $line; done; sleep 0.5']
      """
  }
}

extension PortProbe {
  /// A port that was free a moment ago.
  static func free() throws -> Int {
    let listener = try TCPListener(address: "127.0.0.1", port: 0)
    defer { listener.close() }
    return listener.address.port
  }
}
