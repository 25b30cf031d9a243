/// What a command line is for, as far as its words tell: whether it may be run again without harm
/// and whether it ends by itself.
package struct CommandTraits: Hashable, Sendable {
  /// Whether the command only looks, so that running it again does no harm.
  package let isReadOnly: Bool
  /// Whether the command goes on until it is stopped.
  package let isNonTerminating: Bool
  /// Whether the command prints the same however often it runs: nothing but its own words.
  package let isConstant: Bool

  package init(_ command: String) {
    let commands = CommandWords.commands(command)
    isReadOnly = !commands.isEmpty && commands.allSatisfy(\.isReadOnly)
    isNonTerminating = commands.contains { $0.isNonTerminating }
    isConstant =
      !commands.isEmpty && !command.contains { "$`*?[<".contains($0) }
      && commands.allSatisfy { ["echo", "printf"].contains($0.words.first) && !$0.writes }
  }

  /// Verbs that only look, for the programs that have verbs.
  static let readOnlyVerbs: Set<String> = [
    "get", "status", "list", "ls", "describe", "logs", "log", "version", "show", "whoami", "info",
    "ps", "images", "inspect", "explain", "top", "api-resources", "api-versions", "cluster-info",
    "diff", "events", "history", "search", "view", "get-contexts", "current-context",
    "get-clusters", "get-users", "projects", "can-i", "wait", "port", "stats", "config-view",
    "help",
  ]

  /// Programs whose first word says what they do with what.
  static let programsWithVerbs: Set<String> = [
    "oc", "kubectl", "skupper", "crc", "docker", "podman", "helm", "git", "systemctl", "minikube",
    "kind", "istioctl", "linkerd", "argocd", "tkn", "kn", "rosa", "aws", "az", "gcloud", "ip",
  ]

  /// Verbs that say what is looked at or done to only by the word behind them.
  static let groupVerbs: Set<String> = [
    "link", "network", "service", "token", "config", "rollout", "auth", "site", "listener",
    "connector", "gateway", "debug", "container", "image", "volume", "compose", "adm", "cluster",
    "repo", "release", "remote", "branch", "addr", "route", "project",
  ]

  /// Programs that only look.
  static let readOnlyPrograms: Set<String> = [
    "cat", "ls", "test", "[", "[[", "grep", "egrep", "head", "tail", "wc", "sort", "uniq", "jq",
    "yq", "cut", "tr", "awk", "column", "less", "more", "echo", "printf", "date", "hostname",
    "pwd", "whoami", "id", "env", "printenv", "ps", "df", "du", "free", "uptime", "uname", "ss",
    "netstat", "dig", "host", "nslookup", "ping", "stat", "file", "which", "find", "tree", "nc",
    "true", "diff", "cmp", "md5sum", "sha256sum", "base64", "sed", "watch", "pgrep", "lsof",
    "journalctl", "xxd", "od", "openssl", "curl", "wget", "http",
  ]
}

/// One simple command of a command line, as words.
struct CommandWords {
  let words: [String]
  /// Whether its output goes to a file.
  let writes: Bool
  /// Whether it runs in the background.
  let isBackground: Bool

  private var program: String { words.first.map(Self.baseName) ?? "" }
  private var arguments: ArraySlice<String> { words.dropFirst() }

  var isReadOnly: Bool {
    guard !writes else { return false }
    switch program {
    case "curl":
      return !has(["-d", "--data", "-F", "--form", "-T", "--upload-file", "-o", "-O", "--output"])
        && !arguments.contains { $0.hasPrefix("--data") }
        && (method.map { $0 == "GET" || $0 == "HEAD" } ?? true)
    case "wget":
      return has(["-O-", "-qO-", "--spider"]) || words.contains("-O") && words.contains("-")
    case "sed": return !arguments.contains { $0.hasPrefix("-i") || $0 == "--in-place" }
    case "find": return !has(["-delete", "-exec", "-execdir"])
    case "openssl": return ["x509", "s_client", "version"].contains(arguments.first ?? "")
    case "skupper" where arguments.isEmpty: return true
    case let name where CommandTraits.programsWithVerbs.contains(name): return hasReadOnlyVerb
    case let name: return CommandTraits.readOnlyPrograms.contains(name)
    }
  }

  var isNonTerminating: Bool {
    guard !isBackground else { return false }
    let follows = has(["-f", "--follow", "--follow=true"])
    switch program {
    case "watch", "top", "htop": return true
    case "tail": return follows || has(["-F"])
    case "ping": return !has(["-c"]) && !arguments.contains { $0.hasPrefix("-c") }
    case "journalctl": return follows
    case "sleep": return arguments.first == "infinity"
    case "nc", "ncat": return has(["-l", "-lk", "-kl"])
    case "python", "python3": return words.contains("http.server")
    case "npm", "yarn": return arguments.first == "start" || words.contains("dev")
    case "docker", "podman":
      if verbs.first == "compose", words.contains("up") { return !has(["-d", "--detach"]) }
      return verbs.first == "logs" && follows
    case "docker-compose": return words.contains("up") && !has(["-d", "--detach"])
    case "oc", "kubectl":
      switch verbs.first {
      case "port-forward", "proxy": return true
      case "logs": return follows
      case "get": return has(["-w", "--watch", "--watch-only", "--watch=true"])
      default: return false
      }
    default: return false
    }
  }

  private var method: String? {
    for (index, word) in words.enumerated() {
      if word == "-X" || word == "--request" {
        return index + 1 < words.count ? words[index + 1] : nil
      }
      if word.hasPrefix("-X") { return String(word.dropFirst(2)) }
      if word.hasPrefix("--request=") { return String(word.dropFirst(10)) }
      if word == "-I" || word == "--head" { return "HEAD" }
    }
    return nil
  }

  /// The words that are neither flags nor values of the flags that stand before a verb.
  private var verbs: [String] {
    var verbs: [String] = []
    var skipsNext = false
    for word in arguments {
      if skipsNext {
        skipsNext = false
      } else if word.hasPrefix("-") {
        skipsNext = ["-n", "--namespace", "-c", "--context", "--kubeconfig", "-C", "--platform"]
          .contains(word)
      } else {
        verbs.append(word)
      }
    }
    return verbs
  }

  private var hasReadOnlyVerb: Bool {
    let verbs = verbs
    guard let first = verbs.first else { return has(["--version", "--help", "-v", "-h"]) }
    if first == "project" { return verbs.count == 1 }
    if CommandTraits.groupVerbs.contains(first), verbs.count > 1 {
      return CommandTraits.readOnlyVerbs.contains(verbs[1])
    }
    return CommandTraits.readOnlyVerbs.contains(first)
  }

  private func has(_ flags: [String]) -> Bool { arguments.contains { flags.contains($0) } }

  private static func baseName(_ word: String) -> String {
    word.split(separator: "/").last.map(String.init) ?? word
  }
}
