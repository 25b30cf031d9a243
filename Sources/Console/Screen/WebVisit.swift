import HTTP
import Interface
import Labs
import Synchronization
import Views

/// Pages of the lab's websites, as a browser asks for them: redirections are followed and cookies
/// kept.
final class WebVisit: Sendable {
  private let actions: MachineActions
  /// Cookies by host and name (RFC 6265; their attributes do not matter here).
  private let cookies = Mutex<[String: [String: String]]>([:])

  private static let mostRedirections = 10

  init(_ session: Session) { actions = MachineActions(session, timeout: .seconds(10)) }

  /// Asks until an answer is no redirection.
  func load(_ request: WebRequest) async -> Result<WebAnswer, Sentence> {
    var (method, url, body) = (request.method.rawValue, request.url, request.body)
    do {
      for _ in 0..<WebVisit.mostRedirections {
        var headers: HTTPHeaders = ["Accept": "text/html, text/plain, */*"]
        if let type = request.contentType, !body.isEmpty { headers.add("Content-Type", type) }
        let kept = cookies.withLock { $0[url.host] ?? [:] }
        if !kept.isEmpty {
          let pairs = kept.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
          headers.add("Cookie", pairs.joined(separator: "; "))
        }
        let answer = try await actions.exchange(
          method, url.withoutFragment.description, headers: headers, body: body)
        keepCookies(answer.headers, of: url.host)
        guard (300..<400).contains(answer.status), let place = answer.headers["Location"],
          let next = url.resolve(place)
        else {
          return .success(
            WebAnswer(
              url: url, status: answer.status, contentType: answer.headers["Content-Type"] ?? "",
              body: answer.body))
        }
        url = next
        // Only these two keep the method (RFC 9110, section 15.4).
        if answer.status != 307, answer.status != 308 { (method, body) = ("GET", []) }
      }
      return .failure(Sentence("\(request.url) leads from page to page without end."))
    } catch {
      return .failure(Sentence("\(error)"))
    }
  }

  private func keepCookies(_ headers: HTTPHeaders, of host: String) {
    for line in headers.all("Set-Cookie") {
      let pair = line.prefix { $0 != ";" }
      guard let equals = pair.firstIndex(of: "=") else { continue }
      let name = String(pair[..<equals])
      cookies.withLock { $0[host, default: [:]][name] = String(pair[pair.index(after: equals)...]) }
    }
  }
}
