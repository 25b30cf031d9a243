/// Answers that need no user: the version, whether the server is well, and schemas.
import Documents
import HTTP
import Kubernetes

extension APIServer {
  /// The version of Kubernetes that clients see. An OpenShift site reports the one that its
  /// release is made of (`oc version` prints it); a plain site the newest one whose own client
  /// sends JSON alone.
  var kubernetesVersion: (minor: Int, text: String) {
    let minor = settings.openshift.map { OpenShiftRelease.named($0).kubernetesMinor }
    return (minor ?? 31, "v1.\(minor ?? 31).4+trestle")
  }

  /// The answer to a path that everybody may read; nothing for other paths.
  func publicDocument(_ parts: [String], _ request: HTTPRequest) -> HTTPResponse? {
    guard request.method == "GET" || request.method == "HEAD" else { return nil }
    switch parts.first {
    case nil:
      let paths = ["/api", "/api/v1", "/apis", "/healthz", "/openapi/v2", "/version"]
      return .document(["paths": Value(paths)])
    case "version" where parts.count == 1: return .document(versionDocument)
    case "healthz", "readyz", "livez": return HTTPResponse("ok", type: "text/plain")
    case "openapi" where parts == ["openapi", "v2"]:
      // An empty document is a valid one: validation is the server's.
      return HTTPResponse(
        headers: [
          "Content-Type": "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"
        ])
    case ".well-known" where parts == [".well-known", "oauth-authorization-server"]:
      guard isOpenShift else { return nil }
      return .document([
        "issuer": .string(settings.url),
        "authorization_endpoint": .string("\(settings.url)/oauth/authorize"),
        "token_endpoint": .string("\(settings.url)/oauth/token"),
        "response_types_supported": ["code", "token"],
        "grant_types_supported": ["implicit"], "scopes_supported": ["user:full"],
        "code_challenge_methods_supported": ["plain", "S256"],
      ])
    case "oauth" where parts == ["oauth", "authorize"]:
      guard isOpenShift else { return nil }
      return settings.users.grant(request, url: settings.url)
    default: return nil
    }
  }

  private var versionDocument: Value {
    let version = kubernetesVersion
    return [
      "major": "1", "minor": .string(String(version.minor)), "gitVersion": .string(version.text),
      "gitCommit": "0000000000000000000000000000000000000000", "gitTreeState": "clean",
      "buildDate": "2026-01-01T00:00:00Z", "goVersion": "go1.19.4", "compiler": "gc",
      "platform": "linux/amd64",
    ]
  }
}
