/// The programs that labs call, by which a text without a language is known to be commands.
enum KnownCommands {
  /// Whether a line begins as a command does: with a known program, an assignment or a path.
  static func startsCommand(_ line: some StringProtocol) -> Bool {
    guard let word = String(line).split(separator: /\s+/).first.map(String.init) else {
      return false
    }
    if names.contains(word) || word.prefixMatch(of: /[A-Za-z_][A-Za-z0-9_]*\+?=/) != nil {
      return true
    }
    let isPath = word.hasPrefix("./") || word.hasPrefix("~/") || word.hasPrefix("/")
    return isPath && word.contains { $0.isLetter } && !word.hasSuffix(":")
  }

  /// Whether the first line of a text that is no comment begins as a command does.
  static func startsText(_ text: String) -> Bool {
    let lines = text.split(separator: "\n").lazy.map(\.trimmed)
    return lines.first { !$0.isEmpty && !$0.hasPrefix("#") }.map { startsCommand($0) } ?? false
  }

  /// Whether a line begins with a program whose name is no English word, and does not end as a
  /// sentence does.
  static func isUnmistakable(_ line: some StringProtocol) -> Bool {
    guard let word = String(line).split(separator: /\s+/).first.map(String.init),
      let last = line.last, !".:,!?".contains(last)
    else { return false }
    return unmistakable.contains(word)
  }

  /// Whether a text that begins as a command does may well be something else: a sentence that begins
  /// with a word such as "test", or a value as it is printed.
  static func isDoubtful(_ text: String, isIntroduced: Bool) -> Bool {
    let lines = text.split(separator: "\n").map(\.trimmed)
    guard let line = lines.first(where: { !$0.isEmpty && !$0.hasPrefix("#") }) else { return false }
    let words = line.split(separator: /\s+/)
    guard let first = words.first else { return false }
    if words.count == 1 { return !isIntroduced && lines.count == 1 && first.contains("=") }
    return english.contains(String(first)) || first.contains("=") && !isIntroduced
  }

  /// Programs whose names begin sentences.
  private static let english: Set<String> = Set(
    """
    host time test watch date read make go node code file history type which free service set true
    false yes kill wait agent find sort source exit clear patch touch top more less knife chef
    """.split(separator: /\s+/).map(String.init))

  private static let unmistakable: Set<String> = Set(
    """
    oc kubectl skupper crc helm kustomize curl wget ls cd cp mv rm mkdir chmod chown grep sed awk
    docker podman buildah skopeo crictl systemctl journalctl apt apt-get yum dnf rpm pip npm git
    ssh scp tar vi vim nano sudo su bash sh psql mysql openssl jq cat echo export ansible-playbook
    """.split(separator: /\s+/).map(String.init))

  private static let names: Set<String> = Set(
    """
    oc kubectl skupper crc helm kustomize odo tkn kn kind k3d k3s minikube microk8s istioctl
    linkerd cilium argocd flux velero subctl rosa operator-sdk opm skaffold tilt telepresence
    curl wget http nc ncat netcat telnet ping dig nslookup host traceroute ip ifconfig netstat ss
    cat ls cd cp mv rm mkdir rmdir touch ln find grep egrep sed awk cut sort uniq tr wc head tail
    less more tee xargs file stat chmod chown chgrp du df tree diff patch tar gzip gunzip zip unzip
    echo printf export source set unset alias eval exec env test true false read sleep wait watch
    date whoami hostname id uname pwd which type history clear exit seq yes time timeout nohup
    bash sh zsh if for while until case function ssh scp rsync ssh-keygen ssh-copy-id sudo su
    git gh docker podman docker-compose podman-compose buildah skopeo crictl ctr nerdctl
    ps top kill killall pkill pgrep systemctl journalctl service free lsof mount umount
    apt apt-get dpkg yum dnf rpm brew apk snap pip pip3 pipx npm npx yarn pnpm gem bundle cargo
    node python python3 ruby perl php java javac mvn ./mvnw gradle go rustc gcc make cmake
    vi vim nano emacs code jq yq openssl base64 md5sum sha256sum keytool psql mysql sqlite3 mongo
    mongosh redis-cli kafka-topics.sh etcdctl vault consul nomad terraform terragrunt packer
    ansible ansible-playbook ansible-galaxy ansible-navigator puppet chef knife aws az gcloud
    gsutil eksctl oci ibmcloud doctl dapr siege ab hey wrk k6 stress agent set-workdir
    """.split(separator: /\s+/).map(String.init))
}
