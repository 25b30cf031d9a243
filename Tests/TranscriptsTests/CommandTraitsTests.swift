import Testing
import Transcripts

@Suite struct CommandTraitsTests {
  @Test(arguments: [
    "oc get pods", "oc get service/frontend -o wide", "kubectl -n x describe pod y",
    "kubectl logs web", "skupper link status", "skupper status", "skupper network status",
    "oc project", "oc projects", "oc whoami --show-server", "oc rollout status deployment/x",
    "kubectl config current-context", "cat root/secret.token", "ls -l /tmp", "test -f x",
    "curl -s http://x:8080/health", "curl -I https://x", "curl -X GET x", "oc get pods | grep web",
    "oc get pods --watch=false 2>/dev/null", "FOO=1 oc get pods", "sudo cat /etc/hosts",
    "docker ps", "git status", "echo $(oc get route x -o jsonpath='{.spec.host}')",
    "kubectl get pods > /dev/null 2>&1", "helm list; helm version", "/usr/bin/oc get pods",
    "oc get pod -l 'app in (a, b)'", "# just a remark\noc get pods",
  ])
  func only_looks(command: String) {
    #expect(CommandTraits(command).isReadOnly)
  }

  @Test(arguments: [
    "oc delete pod x", "oc new-app quay.io/a/b", "skupper init", "skupper link create x",
    "skupper token create ~/secret.token", "skupper expose deployment/x", "oc project public",
    "kubectl apply -f x.yml", "kubectl config set-context local", "curl -X POST x",
    "curl -d a=b x", "curl -o file x", "oc get pods > pods.txt", "oc get pods >> pods.txt",
    "oc get pods && oc delete pod x", "cat x | kubectl apply -f -", "rm x", "sed -i s/a/b/ x",
    "echo $(oc delete pod x)", "find . -delete", "", "git commit",
    "oc rollout restart deployment/x",
    "wget http://x/y", "tee x",
  ])
  func changes_something(command: String) {
    #expect(!CommandTraits(command).isReadOnly)
  }

  @Test(arguments: [
    "oc port-forward -n x web 8080:8080", "kubectl logs -f web", "oc logs --follow web",
    "kubectl get pods -w", "watch oc get pods", "tail -f x.log", "ping 10.0.0.1",
    "python3 -m http.server", "kubectl proxy", "docker compose up", "journalctl -fu x -f",
    "sleep infinity",
  ])
  func goes_on(command: String) {
    #expect(CommandTraits(command).isNonTerminating)
  }

  @Test(arguments: [
    "oc port-forward web 8080:8080 &", "kubectl logs web", "kubectl apply -f x.yml", "ping -c 1 x",
    "docker compose up -d", "tail -n 3 x", "sleep 3", "oc get pods",
  ])
  func ends_by_itself(command: String) {
    #expect(!CommandTraits(command).isNonTerminating)
  }
}
